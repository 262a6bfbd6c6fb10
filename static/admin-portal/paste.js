// What is pasted from Word, WPS, WeChat and other pages becomes plain paragraphs, headings, lists and tables: its text
// is read through and written anew, and nothing of its styles survives. Pictures belong into the library: they are
// counted, and the editor is told. What the server does with other tags is in portal/shared/richtext.py.

const HEADINGS = { h1: "h2", h2: "h2", h3: "h3", h4: "h3", h5: "h3", h6: "h3" };
const LINES = new Set(
  `address article aside center dd details div dl dt fieldset figcaption figure footer form header legend main nav p
  pre section summary`.split(/\s+/),
);
const MARKS = { b: "strong", strong: "strong", em: "em", i: "em", sub: "sub", sup: "sup" };
const ALLOWED_LINK = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i;

// Not text of the document: code, what is hidden, deletions that Word keeps, comments in its margin, helper rows.
const LEFT_OUT = `script, style, title, xml, template, [hidden], [style*="display:none" i], [style*="display: none" i],
  [style*="mso-hide:all" i], del[datetime], [style*="mso-element:comment" i], .MsoCommentReference, tr[height="0"]`;

const INVISIBLE = /[\u200b\u2060\ufeff]/g;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/; // Chinese, which is written without blanks

// Writing

const create = (tag, attributes = {}) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

class Writer {
  root = create("div");
  box = this.root; // what lines are written into: the whole, an item, a cell, a quotation
  line = null; // the paragraph or heading that is being written
  tag = "p"; // of the next line
  lists = []; // lists of Word that the next item may belong to, from the outermost: {list, level, ordered}
  pictures = 0;

  // Add text with marks ({tag, href}), from the outermost.
  write(text, marks) {
    const words = text.replace(INVISIBLE, "").replace(/\s*\n\s*/g, "\n").replace(/[ \t\r\f\u00a0]+/g, " ");
    if (!words || (!this.line && !words.trim())) return;
    let into = (this.line ??= this.add(this.tag));
    for (const { tag, ...attributes } of marks) into = into.appendChild(create(tag, attributes));
    into.append(words);
  }

  add(tag, attributes) {
    this.lists = [];
    return this.box.appendChild(create(tag, attributes));
  }

  // The second of two breaks ends the paragraph.
  break() {
    if (!this.line) return;
    if (this.line.lastChild.nodeName !== "BR") this.line.append(create("br"));
    else this.lineOf(this.tag);
  }

  // Begin a line; nothing is added before there is text for it.
  lineOf(tag) {
    this.endLine();
    this.tag = tag;
  }

  endLine() {
    if (this.line) tidy(this.line);
    this.line = null;
    this.tag = "p";
  }

  // Let act write into a new element; without text it is taken out again, unless it must stay.
  inside(tag, attributes, act, mustStay = false) {
    this.endLine();
    this.fill(this.add(tag, attributes), act, mustStay);
  }

  fill(box, act, mustStay) {
    const outer = [this.box, this.lists];
    [this.box, this.lists] = [box, []];
    act();
    this.endLine();
    [this.box, this.lists] = outer;
    if (!mustStay && !box.textContent.trim()) box.remove();
  }

  // Let act write an item of a list of Word, which knows its level and no list.
  item({ level, ordered, ...attributes }, act) {
    this.endLine();
    while (this.lists.length && !this.takes(level, ordered, attributes)) this.lists.pop();
    const last = this.lists.at(-1);
    if (last?.level !== level) {
      const outer = last?.list.lastElementChild ?? this.box;
      this.lists.push({ list: outer.appendChild(create(ordered ? "ol" : "ul", attributes)), level, ordered });
    }
    this.fill(this.lists.at(-1).list.appendChild(create("li")), act);
  }

  // Whether the innermost list may take the item, or one within it.
  takes(level, ordered, { start }) {
    const last = this.lists.at(-1);
    const goesOn = last.ordered === ordered && !(ordered && !start);
    return last.level < level || (last.level === level && goesOn);
  }
}

// Remove blanks at the edges of a line, and the line if nothing is left. A line break of the source is a blank only
// where words are told apart by blanks.
function tidy(line) {
  const texts = textsOf(line);
  const all = texts.map((text) => text.data).join("");
  let place = 0;
  for (const text of texts) {
    const from = place;
    place += text.length;
    text.data = text.data.replace(/\n/g, (_, index) => (isBesideWide(all, from + index) ? "" : " "));
  }
  trim(line, "trimStart", (leaves) => leaves.shift());
  trim(line, "trimEnd", (leaves) => leaves.pop());
  if (!line.textContent) line.remove();
}

const isBesideWide = (text, index) => WIDE.test(text[index - 1] ?? "") || WIDE.test(text[index + 1] ?? "");

