// 字体【大 中 小】 and 打印 on the page of a story. Without a script the browser's own zoom and print do the same.

const SIZES = { small: "小", medium: "中", large: "大" };
const KEY = "text-size";

function button(label, name, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  if (name) element.setAttribute("aria-label", name);
  element.addEventListener("click", act);
  return element;
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(size) {
  try {
    localStorage.setItem(KEY, size);
  } catch {
    // A reader who allows no storage still gets the size, for this page.
  }
}

function sizeButtons(text) {
  const buttons = Object.entries(SIZES).map(([size, label]) => {
    const element = button(label, `正文用${label}号字`, () => choose(size));
    element.dataset.size = size;
    return element;
  });
  function choose(size) {
    text.dataset.textSize = size;
    buttons.forEach((element) => element.setAttribute("aria-pressed", element.dataset.size === size));
    remember(size);
  }
  choose(remembered() in SIZES ? remembered() : "medium");
  return buttons.reverse();
}

const bar = document.querySelector("[data-reading-tools]");
const text = document.querySelector("[data-reading-text]");
if (bar && text) {
  const tools = document.createElement("span");
  tools.className = "tools";
  tools.append("字体", ...sizeButtons(text), button("打印", "", () => print()));
  bar.append(tools);
}
