// Walking through lists with the keys, and how far looking through the pages has come.

import { onKey } from "/static/everywhere.js";

const EVERY_MS = 1500;
const links = [...document.querySelectorAll("[data-item]")];

function step(by) {
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
  next?.focus();
}

onKey("j", () => step(1));
onKey("k", () => step(-1));
for (const [key, rel] of [["n", "next"], ["p", "prev"]]) {
  onKey(key, () => document.querySelector(`.pager a[rel=${rel}]`)?.click());
}

const note = document.querySelector("[data-looking]");

async function look() {
  const answer = await fetch("/mentions/progress");
  if (!answer.ok) return;
  const told = await answer.json();
  const says = note.querySelector("[data-says]");
  if (told.ready) {
    says.textContent = "All documents are looked through.";
    return;
  }
  if (told.total) says.textContent = `Looking through ${told.total} new documents: ${told.done} done.`;
  setTimeout(look, EVERY_MS);
}

if (note) setTimeout(look, EVERY_MS);