const textsOf = (line) => leavesOf(line).filter((leaf) => leaf.nodeType === Node.TEXT_NODE);

function leavesOf(line) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_ALL);
  const leaves = [];
  while (walker.nextNode()) if (!walker.currentNode.hasChildNodes()) leaves.push(walker.currentNode);
  return leaves;
}

// trimStart and trimEnd know blanks of full width, too.
function trim(line, method, next) {
  const leaves = leavesOf(line);
  for (let leaf = next(leaves); leaf; leaf = next(leaves)) {
    if (leaf.data) leaf.data = leaf.data[method]();
    if (leaf.data) return;
    leaf.remove();
  }
}

// Reading

function read(node, writer, marks) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) writer.write(child.data, marks);
    if (child.nodeType === Node.ELEMENT_NODE) readElement(child, writer, marks);
  }
}

function readElement(element, writer, marks) {
  const name = element.localName;
  const heading = headingOf(element);
  const item = heading ? null : itemOf(element);
  if (Object.hasOwn(READERS, name)) READERS[name](element, writer, marks);
  else if (item) writer.item(item, () => read(element, writer, marks));
  else if (heading || LINES.has(name) || element.style.display === "block") readLine(element, writer, marks, heading);
  else read(element, writer, marksOf(element, marks, writer));
}

function readLine(element, writer, marks, heading) {
  writer.lineOf(heading ?? "p");
  read(element, writer, marksOf(element, marks, writer));
  writer.endLine();
}

const READERS = {
  br: (element, writer) => writer.break(),
  hr: (element, writer) => writer.inside("hr", {}, () => {}, true),
  img: (element, writer) => { writer.pictures += 1; },
  ul: readList,
  ol: readList,
  li: readItem,
  table: readTable,
  pre: readCode,
  blockquote: (element, writer, marks) => writer.inside("blockquote", {}, () => read(element, writer, marks)),
};

function readList(list, writer, marks) {
  const attributes = {};
  for (const name of ["start", "type"]) {
    if (list.localName === "ol" && list.getAttribute(name)) attributes[name] = list.getAttribute(name);
  }
  writer.inside(list.localName, attributes, () => {
    for (const child of list.children) readListChild(child, writer, marks);
  });
}

// A list that stands between the items of another belongs to the item before it.
function readListChild(child, writer, marks) {
  const last = writer.box.lastElementChild;
  if (["ul", "ol"].includes(child.localName) && last) writer.fill(last, () => readElement(child, writer, marks));
  else readItem(child, writer, marks);
}

// An item without its list begins a list.
function readItem(item, writer, marks) {
  const readInside = () => writer.inside("li", {}, () => read(item, writer, marks));
  if (["ul", "ol"].includes(writer.box.localName)) readInside();
  else writer.inside("ul", {}, readInside);
}

function readTable(table, writer, marks) {
  if (table.caption) readLine(table.caption, writer, marks);
  writer.inside("table", {}, () => {
    writer.inside("tbody", {}, () => {
      for (const row of table.rows) writer.inside("tr", {}, () => readCells(row, writer, marks), row.cells.length > 0);
    }, true);
  }, table.rows.length > 0);
}

function readCells(row, writer, marks) {
  for (const cell of row.cells) {
    const isHead = cell.localName === "th" || row.parentElement.localName === "thead";
    const attributes = {};
    for (const name of ["colSpan", "rowSpan"]) if (cell[name] > 1) attributes[name] = cell[name];
    writer.inside(isHead ? "th" : "td", attributes, () => read(cell, writer, marks), true);
  }
}

function readCode(code, writer, marks) {
  for (const line of code.textContent.split("\n")) {
    writer.lineOf("p");
    writer.write(line, marks);
  }
  writer.endLine();
}

// What an element means

// Word writes the levels of headings as elements, classes or outline levels.
function headingOf(element) {
  const level = /mso-outline-level:\s*(\d)/i.exec(element.getAttribute("style"))?.[1];
  const named = /\bMso(?:Heading(\d)|(Title)|(Subtitle))\b/.exec(element.className);
  const depth = level ?? named?.[1] ?? (named?.[2] ? 1 : named?.[3] ? 3 : null);
  return HEADINGS[element.localName] ?? (depth === null ? null : HEADINGS[`h${Math.min(depth, 6)}`]);
}

// Headings are bold by themselves, and so are the heads of tables.
function marksOf(element, marks, writer) {
  const { fontWeight, fontStyle, verticalAlign } = element.style;
  const isPlain = ["normal", "400"].includes(fontWeight);
  const isBold = fontWeight === "bold" || fontWeight >= 600;
  const tags = [
    isBold ? "strong" : isPlain ? "" : MARKS[element.localName],
    fontStyle === "italic" && "em",
    { super: "sup", sub: "sub" }[verticalAlign],
  ];
  const isHead = HEADINGS[writer.tag] || writer.box.localName === "th";
  const added = tags.filter((tag) => tag && !(tag === "strong" && isHead) && !marks.some((mark) => mark.tag === tag));
  return [...linkOf(element), ...marks, ...added.map((tag) => ({ tag }))];
}

