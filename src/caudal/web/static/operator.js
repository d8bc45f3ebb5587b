// What goes on in the whole installation, drawn anew every few seconds while somebody looks.

import "./page.js";
import { call } from "./api.js";
import { chart, meter, ranking } from "./charts.js";
import { count, fill, hour, size, span, texts } from "./words.js";

const EVERY = 10000; // milliseconds
const words = texts.operator;
const by = (id) => document.getElementById(id);
const choices = [...document.querySelectorAll("[data-window]")];
let stretch = "hour";
let timer;

function show(now) {
  const { queue, workers, disk, store, parts, failures } = now;
  const length = parts.length * now.part_seconds;
  const over = {
    length,
    ends: [hour(parts[0].began_at), words.now],
    at: (start) => hour(parts[Math.round(start / now.part_seconds)].began_at),
  };
  const series = (name, key) => ({
    name,
    spans: parts.map((part, i) => ({ start: i * now.part_seconds, duration: now.part_seconds, value: part[key] })),
  });
  const sum = (key) => parts.reduce((all, part) => all + part[key], 0);

  chart(by("throughput"), {
    ...over,
    title: words.throughput,
    summary: fill(words.throughput_summary, { done: count(sum("done")), failed: count(sum("failed")), queued: count(sum("queued")) }),
    series: [series(words.done, "done"), series(words.failed, "failed")],
    shape: "bars",
    format: count,
  });
  const oldest = queue.oldest_waiting_seconds;
  chart(by("oldest"), {
    ...over,
    title: words.oldest,
    summary: oldest === null ? words.nobody : fill(words.oldest_summary, { time: span(oldest) }),
    series: [series(words.oldest, "oldest_waiting_seconds")],
    shape: "steps",
    format: span,
  });
  chart(by("queue"), {
    ...over,
    title: words.queue,
    summary: fill(words.queue_summary, { waiting: count(queue.waiting), processing: count(queue.processing) }),
    series: [series(words.waiting, "waiting")],
    shape: "steps",
    format: count,
  });
  chart(by("stored"), {
    ...over,
    title: words.store,
    summary: fill(store.available ? words.store_summary : words.store_away, { size: size(store.bytes) }),
    series: [series(words.stored, "bytes")],
    shape: "bars",
    format: size,
  });
  by("stored").classList.toggle("alarm", !store.available);

  const running = queue.lanes.reduce((all, lane) => all + lane.running, 0);
  const ready = queue.lanes.reduce((all, lane) => all + lane.ready, 0);
  meter(by("workers"), {
    title: words.workers,
    summary: fill(workers.alive ? words.workers_summary : words.no_workers, { n: count(workers.alive) }),
    parts: [{ name: words.running, value: running }, { name: words.ready, value: ready }],
    total: running + ready,
    format: count,
  });
  by("workers").classList.toggle("alarm", workers.alive === 0);
  const whole = disk.size_bytes;
  const used = Math.max((whole ?? 0) - disk.free_bytes, 0);
  meter(by("disk"), {
    title: words.disk,
    summary: whole === null ? words.bucket : fill(words.disk_summary, { free: size(disk.free_bytes), reserve: size(disk.reserve_bytes) }),
    parts: whole === null ? [] : [
      { name: words.used, value: used },
      { name: words.reserve, value: Math.min(disk.reserve_bytes, disk.free_bytes) },
      { name: words.free, value: Math.max(disk.free_bytes - disk.reserve_bytes, 0) },
    ],
    total: whole,
    format: size,
  });
  by("disk").classList.toggle("alarm", whole !== null && disk.free_bytes < disk.reserve_bytes);
  ranking(by("failures"), {
    title: words.failures,
    summary: failures.length ? "" : words.no_failures,
    heads: [words.code, words.videos],
    rows: failures.map(({ code, count: value }) => ({ name: code, value })),
    format: count,
  });
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    show(await call(`/v1/operations?window=${stretch}`));
    by("connection").hidden = true;
  } catch {
    by("connection").hidden = false;
  }
  timer = setTimeout(look, EVERY);
}

for (const choice of choices) {
  choice.addEventListener("click", () => {
    for (const other of choices) other.setAttribute("aria-pressed", String(other === choice));
    stretch = choice.dataset.window;
    look();
  });
}
document.addEventListener("visibilitychange", look);
look();
