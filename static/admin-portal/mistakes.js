// In the list of what is wrong, a link leads to its field. A select with search and a text have another element in
// their place, and only a script can put the cursor there.

function standsFor(field) {
  if (field?.matches(".select2-hidden-accessible")) return field.nextElementSibling?.querySelector(".select2-selection");
  return field?.closest(".prose-editor")?.querySelector("[contenteditable=true]");
}

document.querySelector(".form-mistakes")?.addEventListener("click", (event) => {
  const shown = standsFor(document.getElementById(event.target.hash?.slice(1) ?? ""));
  if (!shown) return;
  event.preventDefault();
  shown.focus();
  shown.scrollIntoView({ block: "center" });
});
