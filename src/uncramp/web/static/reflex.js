// The switches of the lab: a change runs the muscle at once. One run is on its way at a time; of the changes meanwhile the last counts.
const form = document.getElementById("lab");
const state = document.getElementById("state");
const length = document.getElementById("length_frac");
let running = false;
let again = false;

function settle() {
  // an experiment that moves the muscle itself leaves no length to hold
  const itsOwn = document.getElementById("experiment").selectedOptions[0].hasAttribute("data-length-is-its-own");
  length.disabled = itsOwn;
}

async function run() {
  if (running) {
    again = true;
    return;
  }
  if (!form.checkValidity()) return;
  running = true;
  state.textContent = state.dataset.running;
  try {
    do {
      again = false;
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok) throw new Error(page.querySelector("main p")?.textContent ?? state.dataset.failed);
      if (!again) show(page.getElementById("result"));
    } while (again);
    state.textContent = "";
  } catch (error) {
    state.textContent = error instanceof TypeError ? state.dataset.failed : error.message;
  } finally {
    running = false;
  }
}

function show(result) {
  const open = [...document.querySelectorAll("#result details[open] summary")].map((one) => one.textContent);
  document.getElementById("result").replaceWith(document.adoptNode(result));
  for (const summary of result.querySelectorAll("summary")) summary.parentElement.open = open.includes(summary.textContent);
  document.dispatchEvent(new Event("redrawn"));
}

settle();
form.addEventListener("change", () => { settle(); run(); });
form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
