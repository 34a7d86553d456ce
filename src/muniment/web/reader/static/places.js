// Places on the picture of a page: boxes are left, top, right, bottom as fractions of it.

export function place(element, box) {
  const [left, top, right, bottom] = box;
  element.style.left = `${left * 100}%`;
  element.style.top = `${top * 100}%`;
  element.style.width = `${(right - left) * 100}%`;
  element.style.height = `${(bottom - top) * 100}%`;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

// The part of a word's box that the code points from `start` to `end` of the text `raw` take, as if all were equally wide.
export function shareOf(word, start, end, raw) {
  const [from, to, left, top, right, bottom] = word;
  const length = Math.max(1, to - from);
  let low = Math.max(0, start - from) / length;
  let high = Math.min(length, end - from) / length;
  if (RIGHT_TO_LEFT.test(raw.slice(from, to).join(""))) [low, high] = [1 - high, 1 - low];
  const width = right - left;
  return [left + low * width, top, left + high * width, bottom];
}

// Boxes of one hit that follow each other on a line become one.
export function joined(boxes) {
  const runs = [];
  for (const box of boxes) {
    const last = runs.at(-1);
    const height = box[3] - box[1];
    const sameLine = last && Math.min(last[3], box[3]) - Math.max(last[1], box[1]) > height / 2;
    const near = last && Math.max(box[0] - last[2], last[0] - box[2]) < height * 1.2;
    if (sameLine && near) {
      last[0] = Math.min(last[0], box[0]);
      last[1] = Math.min(last[1], box[1]);
      last[2] = Math.max(last[2], box[2]);
      last[3] = Math.max(last[3], box[3]);
    } else runs.push([...box]);
  }
  return runs;
}
