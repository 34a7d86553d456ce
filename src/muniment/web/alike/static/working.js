// Waits until what is alike has been worked out, then shows it.

const EVERY_MS = 1500;
const says = document.querySelector("[data-working]");

async function look() {
  const answer = await fetch("/alike/progress");
  const told = answer.ok ? await answer.json() : { ready: true };
  if (told.ready) return location.reload();
  says.textContent = told.total ? `${told.what}: ${told.done} of ${told.total}` : `${told.what}: ${told.done}`;
  return setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
