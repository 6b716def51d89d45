// The charts of one report: draws them with uPlot, joins their cursors and zoom, and makes them work by keyboard.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const root = document.documentElement;
  const said = document.getElementById("said");
  const atTime = document.getElementById("at-time");
  const minutes = data.minute;
  const last = minutes.length - 1;
  const plots = [];
  let row = nearest(data.peak);
  let shown = [0, data.end];

  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const faint = (name, share) => {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour(name).slice(at, at + 2), 16));
    return `rgba(${red},${green},${blue},${share})`;
  };
  const told = (text, fields) => text.replace(/\{(\w+)\}/g, (_whole, name) => fields[name]);
  const two = (number) => String(number).padStart(2, "0");

  function nearest(minute) {
    let best = 0;
    for (let at = 1; at < minutes.length; at += 1) {
      if (Math.abs(minutes[at] - minute) < Math.abs(minutes[best] - minute)) best = at;
    }
    return best;
  }

  function hours(minute) {
    const whole = Math.round(minute);
    return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  }

  function moment(at) {
    const minute = minutes[at];
    if (minute <= data.finish) return hours(minute);
    const after = Math.round(minute - data.finish);
    return told(after < 60 ? data.words.minutes_after : data.words.hours_after, { minutes: after % 60, hours: Math.floor(after / 60) });
  }

  function number(value, chart, line) {
    if (value === null || value === undefined) return "–";
    if (chart.pace && !line.right) {
      const seconds = Math.round(value * 60);
      return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    }
    return value.toFixed(line.right ? line.digits : chart.digits).replace("-", "−");
  }

  function reading(chart, line, at, between = (low, high) => `${low}–${high}`) {
    const value = number(line.values[at], chart, line);
    if (value === "–") return value;
    const unit = line.right ? line.unit : chart.unit;
    const [low, high] = line.low ? [line.low, line.high].map((end) => number(end[at], chart, line)) : ["", ""];
    const range = low === high ? "" : ` (${between(low, high)})`;
    return `${value}${range} ${unit}`;
  }

  function sentence(chart, at) {
    return chart.lines.map((line) => `${line.name} ${reading(chart, line, at, (low, high) => told(data.words.range, { low, high }))}`).join(", ");
  }

  function show(at) {
    course.moved(at);
    const when = moment(at);
    atTime.textContent = minutes[at] > data.finish ? when : told(data.words.at, { moment: when });
    for (const { chart, values, box } of plots) {
      chart.lines.forEach((line, index) => { values[index].textContent = reading(chart, line, at); });
      box.setAttribute("aria-valuenow", String(Math.round(minutes[at])));
      box.setAttribute("aria-valuetext", `${moment(at)}: ${sentence(chart, at)}`);
    }
  }

  function moveTo(at) {
    row = Math.min(Math.max(at, 0), last);
    const { min, max } = plots[0].plot.scales.x;
    const half = (max - min) / 2;
    if (minutes[row] < min || minutes[row] > max) zoom(minutes[row] - half, minutes[row] + half);
    for (const { plot } of plots) {
      plot.setCursor({ left: plot.valToPos(minutes[row], "x"), top: plot.over.clientHeight / 2 }, false);
    }
    show(row);
  }

  function zoom(from, to) {
    const width = Math.min(Math.max(to - from, 5), data.end);
    const min = Math.min(Math.max(from, 0), data.end - width);
    shown = [min, min + width];
    for (const { plot } of plots) plot.setScale("x", { min: shown[0], max: shown[1] });
    press(null);
  }

  function press(button) {
    for (const other of document.querySelectorAll(".tools button")) other.setAttribute("aria-pressed", String(other === button));
  }

  function clipped({ ctx, bbox }) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
  }

  function shade(plot) {
    const { ctx, bbox } = plot;
    const from = plot.valToPos(data.finish, "x", true);
    clipped(plot);
    ctx.fillStyle = colour("after");
    ctx.fillRect(from, bbox.top, bbox.left + bbox.width - from, bbox.height);
    ctx.restore();
  }

  function mark(plot) {
    const { ctx, bbox } = plot;
    const x = (minute) => plot.valToPos(minute, "x", true);
    const ratio = window.devicePixelRatio || 1;
    clipped(plot);
    const line = (x0, y0, x1, y1, hue, width, dash) => {
      ctx.strokeStyle = colour(hue);
      ctx.lineWidth = width * ratio;
      ctx.setLineDash(dash.map((part) => part * ratio));
      ctx.beginPath();
      ctx.moveTo(x0, y0);
      ctx.lineTo(x1, y1);
      ctx.stroke();
    };
    line(x(data.finish), bbox.top, x(data.finish), bbox.top + bbox.height, "quiet", 1, []);
    ctx.font = `${12 * ratio}px system-ui, sans-serif`;
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    for (const limit of plot.ours.limits) {
      const y = plot.valToPos(limit.at, "y", true);
      line(bbox.left, y, bbox.left + bbox.width, y, "alarm", 1.3, [8, 4]);
      ctx.fillStyle = colour("text");
      ctx.fillText(limit.label, bbox.left + 6 * ratio, y - 16 * ratio);
    }
    for (const marker of data.markers) {
      const cramp = marker.kind === "cramp";
      const at = x(marker.at);
      line(at, bbox.top, at, bbox.top + bbox.height, cramp ? "alarm" : "quiet", cramp ? 1.5 : 1, cramp ? [] : [2, 3]);
      if (!cramp) continue;
      const size = 6 * ratio;
      ctx.fillStyle = colour("alarm");
      ctx.beginPath();
      ctx.moveTo(at, bbox.top);
      ctx.lineTo(at + size, bbox.top + size);
      ctx.lineTo(at, bbox.top + 2 * size);
      ctx.lineTo(at - size, bbox.top + size);
      ctx.fill();
      const left = at > bbox.left + bbox.width / 2;
      ctx.fillStyle = colour("text");
      const wide = ctx.measureText(marker.label).width;
      const wished = at + (left ? -9 * ratio - wide : 9 * ratio);
      const from = Math.max(bbox.left, Math.min(wished, bbox.left + bbox.width - wide)); // never cut off
      ctx.fillText(marker.label, from, bbox.top + (from === wished ? 1 : 15) * ratio); // below the sign, where it would lie over it
    }
    ctx.restore();
  }

  function options(chart, width) {
    const series = [{}];
    const bands = [];
    for (const line of chart.lines) {
      series.push({
        scale: line.right ? "right" : "y", stroke: () => colour(line.hue), width: 2, dash: line.dash, points: { show: false },
      });
      if (line.low) {
      // uPlot fills between two series: the ends of the band are series without a line
      series.push({ scale: "y", stroke: "transparent", width: 0, points: { show: false } });
      series.push({ scale: "y", stroke: "transparent", width: 0, points: { show: false } });
      bands.push({ series: [series.length - 1, series.length - 2], fill: () => faint(line.hue, 0.17) });
      }
      // the session as it was, when something is tried: dashed, and not there until then
      if (data.live) series.push({ scale: line.right ? "right" : "y", stroke: () => colour("quiet"), width: 1.5, dash: [4, 4], show: false, points: { show: false } });
    }
    const font = "12px system-ui, sans-serif";
    const grid = { stroke: () => colour("grid"), width: 1 };
    const axis = { font, stroke: () => colour("quiet"), ticks: { show: false }, grid };
    const clock = (value) => `${Math.floor(value)}:${two(Math.round((value % 1) * 60))}`;
    const axes = [
      { ...axis, size: 26, gap: 4, space: 56, incrs: [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440],
        values: (_, splits) => splits.map(hours) },
      { ...axis, size: 46, gap: 4, space: 34, values: chart.pace ? (_, splits) => splits.map(clock) : undefined,
        incrs: chart.pace ? [0.25, 0.5, 1, 2, 5, 10] : undefined },
    ];
    const scales = {
      x: { time: false, range: (_, min, max) => [min, max] },
      y: { range: () => [chart.from ?? chart.low, chart.to ?? chart.high], dir: chart.pace ? -1 : 1 },
    };
    if (chart.right) {
      axes.push({ ...axis, scale: "right", side: 1, size: 46, gap: 4, space: 34, grid: { show: false } });
      scales.right = { range: () => [chart.right.low, chart.right.high] };
    }
    return {
      width, height: chart.height, series, bands, axes, scales, legend: { show: false }, padding: [8, chart.right ? 0 : 46, 0, 0],
      cursor: { sync: { key: "session", setSeries: false }, drag: { x: true, y: false, dist: 6 }, points: { size: 7 } },
      hooks: {
        drawClear: [shade],
        draw: [mark],
        setCursor: [(plot) => { if (plot.cursor.idx !== null && plot.cursor.left >= 0 && plot.cursor.event) show(plot.cursor.idx); }],
        setScale: [(plot, key) => {
          // uPlot settles later than it is told: only a range that is not ours was dragged by the reader
          const { min, max } = plot.scales.x;
          if (key === "x" && plots.length === data.charts.length && (min !== shown[0] || max !== shown[1])) zoom(min, max);
        }],
      },
    };
  }

  function columns(chart) {
    const all = [minutes];
    for (const line of chart.lines) {
      all.push(line.values);
      if (line.low) all.push(line.low, line.high);
      if (data.live) all.push(line.was || line.values);
    }
    return all;
  }

  const views = {
    session: [0, data.finish],
    after: [Math.max(0, data.finish - 0.05 * (data.end - data.finish)), data.end],
    all: [0, data.end],
  };

  function keys(event) {
    const { min, max } = plots[0].plot.scales.x;
    const width = max - min;
    const middle = Math.min(Math.max(minutes[row], min), max);
    const far = event.shiftKey ? 10 : 1;
    const moves = {
      ArrowRight: () => moveTo(row + far), ArrowUp: () => moveTo(row + far),
      ArrowLeft: () => moveTo(row - far), ArrowDown: () => moveTo(row - far),
      PageUp: () => moveTo(nearest(minutes[row] + 30)), PageDown: () => moveTo(nearest(minutes[row] - 30)),
      Home: () => moveTo(0), End: () => moveTo(last),
      "+": () => zoom(middle - width / 4, middle + width / 4), "=": () => zoom(middle - width / 4, middle + width / 4),
      "-": () => zoom(middle - width, middle + width),
      Escape: () => look("all"), 0: () => look("all"),
      Enter: () => { said.textContent = `${moment(row)}: ${plots.map(({ chart }) => `${chart.title}: ${sentence(chart, row)}`).join("; ")}`; },
    };
    const move = moves[event.key] || (data.live && event.key.toLowerCase() === "c" && (() => course.mark(row)));
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
    if (event.key === "+" || event.key === "=" || event.key === "-") {
      const { x } = plots[0].plot.scales;
      said.textContent = told(data.words.showing, { part: told(data.words.range, { low: hours(x.min), high: hours(x.max) }) });
    }
  }

  function look(name) {
    zoom(...views[name]);
    const button = document.querySelector(`.tools button[data-view="${name}"]`);
    press(button);
    said.textContent = told(data.words.showing, { part: button.textContent.toLowerCase() });
  }

  // what a page with sliders adds to: it puts other values into the lines and has them drawn
  const course = { data, plots, columns, colour, moment, number, show: () => show(row), row: () => row, moved: () => {}, mark: () => {} };
  if (data.live) window.course = course;
  root.classList.add("js");
  for (const chart of data.charts) {
    const box = document.getElementById(`plot-${chart.id}`);
    const values = [...box.closest("figure").querySelectorAll(".legend .value")];
    const opts = options(chart, box.clientWidth || 320);
    opts.hooks.init = [(plot) => { plot.ours = chart; }];
    const plot = new uPlot(opts, columns(chart), box);
    plots.push({ chart, plot, box, values });
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "slider");
    box.setAttribute("aria-orientation", "horizontal");
    box.setAttribute("aria-label", told(data.words.along, { chart: chart.title }));
    box.setAttribute("aria-valuemin", "0");
    box.setAttribute("aria-valuemax", String(Math.round(data.end)));
    box.addEventListener("keydown", keys);
    box.addEventListener("focus", () => moveTo(row));
    plot.over.addEventListener("click", () => { if (plot.cursor.idx !== null) row = plot.cursor.idx; });
    plot.over.addEventListener("mouseleave", () => show(row));
  }
  for (const button of document.querySelectorAll(".tools button")) button.addEventListener("click", () => look(button.dataset.view));
  zoom(...views.session);
  press(document.querySelector('.tools button[data-view="session"]'));
  show(row);

  new ResizeObserver(() => {
    for (const { plot, box, chart } of plots) {
      if (box.clientWidth && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: chart.height });
    }
  }).observe(document.querySelector(".charts"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const { plot } of plots) plot.redraw(true, true);
  });
})();
