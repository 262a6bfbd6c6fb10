// Ctrl+S (⌘S) saves and stays on the page.
document.addEventListener("keydown", (event) => {
  const button = document.querySelector("form input[name=_continue]");
  if (button && event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    button.click();
  }
});
