// The reader: words laid over the picture, hits, zoom, keys. The page works without it; this makes it quick.

import { onKey } from "/static/everywhere.js";
import { joined, place, shareOf } from "/static/reader/places.js";

const reader = document.querySelector(".reader");
const { sha256, q } = reader.dataset;
const page = Number(reader.dataset.page);
const search = `q=${encodeURIComponent(q)}${reader.dataset.names ? "&names=1" : ""}`;
const api = `/api/documents/${sha256}`;
const picture = reader.querySelector("[data-picture]");
const sheet = reader.querySelector("[data-sheet]");
const stage = reader.querySelector(".picture");
const STEPS = [50, 75, 100, 125, 150, 200, 300];
const FINE_FROM = 150;
const PARTS_AHEAD = 40;
const LEAST_SCROLL = 8;
const HIT_PAGES_SHOWN = 5000;
const NARROW = matchMedia("(max-width: 46rem)");

async function told(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${body.message} ${body.advice}`.trim());
  return body;
}

function state(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  history.replaceState(null, "", address);
  for (const link of reader.querySelectorAll('a[href^="/document/' + sha256 + '?"], a[rel], .strip a')) {
    const to = new URL(link.href);
    for (const [name, value] of Object.entries(changes)) {
      if (name === "pane" && link.dataset.pane) continue;
      if (value === null) to.searchParams.delete(name);
      else to.searchParams.set(name, value);
    }
    link.href = to;
  }
}

// Words on the picture --------------------------------------------------------------------------------------------

let raw = [];

function layHits(layer, words, hits) {
  for (const [start, end] of hits) {
    const touched = words.filter((word) => word[0] < end && word[1] > start);
    for (const box of joined(touched.map((word) => shareOf(word, start, end, raw)))) {
      const mark = document.createElement("span");
      mark.className = "hit";
      place(mark, box);
      layer.append(mark);
    }
  }
}

// Words of one line stand in one element, so that a person can select across them.
function linesOf(words) {
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    const [, , , top, , bottom] = word;
    const before = last?.at(-1);
    const overlap = before ? Math.min(before[5], bottom) - Math.max(before[3], top) : 0;
    const follows = before && !raw.slice(before[1], word[0]).includes("\n");
    if (before && follows && overlap > (bottom - top) / 2) last.push(word);
    else lines.push([word]);
  }
  return lines;
}

function layWords(layer, words) {
  const spans = [];
  for (const line of linesOf(words)) {
    for (const [at, word] of line.entries()) {
      const span = document.createElement("span");
      span.className = "word";
      const after = line[at + 1];
      span.textContent = raw.slice(word[0], word[1]).join("") + (after && after[0] > word[1] ? " " : "");
      span.dataset.start = word[0];
      span.dataset.end = word[1];
      span.style.left = `${word[2] * 100}%`;
      span.style.top = `${word[3] * 100}%`;
      span.style.fontSize = `${(word[5] - word[3]) * 86}cqh`;
      layer.append(span);
      spans.push([span, word]);
    }
    layer.append(document.createElement("br"));
  }
  const { width } = layer.getBoundingClientRect();
  const natural = spans.map(([span]) => span.offsetWidth);
  for (const [at, [span, word]] of spans.entries()) {
    if (natural[at]) span.style.transform = `scaleX(${((word[4] - word[2]) * width) / natural[at]})`;
  }
}

async function layOver() {
  const layer = reader.querySelector("[data-words]");
  const kind = reader.dataset.kind ? `&kind=${reader.dataset.kind}` : "";
  let found;
  try {
    found = await told(`${api}/pages/${page}/words?${search}${kind}`);
  } catch {
    if (!q) return; // no places, or a search that cannot be read, which the page says already
    found = await told(`${api}/pages/${page}/words?${kind}`).catch(() => null);
    if (!found) return;
  }
  raw = Array.from(found.text);
  layer.replaceChildren();
  layHits(layer, found.words, found.hits);
  layWords(layer, found.words);
  layer.dataset.laid = found.words.length;
  layer.dispatchEvent(new CustomEvent("laid", { detail: { words: found.words, raw } }));
  showFirstHit(layer);
}

function showFirstHit(layer) {
  const first = layer.querySelector(".hit");
  if (first && stage.scrollHeight > stage.clientHeight) {
    stage.scrollTop = first.offsetTop - stage.clientHeight / 3;
  }
}

// What is copied from the picture is the page's own text, from the first word selected to the last.
function copyExactly(event) {
  const selection = getSelection();
  if (!selection.rangeCount || !raw.length) return;
  const range = selection.getRangeAt(0);
  const picked = [...reader.querySelectorAll(".word")].filter((word) => range.intersectsNode(word));
  if (!picked.length || !sheet.contains(range.commonAncestorContainer)) return;
  const starts = picked.map((word) => Number(word.dataset.start));
  const ends = picked.map((word) => Number(word.dataset.end));
  const one = picked.length === 1;
  const text = one ? selection.toString().trim() : raw.slice(Math.min(...starts), Math.max(...ends)).join("");
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}

async function sayWhyNotDrawn() {
  const note = reader.querySelector("[data-not-drawn]");
  sheet.hidden = true;
  stage.classList.add("missing");
  note.hidden = false;
  try {
    await told(`${api}/pages/${page}/picture`);
    note.textContent = "The picture did not arrive. Load the page again.";
  } catch (error) {
    note.textContent = error.message;
  }
}

function drawn() {
  return picture.complete ? Promise.resolve() : new Promise((done) => picture.addEventListener("load", done, { once: true }));
}

async function setUpPicture() {
  picture.addEventListener("error", sayWhyNotDrawn, { once: true });
  if (picture.complete && !picture.naturalWidth) return sayWhyNotDrawn();
  await drawn();
  showAt(Number(reader.dataset.zoom), Number(reader.dataset.turn));
  await layOver();
}

// Zoom and rotation ----------------------------------------------------------------------------------------------

let zoom = 100;
let turn = 0;

function showAt(percent, degrees) {
  [zoom, turn] = [percent, degrees];
  const across = turn % 180 === 0;
  const ratio = picture.naturalHeight / picture.naturalWidth || 1.4;
  const room = { width: stage.clientWidth - 24, height: stage.clientHeight - 24 };
  const seen = across ? ratio : 1 / ratio;
  const wide = percent === 0 ? Math.min(room.width, room.height / seen) : (room.width * percent) / 100;
  const width = across ? wide : wide / ratio;
  sheet.style.width = `${width}px`;
  sheet.style.height = `${width * ratio}px`;
  const turning = sheet.parentElement;
  turning.style.width = `${wide}px`;
  turning.style.height = `${wide * seen}px`;
  sheet.dataset.turn = turn;
  const fine = width * devicePixelRatio > 1800 || percent > FINE_FROM;
  if (fine && !picture.src.includes("size=fine")) picture.src = `${api}/pages/${page}/picture?size=fine`;
}

function zoomBy(steps) {
  const now = zoom || 75;
  const at = STEPS.findIndex((step) => step >= now);
  const next = STEPS[Math.min(STEPS.length - 1, Math.max(0, at + steps))];
  showAt(next, turn);
  state({ zoom: next === 100 ? null : next });
}

function fit() {
  showAt(zoom === 0 ? 100 : 0, turn);
  state({ zoom: zoom === 100 ? null : zoom });
}

function turnOn() {
  showAt(zoom, (turn + 90) % 360);
  state({ turn: turn || null });
}

function setUpZoom() {
  const zooming = reader.querySelector("[data-zooming]");
  if (!zooming) return;
  zooming.hidden = false;
  for (const button of zooming.querySelectorAll("[data-zoom-by]")) {
    button.addEventListener("click", () => zoomBy(Number(button.dataset.zoomBy)));
  }
  zooming.querySelector("[data-zoom-fit]").addEventListener("click", fit);
  zooming.querySelector("[data-turn-on]").addEventListener("click", turnOn);
  for (const key of ["+", "="]) onKey(key, () => zoomBy(1));
  onKey("-", () => zoomBy(-1));
  onKey("0", fit);
  onKey("r", turnOn);
  new ResizeObserver(() => picture.naturalWidth && showAt(zoom, turn)).observe(stage);
}

// Panes ----------------------------------------------------------------------------------------------------------

function show(pane) {
  mark(pane);
  state({ pane: pane === "both" ? null : pane });
}

function mark(pane) {
  for (const name of ["both", "picture", "text"]) reader.classList.toggle(`pane-${name}`, name === pane);
  for (const link of reader.querySelectorAll("[data-pane]")) {
    if (link.dataset.pane === pane) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function setUpPanes() {
  for (const [at, link] of [...reader.querySelectorAll("[data-pane]")].entries()) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link.dataset.pane);
    });
    onKey(String(at + 1), () => show(link.dataset.pane));
  }
  if (NARROW.matches && reader.classList.contains("pane-both")) mark("picture");
}

// Hits -----------------------------------------------------------------------------------------------------------

const hitPages = [];
let at = -1;

const marks = () => [...reader.querySelectorAll("[data-text] mark")];

function markPage({ page: number, hits }) {
  const link = reader.querySelector(`.strip a[data-number="${number}"]`);
  if (!link || link.querySelector(".hits")) return;
  const count = document.createElement("span");
  count.className = "hits";
  count.textContent = hits;
  count.title = `${hits} here`;
  link.append(count);
}

function sayHits(isAll) {
  const output = reader.querySelector("[data-hits]");
  const total = hitPages.reduce((sum, one) => sum + one.hits, 0);
  const pages = new Set(hitPages.map((one) => one.page)).size;
  const end = isAll ? "" : " so far…";
  output.hidden = false;
  output.textContent = total ? `${total} on ${pages} ${pages === 1 ? "page" : "pages"}${end}` : isAll ? "nothing found" : "looking…";
  reader.querySelector("[data-steps]").hidden = !total;
}

async function findHits() {
  let next = 1;
  while (next && hitPages.length < HIT_PAGES_SHOWN) {
    const found = await told(`${api}/hits?${search}&page=${next}`);
    hitPages.push(...found.pages);
    found.pages.forEach(markPage);
    next = found.next_page;
    sayHits(!next);
  }
}

async function step(by) {
  let found = marks();
  let to = at + by;
  for (let tries = 0; to >= found.length && tries < PARTS_AHEAD; tries += 1) {
    const link = reader.querySelector("[data-further]");
    if (!link) break;
    await further(link);
    found = marks();
  }
  if (to >= 0 && to < found.length) return goTo(found, to);
  const pages = [...new Set(hitPages.map((one) => one.page))].sort((one, other) => one - other);
  const target = by > 0 ? pages.find((one) => one > page) : pages.findLast((one) => one < page);
  if (target) location.assign(withPage(target, by < 0 ? "last" : "first"));
  else if (found.length) goTo(found, by > 0 ? 0 : found.length - 1);
}

function goTo(found, to) {
  found[at]?.classList.remove("now");
  at = to;
  found[at].classList.add("now");
  found[at].closest("details")?.setAttribute("open", "");
  found[at].scrollIntoView({ block: "center", behavior: "instant" });
  const hits = reader.querySelectorAll(".words .hit");
  hits.forEach((hit) => hit.classList.remove("now"));
  if (found.length && hits.length === found.length) {
    hits[at].classList.add("now");
    stage.scrollTop = hits[at].offsetTop - stage.clientHeight / 3;
  }
}

function withPage(number, goes) {
  const address = new URL(location.href);
  address.searchParams.set("page", number);
  address.searchParams.delete("start");
  address.hash = goes === "last" ? "last-hit" : goes === "first" ? "first-hit" : "";
  return address;
}

async function setUpHits() {
  for (const button of reader.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  onKey("n", () => step(1));
  onKey("p", () => step(-1));
  const found = marks();
  if (found.length) goTo(found, location.hash === "#last-hit" ? found.length - 1 : 0);
  window.scrollTo(0, 0);
  const box = reader.querySelector("#find");
  if (box && q && !reader.querySelector('[role="alert"]')) await findHits();
}

// Long pages: the next part is fetched when the end comes near ------------------------------------------------------

let fetching = null;

function further(link) {
  fetching ??= fetchFurther(link).finally(() => (fetching = null));
  return fetching;
}

async function fetchFurther(link) {
  const answer = await fetch(link.dataset.further);
  if (!answer.ok) return;
  const parsed = new DOMParser().parseFromString(
    reader.querySelector("table[data-text]") ? `<table>${await answer.text()}</table>` : await answer.text(),
    "text/html",
  );
  const added = parsed.querySelector("tbody, .stretch");
  link.closest(".further").remove();
  reader.querySelector("[data-text]").append(document.adoptNode(added));
  watchEnd();
}

const near = new IntersectionObserver(
  (entries) => entries.filter((one) => one.isIntersecting).forEach((one) => further(one.target)),
  { rootMargin: "1200px" },
);

function watchEnd() {
  const link = reader.querySelector("[data-further]");
  if (link) near.observe(link);
}

// Pages ----------------------------------------------------------------------------------------------------------

// Scrolls by most of a screen; false if there was nothing left to scroll, and the next page's turn has come.
function scrolled(by) {
  const pane = stage?.offsetParent ? stage : document.scrollingElement;
  const left = by > 0 ? pane.scrollHeight - pane.clientHeight - pane.scrollTop : pane.scrollTop;
  if (left < LEAST_SCROLL) return false;
  pane.scrollBy({ top: by * pane.clientHeight * 0.85, behavior: "instant" });
  return true;
}

function setUpPages() {
  const go = (rel) => {
    const link = reader.querySelector(`.bar a[rel="${rel}"]`);
    if (link) location.assign(link.href);
  };
  for (const key of ["j", "ArrowRight"]) onKey(key, () => go("next"));
  for (const key of ["k", "ArrowLeft"]) onKey(key, () => go("prev"));
  onKey("PageDown", () => scrolled(1) || go("next"));
  onKey("PageUp", () => scrolled(-1) || go("prev"));
  const find = reader.querySelector("#find");
  if (find) onKey("f", () => (find.focus(), find.select()));
  const strip = reader.querySelector(".strip");
  const here = strip?.querySelector("[aria-current]");
  if (here) {
    strip.scrollTop = here.offsetTop - strip.clientHeight / 3;
    strip.scrollLeft = here.offsetLeft - strip.clientWidth / 3;
  }
}

document.addEventListener("copy", copyExactly);
setUpPages();
setUpPanes();
setUpZoom();
watchEnd();
setUpHits();
if (picture) setUpPicture();
