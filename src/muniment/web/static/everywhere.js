// What every page has: the colour switch, keys, dialogs, buttons that copy.

const THEMES = ["", "light", "dark"];
const THEME_COOKIE = "muniment-theme";
const A_YEAR = 31536000;
const CHORD_MS = 1200;

function setUpTheme() {
  const button = document.querySelector("[data-theme-switch]");
  const root = document.documentElement;
  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    button.querySelector("[data-theme-name]").textContent = theme || "system";
  };
  button.hidden = false;
  show(root.dataset.theme ?? "");
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "") + 1) % THEMES.length];
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${next ? A_YEAR : 0}; samesite=strict`;
    show(next);
  });
}

export function isTyping(event) {
  const at = event.target;
  return at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select"));
}

const keys = new Map();

// A page's own key: `key` is an event's key, or two with a blank between ("g h"). Never while somebody types.
export function onKey(key, act) {
  keys.set(key, act);
}

function setUpKeys() {
  let chord = "";
  let since = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const both = event.timeStamp - since < CHORD_MS ? `${chord} ${event.key}` : event.key;
    const act = keys.get(both) ?? keys.get(event.key);
    [chord, since] = [event.key, event.timeStamp];
    if (act) {
      event.preventDefault();
      act(event);
    }
  });
  const box = document.querySelector("[data-search-box]");
  if (box) onKey("/", () => (box.focus(), box.select()));
  const dialog = document.querySelector("#keys");
  if (!dialog) return;
  onKey("?", () => dialog.showModal());
  for (const [key, path] of [["g h", "/"], ["g s", "/search"], ["g e", "/evidence"], ["g c", "/evidence/claims"], ["g v", "/saved"], ["g m", "/mentions"], ["g b", "/books"], ["g a", "/alike"], ["g p", "/publish"]]) {
    onKey(key, () => location.assign(path));
  }
}

function setUpDialogs() {
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }
}

function setUpCopying() {
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copies);
      const before = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = before), 1500);
    });
  }
}

// On a phone the ways of a part are wider than the screen: where one is must be seen.
function showWhereOneIs() {
  document.querySelector(".parts-of [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

showWhereOneIs();
setUpTheme();
setUpKeys();
setUpDialogs();
setUpCopying();
