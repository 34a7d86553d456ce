// What is selected in the reader, in the text or on the picture, as code points of the page's raw text; and the small
// panels that open beside it.

const reader = document.querySelector(".reader");
const floating = reader?.querySelector("[data-at-selection]");
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

export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const sheet = reader.querySelector("[data-sheet]");
  const found = sheet?.contains(range.commonAncestorContainer) ? selectedOnPicture(range) : selectedText(range);
  return found && { ...found, words: selection.toString().trim(), range: range.cloneRange() };
}

function putBeside(element, box) {
  const { width, height } = element.getBoundingClientRect();
  const left = Math.min(Math.max(MARGIN, box.left), innerWidth - width - MARGIN);
  const below = box.bottom + MARGIN;
  const top = below + height < innerHeight ? below : Math.max(MARGIN, box.top - height - MARGIN);
  element.style.left = `${left}px`;
  element.style.top = `${Math.min(top, Math.max(MARGIN, innerHeight - height - MARGIN))}px`;
}

// What is being quoted or withheld stays marked while the form has the cursor.
export function keepMarked(range) {
  if (!globalThis.Highlight) return;
  if (range) CSS.highlights.set("quoting", new Highlight(range));
  else CSS.highlights.delete("quoting");
}

// A form that floats beside what it is about. One is open at a time; Escape closes it.
export class Panel {
  static open = null;

  constructor(form, closed = () => {}) {
    this.form = form;
    this.closed = closed;
    form.querySelector("[data-close]").addEventListener("click", () => this.close());
    form.addEventListener("keydown", (event) => this.key(event));
  }

  open(box, focus) {
    if (Panel.open !== this) Panel.open?.close();
    if (Panel.open !== this) this.opener = document.activeElement;
    Panel.open = this;
    floating.hidden = true;
    this.form.hidden = false;
    putBeside(this.form, box);
    focus.focus({ preventScroll: true });
  }

  close() {
    if (this.form.hidden) return;
    Panel.open = null;
    this.form.hidden = true;
    keepMarked(null);
    this.opener?.focus?.({ preventScroll: true });
    this.closed();
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector(".main"));
    }
  }
}

let settling = 0;

// What can be done with a selection floats beside it, unless a panel is open.
function offer() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const found = Panel.open ? null : selected();
    floating.hidden = !found;
    if (found) putBeside(floating, found.range.getBoundingClientRect());
  }, SETTLED_MS);
}

if (floating) {
  floating.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection must outlive the click
  document.addEventListener("selectionchange", offer);
  const scrolled = () => {
    floating.hidden = true;
    offer();
  };
  addEventListener("scroll", scrolled, { capture: true, passive: true });
}
