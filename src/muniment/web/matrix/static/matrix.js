// Arrow keys go from cell to cell; a cell that is pointed at or focused shows the words behind it.

const table = document.querySelector(".matrix");
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function goTo(cell) {
  const target = cell.querySelector("a") ?? cell;
  if (target === cell) cell.tabIndex = -1;
  target.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function setUpArrows() {
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const cell = event.target.closest("tbody td, tbody th");
    if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...table.tBodies[0].rows];
    const row = rows.indexOf(cell.parentElement) + step[0];
    const next = rows[row]?.cells[cell.cellIndex + step[1]];
    event.preventDefault();
    if (next) goTo(next);
  });
}

function setUpWords() {
  const tip = document.createElement("div");
  tip.className = "matrix-tip no-print";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the same words describe the link already
  document.body.append(tip);
  const hide = () => (tip.hidden = true);
  const show = (event) => {
    const chip = event.target.closest("a.chip");
    const words = chip && document.getElementById(chip.getAttribute("aria-describedby"));
    if (!words) return hide();
    tip.replaceChildren(...[...words.cloneNode(true).childNodes]);
    tip.hidden = false;
    const at = chip.getBoundingClientRect();
    const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
    tip.style.top = `${below ? at.bottom + 6 : Math.max(6, at.top - tip.offsetHeight - 6)}px`;
    tip.style.left = `${Math.max(6, Math.min(at.left, innerWidth - tip.offsetWidth - 12))}px`;
  };
  table.addEventListener("mouseover", show);
  table.addEventListener("focusin", show);
  table.addEventListener("mouseleave", hide);
  table.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

if (table) {
  setUpArrows();
  setUpWords();
}
