// Waits until what goes on has ended, then shows what came of it.

const EVERY_MS = 1500;
const says = document.querySelector("[data-working]");

async function look() {
  const answer = await fetch(says.dataset.working);
  const told = answer.ok ? await answer.json() : { ready: true };
  if (told.ready) return location.reload();
  const done = told.total ? `: ${told.done} of ${told.total}` : told.done ? `: ${told.done}` : "";
  says.textContent = told.what + done;
  return setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
