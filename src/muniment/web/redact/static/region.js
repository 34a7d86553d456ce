// A region of the page's picture, drawn with a pointer or moved and sized by keys. Edges are fractions of the page.

import { place } from "/static/reader/places.js";

const STEP = 0.005;
const LEAST = 0.004;
const SIZE = [0.4, 0.1];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (value) => Math.min(1, Math.max(0, value));

export class Region {
  // `tell.changed(edges)` whenever it changes, `tell.done()` when it is drawn, `tell.left()` when it is given up.
  constructor(sheet, tell) {
    this.sheet = sheet;
    this.tell = tell;
    this.layer = document.createElement("div");
    this.layer.className = "drawing";
    this.element = document.createElement("div");
    this.element.className = "drawn-box";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Region to be withheld. Arrows move it, with Shift they size it; Enter goes on.");
    this.layer.append(this.element);
    this.layer.addEventListener("pointerdown", (event) => this.press(event));
    this.layer.addEventListener("pointermove", (event) => this.drag(event));
    this.layer.addEventListener("pointerup", (event) => this.release(event));
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  begin() {
    this.sheet.append(this.layer);
    this.sheet.closest(".picture").scrollIntoView({ block: "nearest" });
    this.show(this.middle());
    this.element.focus({ preventScroll: true });
  }

  end() {
    this.layer.remove();
  }

  box() {
    return this.element.getBoundingClientRect();
  }

  show(edges) {
    this.edges = edges;
    place(this.element, edges);
  }

  change(edges) {
    this.show(edges);
    this.tell.changed(edges);
  }

  // A region in the middle of what can be seen of the page.
  middle() {
    const sheet = this.sheet.getBoundingClientRect();
    const pane = this.sheet.closest(".picture").getBoundingClientRect();
    const clientX = (Math.max(sheet.left, pane.left) + Math.min(sheet.right, pane.right)) / 2;
    const clientY = (Math.max(sheet.top, pane.top, 0) + Math.min(sheet.bottom, pane.bottom, innerHeight)) / 2;
    const edges = this.at({ clientX, clientY }).map((at, axis) => Math.min(1 - SIZE[axis], Math.max(0, at - SIZE[axis] / 2)));
    return [...edges, edges[0] + SIZE[0], edges[1] + SIZE[1]];
  }

  // Where a pointer is on the sheet as it was before it was turned or zoomed.
  at(event) {
    const { left, top, right, bottom } = this.sheet.getBoundingClientRect();
    const x = (event.clientX - left) / (right - left);
    const y = (event.clientY - top) / (bottom - top);
    const turned = { 0: [x, y], 90: [y, 1 - x], 180: [1 - x, 1 - y], 270: [1 - y, x] };
    return turned[this.sheet.dataset.turn ?? 0].map(within);
  }

  press(event) {
    event.preventDefault();
    this.layer.setPointerCapture(event.pointerId);
    this.from = this.at(event);
  }

  drag(event) {
    if (!this.from) return;
    const [x, y] = this.from;
    const [nowX, nowY] = this.at(event);
    this.change([Math.min(x, nowX), Math.min(y, nowY), Math.max(x, nowX), Math.max(y, nowY)]);
  }

  release(event) {
    if (!this.from) return;
    this.drag(event);
    this.from = null;
    const [left, top, right, bottom] = this.edges;
    if (right - left < LEAST || bottom - top < LEAST) this.change(this.middle());
    else this.tell.done();
  }

  key(event) {
    const arrow = ARROWS[event.key];
    if (arrow) this.push(arrow, event.shiftKey);
    else if (event.key === "Enter") {
      this.tell.changed(this.edges);
      this.tell.done();
    } else if (event.key === "Escape") this.tell.left();
    else return;
    event.preventDefault();
  }

  // An arrow points as the page is seen; the edges are those of the page before it was turned.
  push([x, y], isSizing) {
    const turned = { 0: [x, y], 90: [y, -x], 180: [-x, -y], 270: [-y, x] };
    const [dx, dy] = turned[this.sheet.dataset.turn ?? 0].map((by) => by * STEP);
    const [left, top, right, bottom] = this.edges;
    if (isSizing) {
      this.change([left, top, within(Math.max(left + LEAST, right + dx)), within(Math.max(top + LEAST, bottom + dy))]);
    } else {
      const moveX = Math.min(1 - right, Math.max(-left, dx));
      const moveY = Math.min(1 - bottom, Math.max(-top, dy));
      this.change([left + moveX, top + moveY, right + moveX, bottom + moveY]);
    }
  }
}
