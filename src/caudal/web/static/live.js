// What changes on the server: told by it as it happens, or asked for again and again.

const PATIENCE = 5000; // milliseconds for a stream to say its first word; proxies may hold it back
const LOST = 4000; // and without a stream until it is said; streams end now and then
const POLL = 2000; // milliseconds between questions while there is no stream
const AGAIN = 15000; // and before a stream is tried anew
const ALL = 30000; // and between questions for everything: of a long queue only the head is told

// `to` gets video(video), deleted(id), restart(), which asks for everything that is shown, and
// connected(whether). Nothing happens while nobody looks at the page.
export function follow(to) {
  let source;
  let lost;
  let timers = [];

  const later = (milliseconds, what) => timers.push(setTimeout(what, milliseconds));
  const ask = () => to.restart().then(() => to.connected(true), () => to.connected(false));

  function found() {
    clearTimeout(lost);
    lost = undefined;
  }

  function stop() {
    source?.close();
    found();
    timers.forEach(clearTimeout);
    timers = [];
  }

  function stream() {
    stop();
    source = new EventSource("/v1/events");
    later(PATIENCE, poll);
    source.addEventListener("reset", () => {
      stopWaiting();
      ask();
    });
    source.addEventListener("video", ({ data }) => to.video(JSON.parse(data)));
    source.addEventListener("deleted", ({ data }) => to.deleted(JSON.parse(data).id));
    source.addEventListener("open", () => {
      found();
      to.connected(true);
    });
    source.addEventListener("error", () => {
      // A refusal is final; after a broken connection the browser comes back by itself.
      if (source.readyState === EventSource.CLOSED) poll();
      else lost ??= setTimeout(() => to.connected(false), LOST);
    });
    function stopWaiting() {
      timers.forEach(clearTimeout);
      timers = [];
      later(ALL, function again() {
        ask();
        later(ALL, again);
      });
    }
  }

  function poll() {
    stop();
    later(AGAIN, stream);
    (function again() {
      ask().finally(() => { if (timers.length) later(POLL, again); });
    })();
  }

  const look = () => (document.hidden ? stop() : stream());
  document.addEventListener("visibilitychange", look);
  look();
}
