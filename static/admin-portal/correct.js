// “更正” beside a public value adds a row that names it, with what stays the same; without a script, an editor fills it in.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-correct]");
  if (!button) return;
  document.addEventListener("formset:added", (added) => fill(added.target, button), { once: true });
  document.querySelector("#observations-group .add-row a").click();
});

function fill(row, { dataset }) {
  const field = (name) => row.querySelector(`[name$="-${name}"]`);
  const replaces = field("replaces");
  if (![...replaces.options].some((option) => option.value === dataset.correct)) {
    replaces.add(new Option(dataset.label, dataset.correct));
  }
  replaces.value = dataset.correct;
  for (const name of ["period", "qualifier", "of", "status"]) field(name).value = dataset[name];
  const source = field("source");
  source.add(new Option(dataset.citation, dataset.source, true, true));
  source.dispatchEvent(new Event("change", { bubbles: true }));
  row.querySelectorAll("details").forEach((details) => { details.open = true; });
  row.scrollIntoView({ block: "center" });
  field("value").focus();
}
