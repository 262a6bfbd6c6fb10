// Adds a button “复制” to what is there to be copied, and writes today's date into citations. Without it, both are
// there to be read and selected.
const today = new Date();
const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

for (const span of document.querySelectorAll("[data-today]")) span.textContent = day;

for (const text of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy no-print";
  button.textContent = "复制";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value ?? text.textContent.trim());
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = "复制"; }, 3000);
  });
  text.after(button);
}