function linkOf(element) {
  const href = element.localName === "a" ? element.getAttribute("href")?.trim() : "";
  return ALLOWED_LINK.test(href) ? [{ tag: "a", href }] : [];
}

// Word and WPS write items as paragraphs that know a level, with the mark as text. Marks that a list cannot show, as
// 一、 or （一）, are words of the paragraph.
function itemOf(element) {
  const level = /mso-list:\s*l\d+\s+level(\d+)/i.exec(element.getAttribute("style"))?.[1];
  return level && element.dataset.kind ? { level: Number(level), ...JSON.parse(element.dataset.kind) } : null;
}

function readMarks(source) {
  for (const mark of source.querySelectorAll('[style*="mso-list:ignore" i], [style*="mso-list: ignore" i]')) {
    const paragraph = mark.closest('[style*="mso-list" i][style*="level" i]');
    const words = mark.textContent.replace(/[\s\u00a0]+/g, "");
    const kind = paragraph && !headingOf(paragraph) && kindOf(words);
    if (kind) paragraph.dataset.kind = JSON.stringify(kind);
    mark.replaceWith(kind ? "" : /\w$/.test(words) ? `${words} ` : words);
  }
}

// What a list must be to show the mark; null if none can.
function kindOf(mark) {
  const [, number, letter] = /^[(（]?(?:(\d+)|([a-z]|[ivx]+))[.)、．）]$/i.exec(mark) ?? [];
  if (number) return { ordered: true, ...(number > 1 && { start: number }) };
  if (letter) return { ordered: true, ...letters(letter) };
  return /^\S$/u.test(mark) ? { ordered: false } : null;
}

function letters(letter) {
  const isRoman = letter.length > 1 || letter.toLowerCase() === "i";
  const type = isRoman ? "i" : "a";
  const start = isRoman ? (letter.toLowerCase() === "i" ? 1 : 2) : letter.toLowerCase().charCodeAt(0) - 96;
  return { type: letter < "a" ? type.toUpperCase() : type, ...(start > 1 && { start }) };
}

// What is copied within the editor is clean, and says where it was cut.
const isOurs = (source) =>
  source.querySelector("[data-pm-slice]") && !source.querySelector("[style], [class], span, section, font, img");

// Give {html, pictures} of what is pasted.
function clean(html) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  if (isOurs(source)) return { html, pictures: 0 };
  source.querySelectorAll(LEFT_OUT).forEach((element) => element.remove());
  readMarks(source);
  const writer = new Writer();
  read(source, writer, []);
  writer.endLine();
  writer.root.querySelectorAll("ul:empty, ol:empty").forEach((list) => list.remove());
  return { html: writer.root.innerHTML, pictures: writer.pictures };
}

// Each line of plain text is a paragraph; blank ones and indents go.
function cleanText(text) {
  const lines = text.replace(INVISIBLE, "").split(/\r\n?|\n/);
  return lines.length > 1 ? lines.map((line) => line.trim()).filter(Boolean).join("\n") : lines[0].replace(/^\u3000+/, "");
}

// In the editor

const PICTURES = "粘贴的内容里有COUNT张图片，没有放进正文。请先把图片存入图片库，再用“图片”块加到文中。";
const FILE = "图片不能直接放进正文。请先把图片存入图片库，再用“图片”块加到文中。";

function prepare(editor) {
  const text = editor.view.dom;
  const row = text.closest(".flex-container");
  if (row.nextElementSibling?.matches(".paste-note")) return;
  const note = create("p", { class: "paste-note", role: "status" });
  row.after(note);
  editor.setOptions({
    editorProps: {
      ...editor.options.editorProps,
      transformPastedText: cleanText,
      transformPastedHTML(html) {
        const pasted = clean(html);
        note.textContent = pasted.pictures ? PICTURES.replace("COUNT", pasted.pictures) : "";
        return pasted.html;
      },
    },
  });
  text.addEventListener("paste", (event) => refuseFiles(event, event.clipboardData, note));
  text.addEventListener("drop", (event) => refuseFiles(event, event.dataTransfer, note));
}

// A picture by itself is no text: the browser would open it in place of the page.
function refuseFiles(event, data, note) {
  if (!data?.files.length || data.types.includes("text/html")) return;
  event.preventDefault();
  note.textContent = FILE;
}

document.addEventListener("prose-editor:ready", (event) => prepare(event.detail.editor));
// Those that were ready before this script was.
for (const { editor } of document.querySelectorAll(".prose-editor > .ProseMirror")) if (editor) prepare(editor);
