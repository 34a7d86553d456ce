// Quoting in the reader: what is selected, in the text or on the picture, becomes a quote.

import { onKey } from "/static/everywhere.js";
import { place } from "/static/reader/places.js";
import { Panel, keepMarked, selected } from "/static/reader/selecting.js";

const reader = document.querySelector(".reader");
const form = reader?.querySelector("[data-quoting]");

let panel = null;

function open() {
  const found = selected();
  const { start, end, words, note } = form.elements;
  start.value = found?.start ?? "";
  end.value = found?.end ?? "";
  const preview = form.querySelector("[data-preview]");
  preview.textContent = found?.words ?? "";
  preview.hidden = !found;
  form.querySelector("[data-typed]").hidden = Boolean(found);
  words.disabled = Boolean(found);
  const beside = found ? found.range.getBoundingClientRect() : { left: innerWidth, bottom: innerHeight / 4, top: 0 };
  panel.open(beside, found ? note : words);
  keepMarked(found?.range);
}

function setUp() {
  panel = new Panel(form);
  onKey("q", open);
  reader.querySelector("[data-quotes]")?.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  reader.querySelector("[data-quote-this]").addEventListener("click", open);
}

// Quotes on the picture: a link over each of their boxes.
function drawBoxes() {
  const sheet = reader.querySelector("[data-sheet]");
  if (!sheet) return;
  for (const item of reader.querySelectorAll("[data-boxes]")) {
    const link = item.querySelector("a");
    for (const box of JSON.parse(item.dataset.boxes)) {
      const mark = document.createElement("a");
      mark.className = "quote-box";
      mark.href = link.href;
      mark.title = link.textContent;
      mark.tabIndex = -1; // the card and the text lead there by keyboard
      mark.setAttribute("aria-hidden", "true");
      place(mark, box);
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
