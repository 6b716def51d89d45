// The switches of the lab: a change runs the muscle at once. One run is on its way at a time; of the changes meanwhile the last counts.
const form = document.getElementById("lab");
const state = document.getElementById("state");
const length = document.getElementById("length_frac");
let running = false;
let again = false;
let pressed = false; // the button was, or Enter: then what is wrong takes the focus

function settle() {
  // an experiment that moves the muscle itself leaves no length to hold
  length.disabled = form.dataset.ownLength.split(" ").includes(document.getElementById("experiment").value);
}

async function run(submitted) {
  pressed ||= submitted;
  if (running) {
    again = true;
    return;
  }
  running = true;
  state.textContent = state.dataset.running;
  try {
    do {
      again = false;
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok && !page.getElementById("mistakes")) throw new Error(page.querySelector("main p")?.textContent ?? state.dataset.failed);
      if (!again) tell(page);
      if (!again && answer.ok) show(page.getElementById("result"));
    } while (again);
    state.textContent = "";
  } catch (error) {
    state.textContent = error instanceof TypeError ? state.dataset.failed : error.message;
  } finally {
    running = pressed = false;
  }
}

// what cannot be run is told on top and at its fields; what was typed, and what was run before, stay
function tell(page) {
  document.title = page.title;
  document.getElementById("mistakes")?.remove();
  for (const field of form.querySelectorAll(".field")) {
    const input = field.querySelector("input, select");
    const told = page.getElementById(input.id);
    field.querySelector(".wrong")?.remove();
    const wrong = page.getElementById(`${input.id}-wrong`);
    if (wrong) input.before(wrong);
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (told.hasAttribute(name)) input.setAttribute(name, told.getAttribute(name));
      else input.removeAttribute(name);
    }
  }
  const mistakes = page.getElementById("mistakes");
  if (!mistakes) return;
  document.getElementById("main").prepend(mistakes);
  if (pressed) mistakes.focus();
}

function show(result) {
  const open = [...document.querySelectorAll("#result details[open] summary")].map((one) => one.textContent);
  document.getElementById("result").replaceWith(document.adoptNode(result));
  for (const summary of result.querySelectorAll("summary")) summary.parentElement.open = open.includes(summary.textContent);
  document.dispatchEvent(new Event("redrawn"));
}

settle();
form.addEventListener("change", () => { settle(); run(false); });
form.addEventListener("submit", (event) => { event.preventDefault(); run(true); });
