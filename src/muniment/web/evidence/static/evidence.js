// What the pages below /evidence share: keys, pickers that filter as one types, dates read while they are typed.

import { isTyping, onKey } from "/static/everywhere.js";

const WAIT_MS = 150;

const items = [...document.querySelectorAll("[data-item]")];

function step(by) {
  const at = items.indexOf(document.activeElement);
  items[at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by]?.focus();
}

onKey("j", () => step(1));
onKey("k", () => step(-1));
const edit = document.querySelector("[data-edit]");
const fresh = document.querySelector("[data-new]");
const filter = document.querySelector("[data-filter]");
const undo = document.querySelector("[data-undo]");
if (edit) onKey("e", () => location.assign(edit.href));
if (fresh) onKey("n", () => location.assign(fresh.href));
if (filter) onKey("f", () => (filter.focus(), filter.select()));
if (undo) onKey("u", () => undo.click());
// Whoever began to type before this script came keeps the focus: their keys would go nowhere.
if (document.activeElement === document.body) document.querySelector("[data-faults]")?.focus();

// Only the last answer counts: those that were asked for earlier may come later.
function whenResting(input, act) {
  let timer = 0;
  let asked = 0;
  const heard = () => {
    clearTimeout(timer);
    const mine = ++asked;
    timer = setTimeout(() => act(() => mine === asked), WAIT_MS);
  };
  input.addEventListener("input", heard);
  if (input.value !== input.defaultValue) heard(); // somebody typed faster than this script arrived
}

function setUpDate(input) {
  const says = input.parentElement.querySelector("[data-date-says]");
  whenResting(input, async (isLast) => {
    const answer = await fetch(`/evidence/date?${new URLSearchParams({ written: input.value.slice(0, 300) })}`);
    if (!answer.ok || !isLast()) return;
    const told = await answer.json();
    says.textContent = told.wrong ?? (told.says && `Understood as ${told.says}.`);
    says.classList.toggle("wrong", Boolean(told.wrong));
  });
}

function optionOf({ name, type }, { id, label, about }) {
  const item = document.createElement("li");
  const row = document.createElement("label");
  row.className = "option";
  const box = document.createElement("input");
  Object.assign(box, { type, name, value: id });
  const words = document.createElement("span");
  const called = document.createElement("bdi");
  called.className = "breakable";
  called.textContent = label;
  words.append(called);
  if (about) {
    const more = document.createElement("bdi");
    more.className = "soft small breakable";
    more.textContent = about;
    words.append(" ", more);
  }
  row.append(box, " ", words);
  item.append(row);
  return item;
}

function setUpPicker(picker) {
  const { pick: kind, name, type } = picker.dataset;
  const [input, says] = [picker.querySelector("[data-finder] input"), picker.querySelector("[data-finder-says]")];
  const [offered, chosen] = [picker.querySelector("[data-offered]"), picker.querySelector("[data-chosen]")];

  const keepTicked = () => {
    for (const box of offered.querySelectorAll("input:checked")) chosen.append(box.closest("li"));
  };
  const look = async (isLast = () => true) => {
    const answer = await fetch(`/api/find/${kind}?${new URLSearchParams({ q: input.value.slice(0, 200), limit: 20 })}`);
    if (!answer.ok || !isLast()) return;
    const { total, records } = await answer.json();
    keepTicked();
    const there = new Set([...chosen.querySelectorAll("input")].map((box) => box.value));
    const some = records.filter((one) => !there.has(one.id));
    offered.replaceChildren(...some.map((one) => optionOf({ name, type }, one)));
    says.textContent = some.length
      ? `${some.length} of ${total.toLocaleString("en")} found: tick what you mean.`
      : "Nothing else was found.";
  };

  whenResting(input, look);
  input.addEventListener("keydown", (event) => {
    const first = offered.querySelector("input");
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      look().then(() => offered.querySelector("input")?.focus());
    }
  });
  picker.querySelector("[data-find]").addEventListener("click", (event) => {
    event.preventDefault();
    look();
  });
  // What was looked for has served once something is ticked: a word left in the box would be asked about on saving.
  offered.addEventListener("change", () => (input.value = ""));
}

function setUpRows(rows) {
  const more = rows.querySelector("[data-more]");
  more.addEventListener("click", (event) => {
    event.preventDefault();
    const last = [...rows.querySelectorAll("[data-row]")].at(-1);
    const next = last.cloneNode(true);
    for (const box of next.querySelectorAll("input")) box.value = "";
    last.after(next);
    next.querySelector("input").focus();
  });
}

const form = document.querySelector("[data-record-form]");
if (form) {
  form.querySelectorAll("[data-date]").forEach(setUpDate);
  form.querySelectorAll("[data-pick]").forEach(setUpPicker);
  form.querySelectorAll("[data-rows]").forEach(setUpRows);
  let isChanged = Boolean(document.querySelector("[data-faults]"));
  form.addEventListener("input", () => (isChanged = true));
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault(); // a second click would make a second record
    isSent = true;
    isChanged = false;
  });
  addEventListener("pageshow", () => (isSent = false));
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isTyping(event)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    }
  });
}
