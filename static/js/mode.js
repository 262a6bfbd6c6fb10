// Runs before the page is drawn: what the reader chose and what the browser can do go onto <html>, where style sheets
// read them. So nothing flashes and nothing moves later. The switch of the elder mode works without this, by CSS, for one page.
{
  const root = document.documentElement;

  const remembered = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // no storage allowed: the choice then holds for this page
    }
  };

  const remember = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // as above
    }
  };

  const put = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  };

  const restore = () => {
    put("mode", remembered("mode") === "elder" && "elder");
    put("textSize", ["small", "large"].find((size) => size === remembered("text-size")));
    const box = document.getElementById("elder");
    if (box) box.checked = root.dataset.mode === "elder";
  };

  const choose = (elder) => {
    remember("mode", elder ? "elder" : "");
    put("mode", elder && "elder");
    document.getElementById("elder").checked = elder;
  };

  const can = { script: true, speech: "speechSynthesis" in window, share: "share" in navigator };
  root.dataset.can = Object.keys(can).filter((skill) => can[skill]).join(" ");
  restore();

  document.addEventListener("DOMContentLoaded", restore);
  addEventListener("pageshow", restore); // also a page that comes back from the browser's memory
  document.addEventListener("change", (event) => {
    if (event.target.id === "elder") choose(event.target.checked);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-leave-elder]")) return;
    choose(false);
    document.getElementById("elder").focus(); // the button has just gone
  });
}
