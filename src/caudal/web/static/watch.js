// One video alone: on its own page, or inside somebody else's.

import "./page.js";
import { OVER, call, local } from "./api.js";
import { Player } from "./player.js";
import { texts, trouble } from "./words.js";

const by = (id) => document.getElementById(id);
let video = JSON.parse(by("video").textContent);
const player = new Player(by("player"), video);

function show() {
  player.update(video);
  if (!by("facts")) return; // embedded
  by("facts").dataset.status = video.status;
  by("facts").querySelector(".status").textContent = texts.status[video.status];
  by("trouble").textContent = trouble(video);
  const embed = new URL(`/embed/${video.id}`, location);
  // Where playback is signed, the page asks for the token that the video's URLs have.
  const token = /\/t\/([^/]+)\/[0-9a-f-]{36}\//.exec(video.playback.url ?? "")?.[1];
  if (token) embed.searchParams.set("token", token);
  by("copy-page").value = new URL(`/watch/${video.id}`, location).href;
  by("copy-playlist").value = local(video.url) ?? texts.watch.later;
  by("copy-embed").value =
    `<iframe src="${embed}" width="640" height="360" allow="fullscreen" title="video"></iframe>`;
  by("copy-curl").value = `curl ${new URL(`/v1/videos/${video.id}`, location).href}`;
}

async function follow() {
  if (OVER.has(video.status)) return;
  video = await call(`/v1/videos/${video.id}`).catch(() => video);
  show();
  setTimeout(follow, 2000);
}

for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    const field = by(button.dataset.copy);
    field.select();
    await navigator.clipboard?.writeText(field.value);
    by("live").textContent = texts.watch.copied;
  });
}
show();
follow();
