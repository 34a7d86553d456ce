// How far taking in has come, asked for every other second while it goes on.

const POLL_MS = 2000;
const CALM_MS = 10000;

const section = document.querySelector("[data-progress]");
const bar = section.querySelector("[data-progress-bar]");
const words = section.querySelector("[data-progress-words]");
const count = new Intl.NumberFormat("en");

function show(now) {
  const done = now.entries - now.pending;
  bar.max = Math.max(1, now.entries);
  bar.value = done;
  const scans = now.waiting_for_ocr ? `; ${count.format(now.waiting_for_ocr)} scans to recognise` : "";
  words.textContent = `${count.format(done)} of ${count.format(now.entries)} entries done${scans}; ` +
    `${count.format(now.indexed_pages)} pages can be searched already.`;
  section.hidden = !now.running;
}

async function look(wasRunning) {
  let running = wasRunning;
  try {
    const answer = await fetch("/api/progress", { headers: { accept: "application/json" } });
    if (answer.status === 401) return location.reload();
    const now = await answer.json();
    running = now.running;
    show(now);
    if (wasRunning && !running) return location.reload();
  } catch {
    words.textContent = "The workbench does not answer: it may have been closed in the terminal.";
  }
  setTimeout(look, running ? POLL_MS : CALM_MS, running);
}

setTimeout(look, POLL_MS, section.dataset.running === "1");
