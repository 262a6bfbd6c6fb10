// Adds a button to what is there to be copied, and writes today's date (in Beijing, as all dates here) into citations.
// Without it, both are there to be read and selected.
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date()); // 2026-12-01

for (const span of document.querySelectorAll("[data-today]")) span.textContent = today;

for (const text of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy no-print";
  button.textContent = text.dataset.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value ?? text.textContent.trim());
      button.textContent = "已复制";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "请按Ctrl+C";
    }
    setTimeout(() => { button.textContent = text.dataset.copy; }, 3000);
  });
  text.after(button);
}
