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

// Menu and dialogs are added as children of the editor's box after it is ready.
document.addEventListener("prose-editor:ready", ({ target }) => {
  const box = target.closest(".prose-editor");
  translate(box);
  new MutationObserver((records) => {
    for (const node of records.flatMap((record) => [...record.addedNodes])) {
      if (node.nodeType === Node.ELEMENT_NODE) translate(node);
    }
  }).observe(box, { childList: true });
});
