// The page of a session: sliders that redraw the curves while they move, the body map, and cramps on the timeline.
const { course } = window;
const { data, plots } = course;
const form = document.getElementById("try");
const sliders = [...form.querySelectorAll("[data-key]")];
const told = document.getElementById("told");
const REST_MS = 250; // a slider that stands so long has come to rest
const LATE_MS = 4000;
const QUIET_MS = 400;
const MOST = 99; // %; a chance above is not told more finely
const STEPS = [0.1, 0.5, 1, 2];
let muscle = document.querySelector('[name="shown"]:checked').value;
let inFlight = null;
let waiting = null;
let resting = 0;

for (const { chart, plot } of plots) chart.caption = plot.root.closest("figure").querySelector("figcaption").textContent; // of the session as it was
for (const { chart } of plots) for (const line of chart.lines) Object.assign(line, { was: line.values, wasLow: line.low, wasHigh: line.high });

function changes() {
  const found = {};
  for (const slider of sliders) {
    if (slider.type === "checkbox") { if (slider.checked) found[slider.dataset.key] = true; }
    else if (slider.value !== slider.dataset.base) found[slider.dataset.key] = Number(slider.value);
  }
  return found;
}

function label(slider) {
  if (slider.type !== "range") return;
  const out = document.getElementById(`${slider.id}-now`);
  const moved = slider.value !== slider.dataset.base;
  const { factor, offset, digits, unit } = slider.dataset; // a slider stands in our units and is read in the reader's
  const text = `${Number(((slider.value - offset) / factor).toFixed(digits))} ${unit}`;
  out.textContent = text;
  out.classList.toggle("moved", moved);
  slider.setAttribute("aria-valuetext", moved ? text : `${text} (${slider.dataset.was})`);
}

// one question under way; what was asked meanwhile is asked when it is answered, and only the last of it
async function ask(whole) {
  if (inFlight) {
    waiting = waiting || whole ? "whole" : "session";
    if (!whole) waiting = "session";
    if (performance.now() - inFlight.since > LATE_MS) inFlight.stop.abort();
    return;
  }
  const stop = new AbortController();
  inFlight = { stop, since: performance.now() };
  const asked = changes();
  try {
    if (Object.keys(asked).length === 0) back();
    else await picture(asked, whole, stop.signal);
  } catch (error) {
    if (error.name !== "AbortError") say({ difference: form.dataset.failed, dangers: [] });
  } finally {
    inFlight = null;
    const next = waiting;
    waiting = null;
    if (next) ask(next === "whole");
  }
}

async function picture(asked, whole, signal) {
  const answer = await fetch(data.live, {
    method: "POST", signal, headers: { "content-type": "application/json" }, body: JSON.stringify({ changes: asked, muscle, whole, units: data.units }),
  });
  if (!answer.ok) {
    const body = await answer.json();
    say({ difference: body.error.message, dangers: [] });
    return;
  }
  const bytes = await answer.arrayBuffer();
  const length = new DataView(bytes).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  draw(head, new Float32Array(bytes, 4 + length));
  say(head);
  document.dispatchEvent(new CustomEvent("pictured", { detail: head }));
}

function draw(head, numbers) {
  let at = 0;
  const take = (count, line) => {
    const part = Array.from(numbers.subarray(at, at + count), (value) => (Number.isFinite(value) ? value : null));
    at += count;
    while (part.length < line.was.length) part.push(null); // the hours after follow when the slider rests
    return part;
  };
  for (const { id, rows, ranges } of head.charts) {
    const drawn = plots.find(({ chart }) => chart.id === id);
    drawn.chart.lines.slice(0, ranges.length).forEach((line, index) => {
      line.values = take(rows, line);
      if (ranges[index]) { line.low = take(rows, line); line.high = take(rows, line); }
    });
    repaint(drawn, true);
  }
  course.show();
}

function repaint({ chart, plot }, tried) {
  let [low, high] = [chart.low, chart.high];
  if (tried) {
    for (const line of chart.lines) {
      if (line.right) continue;
      for (const values of [line.values, line.high || []]) for (const value of values) if (value > high) high = value;
      for (const values of [line.values, line.low || []]) for (const value of values) if (value !== null && value < low) low = value;
    }
  }
  [chart.from, chart.to] = [low, high];
  plot.root.closest("figure").querySelector("figcaption").textContent = tried ? `${form.dataset.was} ${chart.caption}` : chart.caption;
  plot.batch(() => {
    plot.series.forEach((one, index) => { if (one.dash && one.dash[0] === 4 && one.dash[1] === 4 && one.show !== tried) plot.setSeries(index, { show: tried }); });
    plot.setData(course.columns(chart), false);
    plot.setScale("y", { min: low, max: high });
  });
}

