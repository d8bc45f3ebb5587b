// What happened to one video, and what was made of it.

import "./page.js";
import { OVER, call } from "./api.js";
import { chart, element, table, timeline } from "./charts.js";
import { bitrate, clock, count, decimal, fill, percent, said, second, size, span, texts, trouble } from "./words.js";

const EVERY = 3000; // milliseconds
const words = texts.details;
const by = (id) => document.getElementById(id);
const SIX = 6; // lines that can be told from each other
let video = JSON.parse(by("video").textContent);

function head() {
  by("facts").dataset.status = video.status;
  by("facts").querySelector(".status").textContent = texts.status[video.status];
  by("facts").querySelector(".more-facts").textContent = video.status === "em processamento" ? percent(video.progress) : "";
  by("trouble").textContent = trouble(video);
  by("watch").hidden = !video.playback.playable;
  const { source, cost } = video;
  const facts = [[words.file, video.filename], [words.id, video.id]];
  if (source) {
    if (source.width) facts.push([words.picture, `${source.width} × ${source.height}, ${source.video_codec}, ${decimal(rate(source.frame_rate))} fps`]);
    facts.push([words.duration, clock(source.duration)], [words.size, size(source.bytes)]);
  }
  if (cost.cpu_seconds && cost.media_seconds) {
    const each = decimal(cost.cpu_seconds / cost.media_seconds);
    facts.push([words.cpu, fill(words.cpu_each, { seconds: span(cost.cpu_seconds), each })]);
  }
  by("about").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  by("notes").replaceChildren(...video.notes.map(({ message }) => element("li", {}, message)));
}

function rate(fraction) {
  const [over, under = 1] = fraction.split("/").map(Number);
  return over / under;
}

function history({ periods, attempts }) {
  const moments = [...periods, ...attempts].flatMap(({ began_at: from, ended_at: to }) => [from, to]);
  const start = Math.min(...moments.filter(Boolean).map(Date.parse));
  // The last status lasts; nothing more happens in it.
  const last = Math.max(...moments.filter(Boolean).map(Date.parse));
  const end = OVER.has(video.status) ? last + Math.max((last - start) * 0.03, 1000) : Math.max(Date.now(), last);
  const until = (moment) => (moment ? Date.parse(moment) : end);
  const lines = [{
    name: words.status,
    spans: periods.map(({ status, began_at: from, ended_at: to }) => ({
      start: Date.parse(from), end: until(to), look: `status-${[...OVER].includes(status) ? status : status.slice(0, 2)}`, title: texts.status[status],
    })),
  }];
  for (const step of new Set(attempts.map((attempt) => attempt.step))) {
    lines.push({
      name: words[`step_${step}`],
      spans: attempts.filter((attempt) => attempt.step === step).map((attempt) => ({
        start: Date.parse(attempt.began_at), end: until(attempt.ended_at), look: `outcome-${attempt.outcome ?? "running"}`, title: named(attempt),
      })),
    });
  }
  const bad = attempts.filter(({ outcome }) => ["stumbled", "failed", "lost"].includes(outcome)).length;
  timeline(by("timeline"), {
    title: words.timeline,
    summary: fill(bad ? words.timeline_bad : words.timeline_summary, {
      time: span((last - start) / 1000), steps: count(attempts.length), bad: count(bad),
    }),
    lines,
    start,
    end,
    ends: [second(start), second(end)],
    numbers: () => table(words.timeline, [words.what, words.began, words.took, words.cpu, words.outcome], [
      ...periods.map((period) => [period.began_at, texts.status[period.status], period.ended_at, "–", period.error_code ?? ""]),
      ...attempts.map((attempt) => [
        attempt.began_at, named(attempt), attempt.ended_at, attempt.cpu_seconds ? span(attempt.cpu_seconds) : "–", ended(attempt),
      ]),
    ].sort(([one], [other]) => Date.parse(one) - Date.parse(other)).map(([from, what, to, cpu, outcome]) =>
      [what, second(from), to ? span((Date.parse(to) - Date.parse(from)) / 1000) : "–", cpu, outcome])),
  });
  const told = attempts.filter(({ log }) => log);
  by("logs").hidden = !told.length;
  by("log").replaceChildren(...told.flatMap((attempt) => [
    element("h3", {}, `${named(attempt)}, ${ended(attempt)}`),
    element("pre", { tabindex: "0" }, attempt.log),
  ]));
}

function named({ step, index, number }) {
  const name = fill(words.step_name, { step: words[`step_${step}`], n: count(index + 1) });
  return number > 1 ? fill(words.attempt, { name, n: count(number) }) : name;
}

function ended({ outcome, error_code: code }) {
  const how = words[`outcome_${outcome ?? "running"}`];
  return code ? `${how}: ${said({ code })} (${code})` : how;
}

function made(renditions) {
  by("made").hidden = !renditions.length;
  if (!renditions.length) return;
  by("renditions").replaceChildren(table(
    words.renditions,
    [words.name, words.what, words.how, words.segments, words.size, words.average, words.peak],
    renditions.map((r) => [
      r.name,
      r.kind === "picture" ? `${r.width} × ${r.height}` : [words[r.kind], r.language !== "und" && r.language].filter(Boolean).join(", "),
      r.kind === "subtitles" ? "" : r.passthrough ? words.copied : words.encoded,
      count(r.segments),
      size(r.bytes),
      r.average && r.kind !== "subtitles" ? bitrate(r.average) : "–",
      r.peak && r.kind !== "subtitles" ? bitrate(r.peak) : "–",
    ]),
  ));
  const drawn = renditions.filter(({ kind, rates }) => kind !== "subtitles" && rates.length).slice(0, SIX);
  by("rates").hidden = !drawn.length;
  if (!drawn.length) return;
  const length = Math.max(...drawn.flatMap(({ rates }) => rates.map((r) => r.start + r.duration)));
  const series = drawn.map(({ name, rates }) => ({
    name, spans: rates.map(({ start, duration, bitrate: value }) => ({ start, duration, value })),
  }));
  chart(by("rates"), {
    title: words.rates,
    summary: fill(words.rates_summary, { name: drawn[0].name, average: bitrate(drawn[0].average), peak: bitrate(drawn[0].peak) }),
    series,
    length,
    shape: "steps",
    format: bitrate,
    ends: [clock(0), clock(length)],
    at: clock,
  });
}

async function follow() {
  try {
    const [now, details] = await Promise.all([
      call(`/v1/videos/${video.id}`), call(`/v1/videos/${video.id}/details`),
    ]);
    video = now;
    head();
    history(details);
    made(details.renditions);
    by("connection").hidden = true;
  } catch {
    by("connection").hidden = false;
  }
  if (!OVER.has(video.status)) setTimeout(follow, EVERY);
}

head();
follow();
