// Going from one place that differs to the next.

import { onKey } from "/static/everywhere.js";

const places = [...document.querySelectorAll(".anchor")];
let at = -1;

function go(by) {
  if (!places.length) return;
  at = (at + by + places.length) % places.length;
  places[at].scrollIntoView({ block: "center", behavior: "instant" });
  places[at].focus({ preventScroll: true });
  document.querySelectorAll(".row.now").forEach((row) => row.classList.remove("now"));
  const number = places[at].id.replace("place-", "");
  document.querySelectorAll(`[data-place="${number}"]`).forEach((row) => row.classList.add("now"));
}

onKey("n", () => go(1));
onKey("p", () => go(-1));
