// Tell the server that this form is open, and tell its editor who else is at the record or has saved it meanwhile.
const EVERY = 30_000;

const start = () => {
  const notice = document.querySelector("[data-presence]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!notice || !token) return;

  const message = (extra = {}) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token.value);
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    return data;
  };

  const show = ({ others, newest }) => {
    const sentences = [];
    if (others.length) sentences.push(`${others.join("、")}也打开了这条记录。`);
    if (newest > Number(notice.dataset.newest)) sentences.push(`第${newest}版已由别人保存，您保存时会看到双方的修改。`);
    const text = sentences.join("");
    if (notice.textContent !== text) notice.textContent = text;
    notice.hidden = !text;
  };

  const report = async () => {
    try {
      const response = await fetch(notice.dataset.presence, { method: "POST", body: message() });
      if (response.ok) show(await response.json());
    } catch {
      // The network is down; the next report tries again, and saving says what is wrong.
    }
  };

  // What is typed and not saved is not lost by a click on something else.
  const form = token.form;
  let typed = false;
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", () => (typed = false));
  addEventListener("beforeunload", (event) => typed && event.preventDefault());

  report();
  setInterval(report, EVERY);
  addEventListener("pagehide", () => navigator.sendBeacon(notice.dataset.presence, message({ leave: "1" })));
};

document.readyState === "loading" ? addEventListener("DOMContentLoaded", start) : start();
