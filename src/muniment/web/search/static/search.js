// Walking through hits with the keys, and switches that need no button.

import { onKey } from "/static/everywhere.js";

const links = [...document.querySelectorAll("[data-hit] h2 a")];

function step(by) {
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.closest("[data-hit]").scrollIntoView({ block: "nearest" });
}

onKey("j", () => step(1));
onKey("k", () => step(-1));
for (const [key, rel] of [["n", "next"], ["p", "prev"]]) {
  onKey(key, () => document.querySelector(`.pager a[rel=${rel}]`)?.click());
}

for (const control of document.querySelectorAll("[data-submits]")) {
  control.addEventListener("change", () => {
    if (new URLSearchParams(location.search).size) control.form.requestSubmit();
  });
}

// An address is for sharing: what was left empty, or at its default, need not stand in it.
document.querySelector("form.ask").addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) {
    if (!value || (name === "sort" && value === "relevance")) event.formData.delete(name);
  }
});
