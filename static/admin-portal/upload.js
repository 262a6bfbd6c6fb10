// Many photos at once: chosen or dropped, sent one after the other, so that each has its own answer.
const form = document.querySelector("[data-upload]");
const find = (name) => document.querySelector(`[data-upload-${name}]`);
const [box, status, progress, list, next] = ["box", "status", "progress", "outcomes", "next"].map(find);
const input = form.querySelector("input[type=file]");
const keys = [];
const waiting = [];
let sent = 0;
let isSending = false;

function tell(text) {
  status.textContent = text;
}

function add({ name, key, sentence, thumbnail, address }) {
  const row = document.createElement("li");
  row.className = key ? "is-taken" : "is-refused";
  if (thumbnail) {
    const image = Object.assign(new Image(), { src: thumbnail, alt: "", height: 45 });
    row.append(image);
  }
  const words = document.createElement("span");
  words.append(`${name}：${sentence || "已上传。"} `);
  if (address) words.append(Object.assign(document.createElement("a"), { href: address, textContent: "打开", ariaLabel: `打开${name}` }));
  row.append(words);
  list.append(row);
}

async function send(file) {
  const data = new FormData(form);
  data.set("photos", file, file.name);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (answer.redirected) throw new Error("403"); // to where one signs in
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).outcomes[0];
  } catch (error) {
    const reason = error.message === "403" ? "您没有上传的权限，或登录已过期，请重新登录。" : error.message === "413" ? "文件太大，服务器没有接收。" : "没有传上去，请检查网络后再选一次。";
    return { name: file.name, sentence: reason };
  }
}

async function sendAll() {
  if (isSending) return;
  isSending = true;
  while (waiting.length) {
    tell(`正在上传第${sent + 1}张，共${sent + waiting.length}张……`);
    const outcome = await send(waiting.shift());
    sent += 1;
    if (outcome.key) keys.push(outcome.key);
    add(outcome);
    progress.max = sent + waiting.length;
    progress.value = sent;
  }
  isSending = false;
  tell(`完成：${sent}张中存入${keys.length}张。`);
  next.hidden = keys.length === 0;
  next.querySelector("a").href = `${form.dataset.describe}?ids=${keys.join(",")}`;
}

function take(files) {
  waiting.push(...files);
  input.value = "";
  progress.hidden = false;
  progress.max = sent + waiting.length;
  progress.value = sent;
  sendAll();
}

for (const element of document.querySelectorAll("[data-upload-plain]")) element.hidden = true;
for (const element of document.querySelectorAll("[data-upload-scripted]")) element.hidden = false;
input.addEventListener("change", () => take([...input.files]));
for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
  box.addEventListener(type, (event) => {
    event.preventDefault();
    box.classList.toggle("is-over", type === "dragenter" || type === "dragover");
  });
}
box.addEventListener("drop", (event) => {
  const files = [...event.dataTransfer.files];
  if (files.length) take(files);
});
// Leaving meanwhile would lose what waits.
window.addEventListener("beforeunload", (event) => {
  if (isSending) event.preventDefault();
});
