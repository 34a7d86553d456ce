// Quoting in the reader: what is selected, in the text or on the picture, becomes code points of the page's raw text.

import { onKey } from "/static/everywhere.js";

const reader = document.querySelector(".reader");
const form = reader?.querySelector("[data-quoting]");
const floating = reader?.querySelector("[data-quote-this]");
const MARGIN = 8;
const SETTLED_MS = 150;

// UTF-16 counts astral characters twice; the raw text is counted in code points.
const codePoints = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

// Where a point of the page stands in the raw text, if it stands in a run of text: characters that cannot be seen have
// a sign in their place, which counts as one; links to quotes hold no text.
function countedFrom(run, node, offset) {
  const before = document.createRange();
  before.setStart(run, 0);
  before.setEnd(node, offset);
  const part = before.cloneContents();
  return Number(run.dataset.start) + codePoints(part.textContent) + part.querySelectorAll(".sign").length;
}

const runOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-text] [data-start]");

const endOf = (run) => countedFrom(run, run, run.childNodes.length);

function selectedText(range) {
  const runs = [...reader.querySelectorAll("[data-text] [data-start]")].filter((run) => range.intersectsNode(run));
  if (!runs.length) return null;
  const first = runOf(range.startContainer);
  const last = runOf(range.endContainer);
  const start = first ? countedFrom(first, range.startContainer, range.startOffset) : Number(runs[0].dataset.start);
  const end = last ? countedFrom(last, range.endContainer, range.endOffset) : endOf(runs.at(-1));
  return end > start ? { start, end } : null;
}

function selectedOnPicture(range) {
  const words = [...reader.querySelectorAll(".words .word")].filter((word) => range.intersectsNode(word));
  if (!words.length) return null;
  const at = (node, offset) => {
    const word = node.nodeType === Node.TEXT_NODE ? node.parentElement : null;
    if (!word?.matches(".word")) return null;
    const inside = codePoints(node.data.slice(0, offset));
    return Math.min(Number(word.dataset.end), Number(word.dataset.start) + inside);
  };
  const starts = words.map((word) => Number(word.dataset.start));
  const ends = words.map((word) => Number(word.dataset.end));
  const start = at(range.startContainer, range.startOffset) ?? Math.min(...starts);
  const end = at(range.endContainer, range.endOffset) ?? Math.max(...ends);
  return end > start ? { start, end } : null;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const sheet = reader.querySelector("[data-sheet]");
  const found = sheet?.contains(range.commonAncestorContainer) ? selectedOnPicture(range) : selectedText(range);
  return found && { ...found, words: selection.toString().trim(), range: range.cloneRange() };
}

function place(element, box) {
  const { width, height } = element.getBoundingClientRect();
  const left = Math.min(Math.max(MARGIN, box.left), innerWidth - width - MARGIN);
  const below = box.bottom + MARGIN;
  const top = below + height < innerHeight ? below : Math.max(MARGIN, box.top - height - MARGIN);
  element.style.left = `${left}px`;
  element.style.top = `${Math.min(top, Math.max(MARGIN, innerHeight - height - MARGIN))}px`;
}

// What is being quoted stays marked while the form has the cursor.
function keepMarked(range) {
  if (!globalThis.Highlight) return;
  if (range) CSS.highlights.set("quoting", new Highlight(range));
  else CSS.highlights.delete("quoting");
}

let opener = null;

function open() {
  const found = selected();
  const { start, end, words, note } = form.elements;
  opener = document.activeElement;
  start.value = found?.start ?? "";
  end.value = found?.end ?? "";
  const preview = form.querySelector("[data-preview]");
  preview.textContent = found?.words ?? "";
  preview.hidden = !found;
  form.querySelector("[data-typed]").hidden = Boolean(found);
  words.disabled = Boolean(found);
  floating.hidden = true;
  form.hidden = false;
  keepMarked(found?.range);
  place(form, found ? found.range.getBoundingClientRect() : { left: innerWidth, bottom: innerHeight / 4, top: 0 });
  (found ? note : words).focus({ preventScroll: true });
}

function close() {
  if (form.hidden) return;
  form.hidden = true;
  keepMarked(null);
  opener?.focus?.({ preventScroll: true });
}

let settling = 0;

function offer() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const found = form.hidden ? selected() : null;
    floating.hidden = !found;
    if (found) place(floating, found.range.getBoundingClientRect());
  }, SETTLED_MS);
}

function setUp() {
  onKey("q", open);
  reader.querySelector("[data-quotes]")?.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  floating.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection must outlive the click
  floating.addEventListener("click", open);
  form.querySelector("[data-close]").addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".main"));
    }
  });
  document.addEventListener("selectionchange", offer);
  const scrolled = () => {
    floating.hidden = true;
    offer();
  };
  addEventListener("scroll", scrolled, { capture: true, passive: true });
}

// Quotes on the picture: a link over each of their boxes.
function drawBoxes() {
  const sheet = reader.querySelector("[data-sheet]");
  if (!sheet) return;
  for (const item of reader.querySelectorAll("[data-boxes]")) {
    const link = item.querySelector("a");
    for (const [left, top, right, bottom] of JSON.parse(item.dataset.boxes)) {
      const mark = document.createElement("a");
      mark.className = "quote-box";
      mark.href = link.href;
      mark.title = link.textContent;
      mark.tabIndex = -1; // the card and the text lead there by keyboard
      mark.setAttribute("aria-hidden", "true");
      Object.assign(mark.style, {
        left: `${left * 100}%`,
        top: `${top * 100}%`,
        width: `${(right - left) * 100}%`,
        height: `${(bottom - top) * 100}%`,
      });
      sheet.append(mark);
    }
  }
}

function showMadeQuote() {
  const begins = location.hash.startsWith("#quote-") ? document.getElementById(location.hash.slice(1)) : null;
  begins?.scrollIntoView({ block: "center", behavior: "instant" });
}

if (form) setUp();
if (reader) {
  drawBoxes();
  addEventListener("load", showMadeQuote);
}
