// 语音朗读: the browser reads the main text aloud, one paragraph after the other, and marks the one it reads.

const BLOCKS = "h1, h2, h3, p, li, dt, dd, th, td, caption, figcaption, blockquote";
const LEFT_OUT = "nav, form, details, button, .kicker, .no-print, .no-speech, .print-only";

const toggles = document.querySelectorAll("[data-speak=toggle]");
const stops = document.querySelectorAll("[data-speak=stop]");
const status = document.querySelector("[data-speak=status]");
const speech = window.speechSynthesis;

let parts = []; // sentences with the element each stands in
let at = 0;
let state = "silent"; // silent, speaking, paused
let spoken = null;

// Sentences, because some voices stop in the middle of a long text.
const sentences = (text) => text.match(/[^。！？；]+[。！？；”]*/g) ?? [];

// Chinese, and spoken by the device itself: other voices would send the text to another host. Where the browser names
// no voices, it chooses by itself.
const isOurs = ({ lang, localService }) => localService && /^(zh|cmn)/i.test(lang);

function isRead(element) {
  return !element.closest(LEFT_OUT) && !element.querySelector(BLOCKS) && element.checkVisibility?.() !== false;
}

function collect() {
  const elements = [...document.querySelectorAll(`main :is(${BLOCKS})`)].filter(isRead);
  return elements.flatMap((element) => sentences(element.innerText.trim()).map((text) => ({ element, text })));
}

function mark(element) {
  document.querySelector(".is-spoken")?.classList.remove("is-spoken");
  element?.classList.add("is-spoken");
  element?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function show(next, words = "") {
  state = next;
  document.documentElement.toggleAttribute("data-speaking", state !== "silent");
  const label = { silent: "语音朗读", speaking: "暂停", paused: "继续" }[state];
  for (const button of toggles) button.textContent = label;
  for (const button of stops) button.hidden = state === "silent";
  status.textContent = words;
  if (words) setTimeout(() => { status.textContent = ""; }, 10_000); // long enough to be read, then it covers nothing
}

function speak() {
  const part = parts[at];
  if (!part) return stop();
  mark(part.element);
  const utterance = new SpeechSynthesisUtterance(part.text);
  utterance.lang = "zh-CN";
  utterance.rate = 0.9;
  const voices = speech.getVoices().filter(isOurs);
  utterance.voice = voices.find(({ lang }) => /CN/i.test(lang)) ?? voices[0] ?? null;
  utterance.onend = () => {
    if (utterance !== spoken) return;
    at += 1;
    speak();
  };
  utterance.onerror = () => {
    if (utterance === spoken) stop("朗读没有成功，这台设备可能没有中文语音。");
  };
  spoken = utterance; // also keeps it from being thrown away before it has ended
  speech.speak(utterance);
  return show("speaking");
}

// Browsers differ in what pausing does; every one can stop, and begin again at the sentence.
function silence() {
  spoken = null;
  speech.cancel();
}

function pause() {
  silence();
  show("paused");
}

function stop(words) {
  silence();
  mark(null);
  at = 0;
  show("silent", words);
}

function toggle() {
  if (state === "speaking") return pause();
  const voices = speech.getVoices();
  if (voices.length && !voices.some(isOurs)) {
    return show("silent", "这台设备没有中文语音，不能朗读。");
  }
  if (state === "silent") parts = collect();
  return speak();
}

if (speech) {
  speech.getVoices(); // makes browsers look for them
  for (const button of toggles) button.addEventListener("click", toggle);
  for (const button of stops) {
    button.addEventListener("click", () => {
      const bar = button.parentElement;
      stop();
      bar.querySelector("[data-speak=toggle]")?.focus(); // the button has just gone
    });
  }
  addEventListener("pagehide", () => stop());
}
