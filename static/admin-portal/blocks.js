// The body by keyboard: buttons that move, fold and delete each block, buttons that add one, and a voice that says what
// has happened. Dragging and the plus signs are django-content-editor's; it has nothing for those without a mouse.

const BLOCKS = ".inline-related:not(.empty-form)";
const MOVES = {
  上移: (place) => place - 1,
  下移: (place) => place + 1,
  移到最前: () => 0,
  移到最后: (place, last) => last,
};

let machine, voice;

const create = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const button = (words, act) => {
  const made = create("button", { type: "button", textContent: words, className: "block-button" });
  made.addEventListener("click", (event) => {
    event.stopPropagation(); // a click on the block would fold it
    act(made);
  });
  return made;
};

const say = (words) => { voice.textContent = words; };

// The order

const inOrder = () => [...machine.querySelectorAll(BLOCKS)].sort((one, other) => one.style.order - other.style.order);

function move(block, to) {
  const blocks = inOrder();
  const from = blocks.indexOf(block);
  const place = to(from, blocks.length - 1);
  if (place < 0 || place >= blocks.length || place === from) {
    say(`“${nameOf(block)}”已经在${from ? "最后" : "最前"}。`);
    return;
  }
  blocks.splice(from, 1);
  blocks.splice(place, 0, block);
  number(blocks);
  block.scrollIntoView({ block: "nearest" });
  say(`“${nameOf(block)}”移到了第${place + 1}块，共${blocks.length}块。`);
}

function number(blocks) {
  blocks.forEach((block, index) => {
    const ordering = 10 * (index + 1);
    block.querySelector(".order-machine-ordering").value = ordering;
    block.style.order = ordering;
  });
}

// The buttons of a block

const kindOf = (block) => block.querySelector(":scope > h3 > b").textContent.trim().replace(/[:：]$/, "");

function nameOf(block) {
  const words = block.querySelector(":scope > h3 .inline_label").firstChild?.textContent.trim() ?? "";
  return words ? `${kindOf(block)}：${words}` : kindOf(block);
}

function equip(block) {
  if (block.querySelector(":scope > .block-tools")) return;
  const tools = create("div", { className: "block-tools", role: "group", ariaLabel: nameOf(block) });
  for (const [words, to] of Object.entries(MOVES)) tools.append(button(words, () => move(block, to)));
  tools.append(foldButton(block));
  if (block.querySelector("[data-deletable]")) tools.append(deleteButton(block));
  block.querySelector(":scope > h3").after(tools);
}

function foldButton(block) {
  const fold = button("", () => block.querySelector(":scope > h3").click());
  const show = () => { fold.textContent = block.classList.contains("collapsed") ? "展开" : "折叠"; };
  watch(block, show);
  return fold;
}

// A deleted block goes when the page is saved; until then it can be had back.
function deleteButton(block) {
  const isDeleted = () => block.classList.contains("for-deletion");
  const remove = button("", () => {
    boxOf(block).click();
    say(isDeleted() ? `“${nameOf(block)}”将在保存时删除。` : `“${nameOf(block)}”不删除了。`);
  });
  remove.classList.add("block-delete");
  watch(block, () => { remove.textContent = isDeleted() ? "撤销删除" : "删除"; });
  restoreDeleted(block);
  return remove;
}

function watch(block, show) {
  show();
  new MutationObserver(show).observe(block, { attributeFilter: ["class"] });
}

// Django's box to delete a saved row; a new row gets one, and loses the link that would take it away for good.
function boxOf(block) {
  const box = block.querySelector(":scope > h3 .delete > input");
  return box ?? addBox(block);
}

function addBox(block) {
  const ordering = block.querySelector(".order-machine-ordering");
  const name = ordering.name.replace(/ordering$/, "DELETE");
  const box = create("input", { type: "checkbox", name, ariaLabel: "删除" });
  block.querySelector(":scope > h3").append(create("span", { className: "delete" }, box));
  return box;
}

// A form that comes back with faults still means to delete what was to be deleted.
function restoreDeleted(block) {
  if (!block.querySelector("[data-deleted]")) return;
  boxOf(block).checked = false;
  boxOf(block).click();
}

// Adding

// What a mouse presses becomes a button for the keyboard, too.
function makeButton(element, words) {
  Object.assign(element, { tabIndex: 0, role: "button", ariaLabel: words });
  element.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    element.click();
  });
}

const closeMenu = () => document.body.click();

function equipPlus(block) {
  const plus = block.querySelector(":scope > .order-machine-insert-target");
  if (!plus || plus.tabIndex === 0) return;
  makeButton(plus, `在“${nameOf(block)}”前面加一块`);
  plus.addEventListener("keydown", (event) => {
    if (["Enter", " "].includes(event.key)) menu().querySelector(".plugin-button:not(.content-editor-hide)").focus();
  });
}

const menu = () => document.querySelector(".plugin-buttons");

function equipMenu() {
  menu().querySelectorAll(".plugin-button").forEach((entry) => makeButton(entry, `加一块${entry.title}`));
  menu().addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu().contains(relatedTarget)) closeMenu();
  });
  menu().addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelector(".order-machine-insert-target.selected")?.focus();
    closeMenu();
  });
}

function addAdders({ plugins, currentRegion, addContent }) {
  const adders = create("div", { className: "block-adders", role: "group", ariaLabel: "在正文末尾加一块" }, "在末尾加：");
  for (const { prefix, title, regions } of plugins) {
    if (regions && !regions.includes(currentRegion)) continue; // may not be added by this person
    adders.append(button(title, () => {
      window.ContentEditor._insertBefore = null;
      addContent(prefix);
    }));
  }
  machine.after(adders);
}

// The first thing to fill in; text boxes and choices come a moment after the row.
function enter(block) {
  const fields = [".ProseMirror[contenteditable=true]", ".select2-selection", "textarea, input:not([type=hidden])"];
  fields.map((selector) => block.querySelector(selector)).find(Boolean)?.focus();
}

function welcome(block) {
  equip(block);
  equipPlus(block);
  const hasText = block.querySelector("[data-django-prose-editor-configurable]");
  if (hasText) block.addEventListener("prose-editor:ready", () => setTimeout(() => enter(block)), { once: true });
  else setTimeout(() => enter(block));
  say(`加了一块${kindOf(block)}。`);
}

function begin() {
  machine = document.querySelector(".order-machine");
  voice = create("p", { className: "visually-hidden", role: "status" });
  machine.after(voice);
  for (const block of inOrder()) {
    equip(block);
    equipPlus(block);
  }
  equipMenu();
  addAdders(window.ContentEditor);
  document.addEventListener("formset:added", ({ target }) => { if (target.closest(".order-machine")) welcome(target); });
}

if (document.querySelector(".order-machine")) begin();
else document.addEventListener("content-editor:ready", begin);
