// The player: media-chrome's controls over a <video> that hls.js feeds, or Safari by itself.

import { STATIC, local } from "./api.js";
import { texts } from "./words.js";

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

// What media-chrome's menu of qualities reads and sets.
class Renditions extends EventTarget {
  length = 0;
  #hls;

  constructor(hls) {
    super();
    this.#hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, (_, { levels }) => levels.forEach((level, i) => {
      this[i] = { id: String(i), width: level.width, height: level.height, bitrate: level.bitrate };
      this.length = i + 1;
      this.dispatchEvent(new Event("addrendition"));
    }));
  }

  get selectedIndex() {
    return this.#hls.autoLevelEnabled ? -1 : this.#hls.nextLevel;
  }

  set selectedIndex(index) {
    this.#hls.nextLevel = index;
    this.dispatchEvent(new Event("change"));
  }

  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i += 1) yield this[i];
  }
}

const CONTROLS = `
  <media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
  <media-rendition-menu hidden anchor="auto"></media-rendition-menu>
  <media-playback-rate-menu hidden anchor="auto"></media-playback-rate-menu>
  <media-control-bar>
    <media-play-button></media-play-button>
    <media-time-range></media-time-range>
    <media-time-display showduration></media-time-display>
    <media-mute-button></media-mute-button>
    <media-volume-range></media-volume-range>
    <media-playback-rate-menu-button></media-playback-rate-menu-button>
    <media-rendition-menu-button></media-rendition-menu-button>
    <media-captions-button></media-captions-button>
    <media-pip-button></media-pip-button>
    <media-fullscreen-button></media-fullscreen-button>
  </media-control-bar>`;

export class Player {
  #place;
  #hls;
  #autoplay;
  #url;
  #gone = false;

  constructor(place, video, { autoplay = false } = {}) {
    this.#place = place;
    this.#autoplay = autoplay;
    this.update(video);
  }

  // Starts once there is something to play, and then stays with its playlist to the end.
  update(video) {
    if (this.#url || this.#gone) return;
    if (!video.playback.playable) {
      const over = video.status === "falhou" || video.status === "cancelado";
      this.#tell(over ? words.gone : words.waiting);
      return;
    }
    this.#url = local(video.playback.url);
    this.#start(video).catch(() => this.#tell(words.error));
  }

  destroy() {
    this.#gone = true;
    this.#hls?.destroy();
    this.#place.replaceChildren();
  }

  async #start({ poster, thumbnails }) {
    const fed = "MediaSource" in window || "ManagedMediaSource" in window;
    await Promise.all([script("vendor/media-chrome/all.js"), fed && script("vendor/hls.js/hls.min.js")]);
    if (this.#gone) return;
    const media = document.createElement("video");
    media.slot = "media";
    media.playsInline = true;
    media.crossOrigin = "anonymous";
    if (poster) media.poster = local(poster);
    if (thumbnails) {
      const track = document.createElement("track");
      Object.assign(track, { kind: "metadata", label: "thumbnails", default: true, src: local(thumbnails) });
      media.append(track);
    }
    if (fed && Hls.isSupported()) {
      this.#hls = new Hls();
      media.videoRenditions = new Renditions(this.#hls);
      this.#hls.on(Hls.Events.ERROR, (_, { fatal }) => {
        if (!fatal) return;
        this.#hls.destroy();
        this.#tell(words.error);
      });
      this.#hls.loadSource(this.#url);
      this.#hls.attachMedia(media);
    } else {
      media.src = this.#url;
    }
    const controller = document.createElement("media-controller");
    controller.innerHTML = CONTROLS;
    controller.prepend(media);
    this.#place.replaceChildren(controller);
    // A browser may want a click first: then the button is there.
    if (this.#autoplay) media.play().catch(() => {});
  }

  #tell(sentence) {
    const told = document.createElement("p");
    told.className = "told";
    told.textContent = sentence;
    this.#place.replaceChildren(told);
  }
}
