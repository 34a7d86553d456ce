// Withholding in the reader: what is selected, a region drawn over the picture, a row or column of a sheet.

import { onKey } from "/static/everywhere.js";
import { Panel, keepMarked, selected } from "/static/reader/selecting.js";
import { joined, place, shareOf } from "/static/reader/places.js";
import { Region } from "/static/redact/region.js";

const reader = document.querySelector(".reader");
const form = reader?.querySelector("[data-withholding]");
const sheet = reader?.querySelector("[data-sheet]");
const help = reader?.querySelector("[data-drawing-help]");
const EDGES = ["left", "top", "right", "bottom"];
const HUNDRED = 100;

let panel = null;
let region = null;

// Shows one part of the form and keeps the others from being sent.
function showPart(name) {
  for (const part of form.querySelectorAll("[data-part]")) {
    part.hidden = part.disabled = part.dataset.part !== name;
  }
  form.elements.where.options[1].disabled = name === "lines" && !form.elements.column.value;
  form.elements.extent.closest("label").hidden = name === "region" || name === "lines";
  form.elements.extent.value = "line";
  form.elements.where.value = "here";
}

function openFor(name, box, focus) {
  showPart(name);
  panel.open(box, focus ?? form.elements.reason);
}

function withholdWords(found) {
  form.elements.start.value = found.start;
  form.elements.end.value = found.end;
  form.querySelector("[data-preview]").textContent = found.words;
  openFor("words", found.range.getBoundingClientRect());
  keepMarked(found.range);
}

function withholdLines(row, column, box) {
  form.elements.row.value = row;
  form.elements.column.value = column;
  openFor("lines", box, row || column ? null : form.elements.row);
}

const canDraw = () => sheet && sheet.offsetParent && !sheet.hidden;

function draw() {
  region ??= new Region(sheet, { changed: fillEdges, done: () => openFor("region", region.box()), left: stopDrawing });
  help.hidden = false;
  region.begin();
}

function stopDrawing() {
  region?.end();
  help.hidden = true;
}

function fillEdges(edges) {
  EDGES.forEach((edge, at) => (form.elements[edge].value = (edges[at] * HUNDRED).toFixed(2)));
}

function drawTypedEdges() {
  const edges = EDGES.map((edge) => Number(form.elements[edge].value) / HUNDRED);
  if (edges.every(Number.isFinite)) region?.show(edges);
}

function begin() {
  const found = selected();
  const middle = { left: innerWidth / 3, top: 0, bottom: innerHeight / 4 };
  if (found) withholdWords(found);
  else if (canDraw()) draw();
  else if (reader.querySelector("table[data-text]")) withholdLines("", "", middle);
  else openFor("typed", middle, form.elements.words);
}

function setUp() {
  panel = new Panel(form, stopDrawing);
  onKey("x", begin);
  for (const button of reader.querySelectorAll("[data-withhold-this], [data-withholds]")) {
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection must outlive the click
    button.addEventListener("click", (event) => {
      event.preventDefault();
      begin();
    });
  }
  reader.querySelector("table[data-text]")?.addEventListener("click", (event) => {
    const link = event.target.closest?.(".line-of");
    if (!link) return;
    event.preventDefault();
    withholdLines((link.dataset.row ?? "").trim(), link.dataset.column ?? "", link.getBoundingClientRect());
  });
  help.querySelector("button").addEventListener("click", () => (panel.close(), stopDrawing()));
  for (const edge of EDGES) form.elements[edge].addEventListener("input", drawTypedEdges);
}

function lay(box, { href, textContent }) {
  const mark = document.createElement("div");
  mark.className = "withheld-box";
  mark.setAttribute("aria-hidden", "true");
  const tag = document.createElement("a");
  tag.className = "withheld-tag";
  tag.href = href;
  tag.title = textContent;
  tag.textContent = "▨";
  tag.tabIndex = -1; // the card and the text lead there by keyboard
  mark.append(tag);
  place(mark, box);
  sheet.append(mark);
}

// What is withheld on the picture: regions at once, words when it is known where they stand.
function layMarks() {
  const items = [...reader.querySelectorAll("[data-withheld-boxes]")];
  for (const item of items) {
    for (const box of JSON.parse(item.dataset.withheldBoxes)) lay(box, item.querySelector("a"));
  }
  sheet.querySelector("[data-words]").addEventListener("laid", ({ detail: { words, raw } }) => {
    for (const item of items) {
      for (const [start, end] of JSON.parse(item.dataset.withheldSpans)) {
        const touched = words.filter((word) => word[0] < end && word[1] > start);
        for (const box of joined(touched.map((word) => shareOf(word, start, end, raw)))) lay(box, item.querySelector("a"));
      }
    }
  });
}

if (form) setUp();
if (reader && sheet) layMarks();
