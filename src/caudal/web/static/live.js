// What changes on the server, as it changes: one stream of events, questions where there is none.

import { call } from "./api.js";

const EVERY = 2000; // milliseconds between questions

// `to` gets video(video), gone(id), restart() when anything may have been missed, and
// connected(whether).
export function follow(to) {
  let timer;
  const source = new EventSource("/v1/events");

  async function ask() {
    try {
      await to.restart();
      to.connected(true);
    } catch {
      to.connected(false);
    }
    timer = setTimeout(ask, EVERY);
  }

  source.addEventListener("open", () => {
    clearTimeout(timer);
    timer = undefined;
    to.connected(true);
    to.restart().catch(() => to.connected(false));
  });
  source.addEventListener("video", ({ data }) => to.video(JSON.parse(data)));
  source.addEventListener("gone", ({ data }) => to.gone(JSON.parse(data).id));
  source.addEventListener("error", () => {
    to.connected(false);
    // The browser connects again by itself, unless it has given up.
    if (timer === undefined) timer = setTimeout(ask);
  });
}
