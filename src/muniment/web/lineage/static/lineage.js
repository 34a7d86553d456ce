// While documents are looked through, the page asks how far that has come, and then shows what was found.

const ASK_EVERY_MS = 1000;

async function show() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#suggested", ".drawing"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(fresh));
  }
}

async function watch() {
  const line = document.querySelector("[data-progress]");
  if (!line) return;
  const answer = await fetch("/evidence/lineage/progress");
  if (!answer.ok) return;
  const told = await answer.json();
  if (told.ready) return show();
  line.firstChild.textContent = `Looking through the documents of the sources: ${told.what}${told.total ? `, ${told.done} of ${told.total}` : ""}. `;
  setTimeout(watch, ASK_EVERY_MS);
}

watch();
