// What a page must not have, each measure as a list of sentences. Runs in the page before its own scripts.
window.measures = (() => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";

  const all = (selector) => [...document.querySelectorAll(selector)];
  const name = (element) => {
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 20);
    return `${element.localName}${element.id && `#${element.id}`}.${element.className} “${words}”`;
  };
  const text = (node) => (node && node.nodeType === Node.TEXT_NODE ? node.data.trim() : "");
  const box = (element) => element.getBoundingClientRect();

  // Whether one sees it: what is only read aloud has one pixel, and what waits for the focus is out of the page.
  const isSeen = (element) => {
    const { width, height, right, bottom } = box(element);
    const isThere = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return isThere && width > 1 && height > 1 && right > 0 && bottom + scrollY > 0;
  };

  // --- One h1, no id twice, a title, a language

  function structure() {
    const headings = all("h1").length;
    const ids = all("[id]").map((element) => element.id);
    const doubles = ids.filter((id, place) => ids.indexOf(id) !== place);
    return [
      ...(headings === 1 ? [] : [`${headings} h1`]),
      ...doubles.map((id) => `id “${id}” twice`),
      ...(document.title.trim() ? [] : ["no title"]),
      ...(document.documentElement.lang.startsWith("zh") ? [] : ["no language"]),
    ];
  }

  // --- Pictures: room is kept for them, and only the first of them is asked for at once

  function pictures() {
    const [first, ...others] = all("img");
    const sized = (img) => img.hasAttribute("width") && img.hasAttribute("height");
    return [
      ...[first, ...others].filter((img) => img && !sized(img)).map((img) => `no width and height: ${img.src}`),
      ...others.filter((img) => img.loading !== "lazy").map((img) => `not lazy: ${img.src}`),
    ];
  }

  // --- Size of what is pressed

  // A link in a sentence is as high as the sentence: text stands right beside it.
  const isInSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let inner = element;
    while (!text(inner.previousSibling) && !text(inner.nextSibling)) {
      const outer = inner.parentElement;
      const stands = outer.firstElementChild === inner || outer.lastElementChild === inner;
      if (!stands || getComputedStyle(outer).display !== "inline") return false;
      inner = outer;
    }
    return true;
  };

  // How far from its middle the element can be pressed in one direction, at most `least`.
  const reach = (elements, least, right, down) => {
    const { left, top, width, height } = box(elements[0]);
    const isHit = (step) => {
      const hit = document.elementFromPoint(left + width / 2 + right * step, top + height / 2 + down * step);
      return elements.some((element) => element.contains(hit));
    };
    let step = 0;
    while (step < least && isHit(step + 1)) step += 1;
    return step;
  };

  // Where the box itself is too small, what lies around it may answer for it.
  const isPressedWithin = (elements, least) => {
    elements[0].scrollIntoView({ block: "center", inline: "nearest" });
    const wide = reach(elements, least, 1, 0) + reach(elements, least, -1, 0) + 1;
    const high = reach(elements, least, 0, 1) + reach(elements, least, 0, -1) + 1;
    return wide >= least - 1 && high >= least - 1;
  };

  const isLarge = (element, least) => {
    const { width, height } = box(element);
    return width >= least - 0.5 && height >= least - 0.5;
  };

  const isLargeEnough = (element, least) => {
    const elements = [element, ...(element.labels ?? [])];
    return elements.some((part) => isLarge(part, least)) || isPressedWithin(elements, least);
  };

  function small_targets(least) {
    const small = all(TARGETS)
      .filter((element) => isSeen(element) && !element.disabled && !isInSentence(element))
      .filter((element) => !isLargeEnough(element, least));
    scrollTo(0, 0);
    const size = (element) => `${Math.round(box(element).width)} × ${Math.round(box(element).height)}`;
    return small.map((element) => `smaller than ${least}: ${name(element)} is ${size(element)}`);
  }

  // --- Size of type

  function small_type(least) {
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = new Set();
    while (words.nextNode()) {
      const element = words.currentNode.parentElement;
      if (text(words.currentNode) && isSeen(element) && parseFloat(getComputedStyle(element).fontSize) < least) {
        small.add(element);
      }
    }
    return [...small].map((element) => `type of ${getComputedStyle(element).fontSize}: ${name(element)}`);
  }

  // --- Frames

  function without_frame() {
    const framed = "button, a.button, summary.button, input:not([type=checkbox], [type=radio]), select, textarea";
    const isBare = (element) => parseFloat(getComputedStyle(element).borderTopWidth) === 0;
    return all(framed).filter((element) => isSeen(element) && isBare(element)).map((element) => `no frame: ${name(element)}`);
  }

  // --- What moved by itself, and what moves

  // A busy browser may draw before it has read the whole page; by so little then things move that nobody sees it
  // (what is called good goes up to 0.1).
  const UNSEEN = 0.005;
  const moved = [];
  const where = ({ node }) => (node instanceof Element ? name(node) : String(node?.nodeName));
  new PerformanceObserver((list) => {
    for (const { value, sources, hadRecentInput } of list.getEntries()) {
      if (!hadRecentInput && value > UNSEEN) moved.push(`moved by ${value}: ${sources.map(where)}`);
    }
  }).observe({ type: "layout-shift", buffered: true });

  // What runs now, and what would as soon as something changes.
  const longest = (durations) => Math.max(...durations.split(",").map(parseFloat));
  const isMovable = (element) => {
    const { transitionDuration, animationDuration } = getComputedStyle(element);
    return Math.max(longest(transitionDuration), longest(animationDuration)) > 0.01; // seconds
  };
  const moves = () => [
    ...document.getAnimations().map((animation) => `moves: ${name(animation.effect.target)}`),
    ...all("*").filter(isMovable).map((element) => `would move: ${name(element)}`),
  ];

  // --- Stops of the Tab key

  const stops_of = () => {
    const focusable = all(`${TARGETS}, [tabindex="0"]`).filter((element) => !element.disabled && element.tabIndex >= 0);
    return focusable.filter((element) => element.checkVisibility({ visibilityProperty: true }));
  };

  // What a ring, a frame or another ground shows; forced colours leave the ring alone.
  const isForced = matchMedia("(forced-colors: active)").matches;
  const look = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, borderWidth, backgroundColor } = getComputedStyle(element);
    const ring = outlineStyle === "none" ? "" : outlineWidth;
    return isForced ? ring : [ring, boxShadow, borderColor, borderWidth, backgroundColor].join();
  };

  // The ring may be drawn around the label, or around the card that the link stands for.
  const around = (element) => (element === document.body ? [] : [element, ...around(element.parentElement)]);
  const looks = (element) => [element, ...(element.labels ?? [])].flatMap(around).map(look).join();

  // Whether it is in the window, and nothing that stays there while the page scrolls lies over it.
  const floats = (element) => ["fixed", "sticky"].includes(getComputedStyle(element).position);
  const isUncovered = (element) => {
    const { left, top, right, bottom } = element.getClientRects()[0];
    if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return false;
    const hit = document.elementFromPoint(Math.max(left, 0) + 1, Math.max(top, 0) + 1);
    return hit === null || around(hit).every((cover) => !floats(cover) || cover.contains(element));
  };

  function stops() {
    return stops_of().flatMap((element) => {
      document.activeElement.blur();
      const before = looks(element);
      element.focus({ focusVisible: true });
      const shows = looks(element) !== before;
      return [
        ...(shows ? [] : [`does not show the focus: ${name(element)}`]),
        ...(isUncovered(element) ? [] : [`is out of sight with the focus: ${name(element)}`]),
      ];
    });
  }

  const count_stops = () => stops_of().length;
  const focused = () => stops_of().indexOf(document.activeElement);

  // --- Words that do not fit their box and are cut

  function cut_off() {
    const cuts = (element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
    const isCut = (element) => isSeen(element) && cuts(element) && text(element.firstChild) && element.scrollWidth > element.clientWidth + 1;
    return all("body *").filter(isCut).map((element) => `cut off: ${name(element)}`);
  }

  // --- Read to the end, as slowly as pictures come; give what moved meanwhile

  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const whenLoaded = (img) => img.complete || new Promise((resolve) => { img.onload = img.onerror = resolve; });

  async function read() {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await nextFrame();
      await Promise.all(all("img").filter((img) => box(img).top < innerHeight).map(whenLoaded));
    }
    scrollTo(0, 0);
    await nextFrame();
    return moved;
  }

  return { structure, pictures, small_targets, small_type, without_frame, moves, stops, count_stops, focused, cut_off, read };
})();
