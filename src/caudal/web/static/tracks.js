// What media-chrome's menus read and set, over whichever hls.js feeds the video.

class Choices extends EventTarget {
  length = 0;
  hls;

  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i += 1) yield this[i];
  }

  // There are these now.
  become(items, added, removed) {
    const before = this.length;
    for (let i = items.length; i < before; i += 1) delete this[i];
    items.forEach((item, i) => { this[i] = item; });
    this.length = items.length;
    if (before > items.length) this.dispatchEvent(new Event(removed));
    if (items.length) this.dispatchEvent(new Event(added));
  }
}

export class Renditions extends Choices {
  follow(hls) {
    this.hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, (_, { levels }) => this.become(
      levels.map(({ width, height, bitrate }, i) => ({ id: String(i), width, height, bitrate })),
      "addrendition",
      "removerendition",
    ));
  }

  get selectedIndex() {
    return this.hls.autoLevelEnabled ? -1 : this.hls.nextLevel;
  }

  set selectedIndex(index) {
    this.hls.nextLevel = index;
    this.dispatchEvent(new Event("change"));
  }
}

export class Sounds extends Choices {
  follow(hls) {
    this.hls = hls;
    hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, () => this.become(
      hls.audioTracks.map(({ name, lang }, i) => this.#sound(name, lang, i)),
      "addtrack",
      "removetrack",
    ));
    hls.on(Hls.Events.AUDIO_TRACK_SWITCHED, () => this.dispatchEvent(new Event("change")));
  }

  #sound(label, language, i) {
    const { hls } = this;
    return {
      id: String(i),
      kind: i ? "alternative" : "main",
      label,
      language,
      get enabled() { return hls.audioTrack === i; },
      set enabled(whether) { if (whether) hls.audioTrack = i; },
    };
  }
}
