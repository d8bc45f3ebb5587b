// The first page: send videos, watch them become playable.

import "./page.js";
import { List } from "./list.js";
import { follow } from "./live.js";
import { Uploads } from "./upload.js";
import { texts } from "./words.js";

const by = (id) => document.getElementById(id);

// One sentence at a time, so that a screen reader is not flooded.
let silence;
function say(sentence) {
  clearTimeout(silence);
  silence = setTimeout(() => { by("live").textContent = sentence; }, 300);
}

const list = new List(by("videos"), by("row"), {
  more: by("more"),
  nothing: by("nothing"),
  say,
  play,
  confirmDelete,
});
const uploads = new Uploads(by("uploads"), by("upload"), {
  say,
  onSent: (video) => list.update(video),
  choose: () => by("file").click(),
});

// Files come by the button, by a drop anywhere, or by pasting.
const drop = by("drop");
const lead = drop.querySelector(".drop-lead");
by("file").multiple = true;
by("file").addEventListener("change", ({ target }) => {
  uploads.add(target.files);
  target.value = "";
});
drop.addEventListener("submit", (event) => event.preventDefault());
let depth = 0;
function over(change) {
  depth = Math.max(0, depth + change);
  drop.classList.toggle("over", depth > 0);
  lead.textContent = depth > 0 ? texts.upload.over : texts.upload.lead;
}
addEventListener("dragenter", () => over(1));
addEventListener("dragleave", () => over(-1));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  over(-depth);
  uploads.add(event.dataTransfer.files);
});
addEventListener("paste", ({ clipboardData }) => uploads.add(clipboardData.files));

// What is shown.
by("sieve").hidden = false;
const chips = [...document.querySelectorAll(".chips button")];
for (const chip of chips) {
  chip.addEventListener("click", () => {
    for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
    list.sift({ status: chip.dataset.status }).catch(() => connected(false));
  });
}
let typing;
by("search").addEventListener("input", ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    list.sift({ search: target.value.trim() }).catch(() => connected(false));
  }, 200);
});

function connected(whether) {
  by("connection").hidden = whether;
}
follow({
  video: (video) => {
    list.update(video);
    if (shown?.id === video.id) shown.player.update(video);
  },
  deleted: (id) => list.remove(id),
  restart: async () => {
    await list.refresh();
    const now = shown && list.get(shown.id);
    if (now) shown.player.update(now);
  },
  connected,
});

// The player comes when it is wanted: it is larger than all the rest.
const screen = by("screen");
let shown;
async function play(video) {
  by("screen-title").textContent = video.title;
  by("screen-share").href = `/watch/${video.id}`;
  screen.showModal();
  const { Player } = await import("./player.js");
  shown = { id: video.id, player: new Player(by("player"), video, { autoplay: true }) };
}
by("screen-close").addEventListener("click", () => screen.close());
screen.addEventListener("click", ({ target }) => { if (target === screen) screen.close(); });
screen.addEventListener("close", () => {
  shown?.player.destroy();
  shown = undefined;
});

const question = by("question");
function confirmDelete(video) {
  by("question-what").textContent = video.title;
  question.returnValue = "no";
  question.showModal();
  return new Promise((resolve) => {
    question.addEventListener("close", () => resolve(question.returnValue === "yes"), { once: true });
  });
}
