// Small drawings of numbers. Beside each stands what it says in words, and all of it as a table.

import { texts } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600; // of the drawing's own coordinates; the page stretches it
const HEIGHT = 120;

// An element with its attributes and children.
export const element = (name, attributes = {}, ...children) =>
  fitted(document.createElement(name), attributes, children);
const drawn = (name, attributes = {}, ...children) =>
  fitted(document.createElementNS(SVG, name), attributes, children);

function fitted(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A table of texts: heads, and rows whose first cell names the row.
export function table(caption, heads, rows) {
  const cells = ([name, ...rest]) => element(
    "tr", {}, element("th", { scope: "row" }, name), ...rest.map((text) => element("td", {}, text)),
  );
  return element(
    "div", { class: "table", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table", {},
      element("caption", { class: "unseen" }, caption),
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...rows.map(cells)),
    ),
  );
}

// Values over a stretch that is `length` long, drawn into a <figure>.
//   series: [{ name, spans: [{ start, duration, value }] }], up to six, each with a look of its own
//   shape: "bars", one on the other, or "steps", one before the other
//   format(value), ends: [text, text] below, summary: the whole in a sentence
//   at(start): what a row of the table is called
export function chart(figure, { title, summary, series, length, shape, format, ends, at }) {
  const top = Math.max(...highest(series, shape), 0);
  const svg = drawn("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": `${title}. ${summary}`,
  });
  svg.append(drawn("path", { class: "ground", d: `M0 ${HEIGHT - 0.5}H${WIDTH}` }));
  if (top > 0) svg.append(...(shape === "bars" ? bars : steps)(series, length, top));
  const legend = element("ul", { class: "legend" }, ...series.map(({ name }, i) =>
    element("li", { class: `series-${i}` }, name)));
  put(figure, {
    title,
    summary,
    drawing: element(
      "div", { class: "drawing" },
      element("span", { class: "top", "aria-hidden": "true" }, top > 0 ? format(top) : ""),
      svg,
      element("div", { class: "ends", "aria-hidden": "true" }, ...ends.map((end) => element("span", {}, end))),
    ),
    legend: series.length > 1 ? legend : "",
    numbers: () => table(title, [texts.chart.when, ...series.map(({ name }) => name)],
      series[0].spans.map(({ start }, i) =>
        [at(start), ...series.map(({ spans }) => (spans[i] ? format(spans[i].value) : "–"))])),
  });
}

// Parts of a whole, one behind the other: [{ name, value }].
export function meter(figure, { title, summary, parts, total, format }) {
  const svg = drawn("svg", {
    class: "meter", viewBox: `0 0 ${WIDTH} 24`, preserveAspectRatio: "none", role: "img", "aria-label": `${title}. ${summary}`,
  });
  svg.append(drawn("rect", { class: "ground", width: WIDTH, height: 24 }));
  let start = 0;
  parts.forEach(({ value }, i) => {
    const width = total ? (value / total) * WIDTH : 0;
    svg.append(drawn("rect", { class: `series-${i}`, x: start, width, height: 24 }));
    start += width;
  });
  const legend = parts.map(({ name, value }, i) => element("li", { class: `series-${i}` }, `${name}: ${format(value)}`));
  put(figure, { title, summary, drawing: svg, legend: element("ul", { class: "legend" }, ...legend) });
}

// How often what happened: [{ name, value }], most first. The table is the drawing.
export function ranking(figure, { title, summary, rows, format, heads }) {
  const most = Math.max(...rows.map(({ value }) => value), 1);
  const drawing = rows.length ? table(title, heads, rows.map(({ name, value }) => [name, format(value)])) : "";
  if (drawing) {
    drawing.querySelectorAll("td").forEach((cell, i) => cell.prepend(drawn(
      "svg", { class: "rank", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawn("rect", { width: (rows[i].value / most) * 100, height: 10 }),
    )));
  }
  put(figure, { title, summary, drawing, legend: "" });
}

// Stretches of time on lines: [{ name, spans: [{ start, end, look, title }] }].
export function timeline(figure, { title, summary, lines, start, end, ends, numbers }) {
  const x = (moment) => ((moment - start) / Math.max(end - start, 1)) * WIDTH;
  const rows = lines.map(({ name, spans }) => {
    const levels = packed(spans);
    const height = 16 * Math.max(...levels.map((level) => level + 1), 1);
    const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: "none", height, "aria-hidden": "true" });
    spans.forEach((span, i) => svg.append(drawn(
      "rect",
      {
        class: `span ${span.look}`, x: x(span.start), y: levels[i] * 16 + 2,
        width: Math.max(x(span.end) - x(span.start), 2), height: 12,
      },
      drawn("title", {}, span.title),
    )));
    return element("div", { class: "line" }, element("span", { class: "line-name" }, name), svg);
  });
  const drawing = element(
    "div", { class: "lines", role: "img", "aria-label": `${title}. ${summary}` },
    ...rows,
    element("div", { class: "ends" }, ...ends.map((text) => element("span", {}, text))),
  );
  put(figure, { title, summary, drawing, legend: "", numbers });
}

// Fills the figure; a table that is open stays so.
function put(figure, { title, summary, drawing, legend, numbers }) {
  const open = figure.querySelector("details")?.open ?? false;
  const head = element("figcaption", {}, element("span", { class: "chart-title" }, title), element("span", { class: "chart-summary" }, summary));
  figure.replaceChildren(head, drawing, legend);
  if (!numbers) return;
  const details = element("details", {}, element("summary", {}, texts.chart.table));
  const fill = () => { if (details.open && details.children.length === 1) details.append(numbers()); };
  details.addEventListener("toggle", fill);
  figure.append(details);
  details.open = open;
  fill();
}

function highest(series, shape) {
  if (shape === "steps") return series.flatMap(({ spans }) => spans.map(({ value }) => value));
  return series[0].spans.map((_, i) => series.reduce((sum, { spans }) => sum + spans[i].value, 0));
}

function bars(series, length, top) {
  const reached = series[0].spans.map(() => 0);
  return series.flatMap(({ spans }, number) => spans.flatMap(({ start, duration, value }, i) => {
    if (!value) return [];
    const height = (value / top) * (HEIGHT - 4);
    reached[i] += height;
    const width = (duration / length) * WIDTH;
    return [drawn("rect", {
      class: `series-${number}`, x: (start / length) * WIDTH + width * 0.1, width: width * 0.8, y: HEIGHT - reached[i], height,
    })];
  }));
}

function steps(series, length, top) {
  const only = series.length === 1;
  return series.flatMap(({ spans }, number) => {
    if (!spans.length) return [];
    const x = (time) => ((time / length) * WIDTH).toFixed(2);
    const y = (value) => (HEIGHT - 1 - (value / top) * (HEIGHT - 5)).toFixed(2);
    const line = spans.map(({ start, duration, value }, i) =>
      `${i ? "L" : "M"}${x(start)} ${y(value)}H${x(start + duration)}`).join("");
    const area = `${line}V${HEIGHT}H${x(spans[0].start)}Z`;
    return [
      ...(only ? [drawn("path", { class: "area", d: area })] : []),
      drawn("path", { class: `stroke series-${number}`, d: line }),
    ];
  });
}

// Which of several levels each span has, so that none hides another.
function packed(spans) {
  const free = [];
  return spans.map(({ start, end }) => {
    let level = free.findIndex((until) => until <= start);
    if (level < 0) level = free.length;
    free[level] = end;
    return level;
  });
}
