// “更正” beside a public value adds a row that names it, with its period; without a script, an editor fills these two.
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
  field("period").value = dataset.period;
  row.querySelectorAll("details").forEach((details) => { details.open = true; });
  row.scrollIntoView({ block: "center" });
  field("value").focus();
}
