// 字体【大 中 小】, 打印 and 分享 on the page of a record. The buttons are there already; style sheets show them once
// mode.js has run. Without a script the browser's own zoom, print and share do the same.

const root = document.documentElement;
const sizes = document.querySelectorAll("[data-size]");

function showSize() {
  const current = root.dataset.textSize ?? "medium";
  for (const button of sizes) button.setAttribute("aria-pressed", button.dataset.size === current);
}

function choose(size) {
  root.dataset.textSize = size;
  try {
    localStorage.setItem("text-size", size);
  } catch {
    // A reader who allows no storage still gets the size, for this page.
  }
  showSize();
}

for (const button of sizes) button.addEventListener("click", () => choose(button.dataset.size));
showSize();

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

for (const button of document.querySelectorAll("[data-share]")) {
  const { share: url } = button.dataset;
  button.addEventListener("click", () => navigator.share({ title: document.title, url }).catch(() => {})); // given up
}