function back() {
  for (const drawn of plots) {
    const { chart } = drawn;
    if (!chart.lines.some((line) => line.values !== line.was)) continue;
    for (const line of chart.lines) Object.assign(line, { values: line.was, low: line.wasLow, high: line.wasHigh });
    repaint(drawn, false);
  }
  say(null);
  course.show();
  document.dispatchEvent(new CustomEvent("pictured", { detail: null }));
}

function say(head) {
  told.hidden = head === null;
  if (head === null) return;
  const line = (name, text) => { const place = told.querySelector(`[data-told="${name}"]`); place.textContent = text || ""; place.hidden = !text; };
  line("difference", head.difference);
  line("chance", head.chance ? (head.of === "session" ? form.dataset.session : form.dataset.whole).replace("{then}", head.chance.then).replace("{before}", head.chance.before) : "");
  line("duration", head.duration);
  const list = told.querySelector('[data-told="dangers"]');
  list.replaceChildren(...head.dangers.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  list.hidden = head.dangers.length === 0;
}

function moved() {
  clearTimeout(resting);
  ask(false);
  resting = setTimeout(() => ask(true), REST_MS);
}

for (const slider of sliders) {
  label(slider);
  slider.addEventListener("input", () => { label(slider); moved(); });
}
document.getElementById("reset").addEventListener("click", () => {
  for (const slider of sliders) {
    if (slider.type === "checkbox") slider.checked = false; else slider.value = slider.dataset.base;
    label(slider);
  }
  clearTimeout(resting);
  if (inFlight) { waiting = "session"; inFlight.stop.abort(); } else back();
});
form.addEventListener("submit", (event) => { event.preventDefault(); ask(true); });

// one muscle at a time: its fatigue and hazard; the body map leads to each
function choose(name) {
  muscle = name;
  document.querySelector(`[name="shown"][value="${name}"]`).checked = true;
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const of = /^(fatigue|hazard)-(.*)$/.exec(figure.dataset.chart);
    if (of) figure.hidden = of[2] !== name;
  }
  if (Object.keys(changes()).length) ask(true);
}
for (const radio of document.querySelectorAll('[name="shown"]')) radio.addEventListener("change", () => choose(radio.value));
for (const part of document.querySelectorAll(".muscle")) part.addEventListener("click", () => choose(part.dataset.muscle));

const hazards = new Map(plots.filter(({ chart }) => chart.id.startsWith("hazard-")).map((drawn) => [drawn.chart.id.slice(7), drawn]));
const said = document.getElementById("said");
let speaking = 0;
course.moved = (at) => {
  for (const [name, { chart }] of hazards) {
    const value = chart.lines[0].values[at] ?? 0;
    const step = STEPS.filter((from) => value >= from).length;
    for (const part of document.querySelectorAll(`.muscle[data-muscle="${name}"]`)) part.setAttribute("class", `muscle h${step}`);
    document.getElementById(`hazard-now-${name}`).textContent = step === 0 ? `< ${STEPS[0]} %` : value > MOST ? `> ${MOST} %` : `${value.toFixed(1)} %`;
  }
  document.getElementById("map-time").textContent = course.moment(at);
  const button = document.getElementById("mark");
  button.textContent = button.dataset.text.replace("{time}", course.moment(at));
  clearTimeout(speaking);
  if (!document.activeElement?.classList.contains("plot")) return;
  speaking = setTimeout(() => {
    const chosen = hazards.get(muscle);
    const chart = plots.find(({ box }) => box === document.activeElement);
    said.textContent = [chart?.box.getAttribute("aria-valuetext"), `${chosen.chart.title}: ${course.number(chosen.chart.lines[0].values[at], chosen.chart, chosen.chart.lines[0])} %`].filter(Boolean).join(". ");
  }, QUIET_MS);
};

// a cramp is placed at the cursor, by button, by the key c in a chart, or by a click on the strip
function mark(minute) {
  const whole = Math.round(minute);
  const open = document.getElementById("new-cramp");
  open.open = true;
  open.querySelector('[name="at_s"]').value = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  open.querySelector('[name="muscle"]').value = muscle;
  open.scrollIntoView({ block: "nearest" });
  open.querySelector('[name="muscle"]').focus();
}
course.mark = (at) => mark(data.minute[at]);
document.getElementById("mark").addEventListener("click", () => mark(data.minute[course.row()]));
const strip = document.getElementById("strip");
strip.addEventListener("click", (event) => {
  const { left, width } = strip.getBoundingClientRect();
  mark(Math.min(Math.max((event.clientX - left) / width, 0), 1) * data.finish);
});

choose(muscle);
course.show();
document.documentElement.dataset.ready = "yes";
