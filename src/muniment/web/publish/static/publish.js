// Keeps what is typed as it is typed, and loads the page anew when what goes out was chosen differently.

const form = document.querySelector("[data-keeps]");
const kept = document.querySelector("[data-kept]");

async function keep() {
  const told = new FormData(form);
  told.delete("passphrase");
  const answer = await fetch(form.dataset.keeps, { method: "POST", body: new URLSearchParams(told), redirect: "manual" });
  return answer.type === "opaqueredirect" || answer.ok;
}

form.addEventListener("change", async (event) => {
  if (event.target.name === "passphrase") return;
  const done = await keep();
  if (done && event.target.matches("[data-reloads]")) location.reload();
  else if (kept) kept.textContent = done ? "Kept." : "Not kept: load the page again.";
});
