// What is new in each saved search, one after the other; how far a list is; walking with the keys.

import { onKey } from "/static/everywhere.js";

const EVERY_MS = 1000;
const items = [...document.querySelectorAll("[data-item]")];

function step(by) {
  const at = items.indexOf(document.activeElement);
  const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by];
  next?.focus();
}

onKey("j", () => step(1));
onKey("k", () => step(-1));

function inWords({ error, total, new: fresh, whole }) {
  if (error) return error;
  const amount = fresh.toLocaleString("en") + (whole ? "" : " or more");
  return fresh ? `${amount} new of ${total.toLocaleString("en")}` : "Nothing new";
}

async function tellNews() {
  for (const one of document.querySelectorAll("[data-saved]")) {
    const says = one.querySelector("[data-news]");
    says.textContent = "Looking for what is new …";
    const answer = await fetch(`/saved/${one.dataset.saved}/news`);
    const told = answer.ok ? await answer.json() : null;
    says.textContent = told ? inWords(told) : "";
    says.classList.toggle("fresh", Boolean(told?.new));
  }
}

const running = document.querySelector("[data-running]");

async function follow() {
  const answer = await fetch("/saved/list/progress");
  const told = answer.ok ? await answer.json() : { running: false };
  if (!told.running) {
    location.reload();
    return;
  }
  running.textContent = `${told.done} of ${told.lines} lines done, ${told.new} new hits`;
  document.querySelector("[data-bar]").value = told.done;
  setTimeout(follow, EVERY_MS);
}

if (running) setTimeout(follow, EVERY_MS);
tellNews();
