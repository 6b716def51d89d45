// Files dropped anywhere are imported; without this script the form does the same.
const form = document.querySelector("form[data-import]");
const carriesFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
const said = () => document.querySelector("[data-said]") ?? document.querySelector("[data-drop-said]");

function tell(text) {
  const place = said();
  if (place) place.textContent = text;
}

async function send(files) {
  const data = new FormData();
  for (const file of files) data.append("files", file);
  tell(document.body.dataset.reading ?? "");
  const answer = await fetch("/api/imports", { method: "POST", body: data });
  if (!answer.ok) {
    const told = await answer.json().catch(() => null);
    tell(told?.error?.message ?? `${answer.status}`);
    return;
  }
  const job = await answer.json();
  window.location.assign(`/imports/${job.id}`);
}

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  // a field that takes files of its own, such as a course, keeps them
  if (!carriesFiles(event) || event.target.closest?.("[data-own-files]")) return;
  event.preventDefault();
  document.body.classList.remove("dropping");
  if (event.dataTransfer.files.length) send(event.dataTransfer.files);
});
form?.addEventListener("submit", (event) => {
  const files = form.querySelector("input[type=file]").files;
  if (!files.length) return;
  event.preventDefault();
  send(files);
});
