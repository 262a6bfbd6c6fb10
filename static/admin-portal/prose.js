// The text editor names its buttons in English. Give them the names of the admin's catalogue (portal/locale).
const translate = (root) => {
  for (const element of root.querySelectorAll("[title]")) {
    element.title = gettext(element.title);
    element.ariaLabel = element.title;
  }
  for (const element of root.querySelectorAll("[popover] :is(h2, h3, p), option")) {
    if (element.localName === "option") element.value = element.textContent;
    element.textContent = gettext(element.textContent);
  }
};

// The box that is written in is no field: its label does not name it by itself.
const name = (box) => {
  const label = box.closest(".form-row")?.querySelector("label");
  const text = box.querySelector(":scope > [contenteditable]");
  if (label && text) text.ariaLabel = label.textContent.replace(/[:：]\s*$/, "");
};

// A link must lead somewhere: whatever else is typed would be taken off when the record is saved.
const ADDRESS = /^(https?:\/\/[^\s/]+\.|mailto:[^\s@]+@|tel:[+\d]|\/(?!\/))\S*$/i;
const WHAT_ADDRESS = "请填写完整的网址，如https://www.example.com；本站页面可以/开头，邮箱写mailto:，电话写tel:。";

const checkLink = (root) => {
  const address = root.querySelector("dialog input[name=href]");
  if (!address) return;
  const check = () => address.setCustomValidity(ADDRESS.test(address.value.trim()) ? "" : WHAT_ADDRESS);
  address.placeholder = "https://";
  address.addEventListener("input", check);
  check();
};

// Menu and dialogs are added as children of the editor's box after it is ready.
document.addEventListener("prose-editor:ready", ({ target }) => {
  const box = target.closest(".prose-editor");
  translate(box);
  name(box);
  new MutationObserver((records) => {
    for (const node of records.flatMap((record) => [...record.addedNodes])) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      translate(node);
      checkLink(node);
    }
  }).observe(box, { childList: true });
});
