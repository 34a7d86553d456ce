// The reader's panel of mentions: fetched when it is opened, so that reading waits for nothing.

const AGAIN_MS = 2000;
const panel = document.querySelector("[data-mentions]");

async function fill() {
  const into = panel.querySelector("[data-filled]");
  const answer = await fetch(`${panel.dataset.mentions}&part=1`);
  if (!answer.ok) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  into.replaceChildren(document.adoptNode(parsed.querySelector("[data-part]")));
  if (panel.open && into.querySelector("[data-looking]")) setTimeout(fill, AGAIN_MS);
}

panel?.addEventListener("toggle", () => panel.open && fill());
if (panel?.open) fill(); // opened before this was loaded, or left open by the browser
