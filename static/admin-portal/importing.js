// Beside the piece that is being looked at, its lines of the original are marked and brought into sight.
const box = document.querySelector(".import-scroll");

document.addEventListener("focusin", ({ target }) => {
  const piece = target.closest(".import-piece");
  if (!piece) return;
  box.querySelectorAll(".is-current").forEach((line) => line.classList.remove("is-current"));
  const lines = piece.dataset.lines.split(",").map((number) => document.getElementById(`line-${number}`)).filter(Boolean);
  lines.forEach((line) => line.classList.add("is-current"));
  if (lines.length) box.scrollTop = lines[0].offsetTop - box.clientHeight / 3;
});
