// The charts of one reflex: one moment read out in all of them, by pointer or by keyboard; again when others took their place.
(() => {
  "use strict";
  function begin() {
    const held = document.getElementById("chart-data");
    if (!held) return;
    const data = JSON.parse(held.textContent);
    const said = document.getElementById("said");
    const atTime = document.getElementById("at-time");
    const { plane, time } = data;
    const last = time.length - 1;
    const aSecond = Math.max(1, Math.round(last / data.seconds));
    const boxes = [];
    let column = 0;

    const filled = (text, fields) => text.replace(/\{(\w+)\}/g, (_whole, name) => fields[name]);
    const clock = (at) => `${time[at].toFixed(2)} s`;

    function reading(chart, line) {
      const value = line.values[column];
      if (value === null) return "–";
      return `${value.toFixed(chart.digits).replace("-", "−")}${chart.unit ? ` ${chart.unit}` : ""}`;
    }

    const sentence = (chart) => chart.lines.map((line) => `${line.name} ${reading(chart, line).replace("–", data.words.none)}`).join(", ");

    function moveTo(at) {
      column = Math.min(Math.max(at, 0), last);
      const x = plane.left + (plane.right - plane.left) * (time[column] / data.seconds);
      atTime.textContent = filled(data.words.at, { time: clock(column) });
      for (const { chart, reach, cursor, values } of boxes) {
        cursor.setAttribute("x1", x);
        cursor.setAttribute("x2", x);
        chart.lines.forEach((line, index) => { values[index].textContent = reading(chart, line); });
        reach.setAttribute("aria-valuenow", time[column].toFixed(2));
        reach.setAttribute("aria-valuetext", `${clock(column)}: ${sentence(chart)}`);
      }
    }

    function point(event) {
      const { left, width } = event.currentTarget.getBoundingClientRect();
      const x = ((event.clientX - left) / width) * plane.width;
      moveTo(Math.round(((x - plane.left) / (plane.right - plane.left)) * (last + 1) - 0.5));
    }

    function keys(event) {
      const far = event.shiftKey ? 10 : 1;
      const moves = {
        ArrowRight: () => moveTo(column + far), ArrowUp: () => moveTo(column + far),
        ArrowLeft: () => moveTo(column - far), ArrowDown: () => moveTo(column - far),
        PageUp: () => moveTo(column + aSecond), PageDown: () => moveTo(column - aSecond),
        Home: () => moveTo(0), End: () => moveTo(last),
        Enter: () => { said.textContent = `${clock(column)}: ${boxes.map(({ chart }) => `${chart.title}: ${sentence(chart)}`).join("; ")}`; },
      };
      const move = moves[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move();
    }

    document.documentElement.classList.add("js");
    for (const chart of data.charts) {
      const reach = document.getElementById(`plot-${chart.id}`);
      const figure = reach.closest("figure");
      boxes.push({ chart, reach, cursor: figure.querySelector(".cursor"), values: [...figure.querySelectorAll(".legend .value")] });
      reach.setAttribute("tabindex", "0");
      reach.setAttribute("role", "slider");
      reach.setAttribute("aria-orientation", "horizontal");
      reach.setAttribute("aria-label", filled(data.words.along, { chart: chart.title }));
      reach.setAttribute("aria-valuemin", "0");
      reach.setAttribute("aria-valuemax", String(data.seconds));
      reach.addEventListener("keydown", keys);
      reach.addEventListener("pointermove", point);
      reach.addEventListener("pointerdown", point);
    }
    moveTo(Math.round(last / 2));
  }

  begin();
  document.addEventListener("redrawn", begin);
})();
