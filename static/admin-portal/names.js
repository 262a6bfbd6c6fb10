// Gives a name to the fields that Django and Select2 leave without one, so that they can be told apart by ear:
// in tables only the head of the column names a field, and a field with search has a label that does not reach it.
// The ticks and crosses of lists are read out in Chinese.

const words = (element) => element?.innerText.trim().replace(/[:：]$/, "") ?? "";

// What the table says of a cell: the head of its column, after the row's own name where it has one.
function placeOf(field) {
  const cell = field.closest("td");
  const head = cell?.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
  const row = words(cell?.parentElement.querySelector("th"));
  return [row, words(head?.querySelector(".text") ?? head)].filter(Boolean).join(" ");
}

// Day and time of a moment: two fields under one label, each after a word of its own.
function momentOf(field) {
  if (!field.closest(".datetime")) return "";
  const row = field.closest("fieldset, .form-row");
  const part = field.previousSibling?.textContent.trim().replace(/[:：]$/, "") ?? "";
  return `${words(row.querySelector("legend, label"))} ${part}`.trim();
}

function nameField(field) {
  const isNamed = field.labels?.length || field.ariaLabel || field.getAttribute("aria-labelledby");
  const name = isNamed ? "" : momentOf(field) || placeOf(field);
  if (name) field.setAttribute("aria-label", name);
}

// Select2 shows its own box in place of a select, and names it after nothing but the choice that was made.
function nameBox(select) {
  const box = select.nextElementSibling?.querySelector(".select2-selection");
  const name = select.ariaLabel || words(select.labels?.[0]);
  if (!box || !name) return;
  const chosen = box.querySelector("[id].select2-selection__rendered");
  box.id ||= `${select.id}-box`;
  box.setAttribute("aria-label", name);
  if (chosen) {
    box.setAttribute("aria-labelledby", `${box.id} ${chosen.id}`);
    for (const attribute of ["role", "aria-readonly"]) chosen.removeAttribute(attribute); // it is text, and no field
  }
  box.querySelector("input")?.setAttribute("aria-label", name);
}

// Django names them as its code does.
const ANSWERS = { True: "是", False: "否", None: "未知" };

function nameAnswer(icon) {
  icon.alt = ANSWERS[icon.alt] ?? icon.alt;
}

function nameAll() {
  document.querySelectorAll('img[src*="/admin/img/icon-"]').forEach(nameAnswer);
  document.querySelectorAll("td :is(input, select, textarea):not([type=hidden]), .datetime input").forEach(nameField);
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameBox);
}

// After the scripts that make the boxes: they wait for jQuery, and a new row for its own event.
const afterOthers = window.django?.jQuery ?? ((act) => act());
afterOthers(nameAll);
document.addEventListener("formset:added", () => setTimeout(nameAll));
