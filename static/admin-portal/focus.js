// The focal point of a photo: chosen on the picture by click or arrow keys. The two number fields hold it, and work alone.
const box = document.querySelector("[data-focus]");
const fields = { x: document.querySelector("#id_focus_x"), y: document.querySelector("#id_focus_y") };
const whole = box?.querySelector("[data-focus-whole]");
const crop = box?.querySelector("[data-focus-crop]");
const mark = box?.querySelector("[data-focus-mark]");
const SHAPE = 16 / 9; // of cards
const STEPS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", -1], ArrowDown: ["y", 1] };

const inside = (value) => Math.min(100, Math.max(0, Math.round(value)));
const percent = (field) => (field.value === "" ? 50 : inside(Number(field.value) || 0));

// How much of what is cut off lies before the crop, in percent, as object-position says it (the server: crop_box).
function before(focus, part) {
  if (part >= 1) return 50;
  const start = Math.min(1 - part, Math.max(0, focus / 100 - part / 2));
  return (start / (1 - part)) * 100;
}

function show() {
  const [x, y] = [percent(fields.x), percent(fields.y)];
  const shape = whole.naturalWidth / whole.naturalHeight || SHAPE;
  mark.style.left = `${x}%`;
  mark.style.top = `${y}%`;
  crop.style.objectPosition = `${before(x, SHAPE / shape)}% ${before(y, shape / SHAPE)}%`;
}

function move(axis, value) {
  fields[axis].value = inside(value);
  show();
}

function onClick(event) {
  const { left, top, width, height } = whole.getBoundingClientRect();
  move("x", ((event.clientX - left) / width) * 100);
  move("y", ((event.clientY - top) / height) * 100);
}

function onKey(event) {
  const [axis, step] = STEPS[event.key] ?? [];
  if (!axis || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  move(axis, percent(fields[axis]) + step * (event.shiftKey ? 10 : 1));
}

// A file that is chosen can be seen before it is uploaded.
function onFile({ target }) {
  const [file] = target.files;
  box.hidden = !file;
  document.querySelector("[data-focus-waiting]").hidden = Boolean(file);
  if (file) for (const image of [whole, crop]) image.src = URL.createObjectURL(file);
}

if (box && fields.x) {
  const picture = box.querySelector("[data-focus-picture]");
  picture.addEventListener("click", onClick);
  picture.addEventListener("keydown", onKey);
  whole.addEventListener("load", show);
  for (const field of Object.values(fields)) field.addEventListener("input", show);
  document.querySelector("#id_image")?.addEventListener("change", onFile);
  show();
}
