// The player: media-chrome's controls over a <video> that hls.js feeds, or Safari by itself.

import { STATIC, local } from "./api.js";
import { language, texts } from "./words.js";

const words = texts.player;
const loaded = new Map();

function script(path) {
  if (!loaded.has(path)) {
    loaded.set(path, new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${STATIC}/${path}`;
      element.onload = resolve;
      element.onerror = () => reject(new Error(path));
      document.head.append(element);
    }));
  }
  return loaded.get(path);
}

const CONTROLS = `
  <media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
  <media-rendition-menu hidden anchor="auto"></media-rendition-menu>
  <media-playback-rate-menu hidden anchor="auto"></media-playback-rate-menu>
  <media-audio-track-menu hidden anchor="auto"></media-audio-track-menu>
  <media-captions-menu hidden anchor="auto"></media-captions-menu>
  <media-control-bar class="seek">
    <media-time-range>
      <media-preview-thumbnail slot="preview"></media-preview-thumbnail>
      <media-preview-time-display slot="preview"></media-preview-time-display>
    </media-time-range>
  </media-control-bar>
  <media-control-bar>
    <media-play-button></media-play-button>
    <media-mute-button></media-mute-button>
    <media-volume-range></media-volume-range>
    <media-time-display showduration notoggle></media-time-display>
    <span class="room"></span>
    <media-playback-rate-menu-button>
      <svg slot="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5a9 9 0 0 0-7.8 13.5l1.7-1A7 7 0 1 1 18 17.5l1.7 1A9 9 0 0 0 12 5Zm4.6 4.4-5.8 3.4a1.6 1.6 0 1 0 2.2 2.2Z"/></svg>
    </media-playback-rate-menu-button>
    <media-audio-track-menu-button></media-audio-track-menu-button>
    <media-rendition-menu-button></media-rendition-menu-button>
    <media-captions-menu-button></media-captions-menu-button>
    <media-pip-button></media-pip-button>
    <media-fullscreen-button></media-fullscreen-button>
  </media-control-bar>`;

export class Player {
  #place;
  #autoplay;
  #media;
  #hls;
  #video;
  #url; // of what is played
  #gone = false;
  #renditions;
  #sounds;

  constructor(place, video, { autoplay = false } = {}) {
    this.#place = place;
    this.#autoplay = autoplay;
    this.update(video);
  }

  // Starts once there is something to play, and moves on to the final playlist.
  update(video) {
    if (this.#gone) return;
    this.#video = video;
    const { playable, url } = video.playback;
    if (!playable) {
      const over = video.status === "falhou" || video.status === "cancelado";
      if (!this.#url) this.#tell(over ? words.gone : words.waiting);
    } else if (!this.#url) {
      this.#url = local(url);
      this.#start().catch(() => this.#fail());
    } else if (this.#media && local(url) !== this.#url) {
      this.#url = local(url);
      this.#dress();
      if (this.#hls) this.#moveOn();
    }
  }

  destroy() {
    this.#gone = true;
    this.#hls?.destroy();
    this.#place.replaceChildren();
  }

  async #start() {
    const fed = "MediaSource" in window || "ManagedMediaSource" in window;
    const [{ setLanguage }] = await Promise.all([
      import(`${STATIC}/vendor/media-chrome/media-chrome.js`),
      fed && script("vendor/hls.js/hls.min.js"),
      fed && import("./tracks.js").then(({ Renditions, Sounds }) => {
        this.#renditions = new Renditions();
        this.#sounds = new Sounds();
      }),
    ]);
    if (this.#gone) return;
    setLanguage(language);
    const media = (this.#media = document.createElement("video"));
    media.slot = "media";
    media.playsInline = true;
    media.crossOrigin = "anonymous";
    this.#dress();
    if (fed && Hls.isSupported()) {
      media.videoRenditions = this.#renditions;
      media.audioTracks ??= this.#sounds;
      this.#hls = this.#feeder();
      this.#hls.loadSource(this.#url);
      this.#hls.attachMedia(media);
    } else {
      media.src = this.#url;
      media.addEventListener("error", () => this.#fail());
    }
    const controller = document.createElement("media-controller");
    controller.innerHTML = CONTROLS;
    controller.prepend(media);
    this.#place.replaceChildren(controller);
    // A browser may want a click first: then the button is there.
    if (this.#autoplay) media.play().catch(() => {});
  }

  // What a finished video has besides.
  #dress() {
    const media = this.#media;
    const { poster, thumbnails } = this.#video;
    if (poster && !media.poster) media.poster = local(poster);
    if (thumbnails && !media.querySelector("track")) {
      const track = document.createElement("track");
      Object.assign(track, { kind: "metadata", label: "thumbnails", default: true, src: local(thumbnails) });
      media.append(track);
    }
  }

  #feeder(config) {
    const hls = new Hls(config);
    this.#renditions.follow(hls);
    this.#sounds.follow(hls);
    hls.on(Hls.Events.ERROR, (_, { fatal }) => {
      if (fatal && hls === this.#hls) this.#fail();
    });
    return hls;
  }

  // The final playlist names the same segments, and qualities and captions that came later: what is
  // in the video's buffers stays, and who is watching notices nothing.
  #moveOn() {
    const media = this.#media;
    const next = this.#feeder({ startPosition: media.currentTime });
    next.once(Hls.Events.MANIFEST_PARSED, () => {
      const before = this.#hls;
      this.#hls = next;
      next.attachMedia(before.transferMedia());
      before.destroy();
    });
    // The playlist before is whole as well: with it goes on who cannot have the final one.
    next.once(Hls.Events.ERROR, () => { if (next !== this.#hls) next.destroy(); });
    next.loadSource(this.#url);
  }

  #fail() {
    this.#hls?.destroy();
    this.#hls = undefined;
    const again = document.createElement("button");
    again.className = "button";
    again.textContent = words.again;
    again.addEventListener("click", () => {
      this.#url = undefined;
      this.#autoplay = true;
      this.update(this.#video);
    });
    this.#tell(words.error, again);
  }

  #tell(sentence, ...more) {
    const told = document.createElement("div");
    told.className = "told";
    told.append(Object.assign(document.createElement("p"), { textContent: sentence }), ...more);
    this.#place.replaceChildren(told);
  }
}
