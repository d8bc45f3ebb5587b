// The page's words in the reader's language, and numbers as people of that language write them.

export const texts = JSON.parse(document.getElementById("texts").textContent);
export const language = document.documentElement.lang;

// Put values into the places of a sentence: fill("{n} before it", { n: 3 }).
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// What went wrong, in a sentence: a problem of the API, or the error of a video.
export function said({ code, detail, message }) {
  const own = detail ?? message;
  return (language === "en" && own) || texts.error[code] || own || texts.error.internal;
}

// What is wrong with a video, one sentence behind the other: empty when nothing is.
export function trouble({ error, warnings }) {
  if (error) return said(error);
  return warnings
    .map(({ code, seconds, message }) =>
      fill(texts.warning[code] ?? message, { seconds: seconds === null ? "" : decimal(seconds) }))
    .join(" ");
}

const number = (options) => new Intl.NumberFormat(language, options);
const percentage = number({ style: "percent", maximumFractionDigits: 0 });
const dateAndTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

export function size(bytes) {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const amount = bytes / 1000 ** power;
  return number({
    style: "unit",
    unit: UNITS[power],
    unitDisplay: power ? "short" : "long",
    maximumFractionDigits: amount < 10 && power ? 1 : 0,
  }).format(amount);
}

export const percent = (share) => percentage.format(share);
export const count = (n) => number({}).format(n);
export const decimal = (n) => number({ maximumFractionDigits: 1 }).format(n);
export const moment = (time) => dateAndTime.format(new Date(time));

const timeOfDay = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const toTheSecond = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });
export const hour = (time) => timeOfDay.format(new Date(time));
export const second = (time) => toTheSecond.format(new Date(time));

export function bitrate(bits) {
  const [amount, unit] = bits < 999_500 ? [bits / 1e3, "kilobit"] : [bits / 1e6, "megabit"];
  return number({
    style: "unit", unit: `${unit}-per-second`, unitDisplay: "short", maximumSignificantDigits: 3,
  }).format(amount);
}

// A stretch of time in words that need no exactness: 40 s, 3 min, 2 h.
export function span(seconds) {
  const [amount, unit] =
    seconds < 90 ? [seconds, "second"]
    : seconds < 5400 ? [seconds / 60, "minute"]
    : seconds < 172800 ? [seconds / 3600, "hour"]
    : [seconds / 86400, "day"];
  return number({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 })
    .format(Math.ceil(amount));
}

// The length of a video as players write it: 3:07, 1:02:45.
export function clock(seconds) {
  const whole = Math.round(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
