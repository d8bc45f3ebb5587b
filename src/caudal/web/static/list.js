// The list of videos: rows that follow what the server says, without moving under the reader.

import { OVER, call, local } from "./api.js";
import { clock, count, fill, percent, said, size, span, texts, trouble } from "./words.js";

const PAGE = 50;
const words = texts.row;

export class List {
  #list;
  #template;
  #to;
  #rows = new Map(); // by id, newest first in the document
  #status = "";
  #search = "";
  #cursor = null;
  #asked = 0;
  #loaded = false;

  // `to` gets play(video), confirmDelete(video) → whether, and say(sentence).
  constructor(list, template, { more, nothing, ...to }) {
    this.#list = list;
    this.#template = template;
    this.#to = { more, nothing, ...to };
    more.addEventListener("click", () => this.#load(this.#cursor));
    list.addEventListener("click", (event) => this.#clicked(event));
  }

  // Show only these.
  sift({ status = this.#status, search = this.#search }) {
    this.#status = status;
    this.#search = search;
    return this.refresh();
  }

  // Ask for everything that is shown anew.
  refresh() {
    return this.#load(null);
  }

  // A video is as the server says now.
  update(video) {
    const row = this.#rows.get(video.id);
    if (row && !this.#fits(video)) this.remove(video.id);
    else if (row) this.#become(row, video);
    else if (this.#loaded && this.#fits(video) && this.#belongs(video)) this.#insert(video);
  }

  remove(id) {
    this.#rows.get(id)?.element.remove();
    this.#rows.delete(id);
    this.#tellNothing();
  }

  // A video as it was last told; undefined when it is not shown.
  get(id) {
    return this.#rows.get(id)?.video;
  }

  async #load(cursor) {
    const asked = (this.#asked += 1);
    const query = new URLSearchParams({ limit: PAGE });
    if (this.#status) query.set("status", this.#status);
    if (this.#search) query.set("search", this.#search);
    if (cursor) query.set("cursor", cursor);
    const { items, next_cursor: next } = await call(`/v1/videos?${query}`);
    if (asked !== this.#asked) return; // another question has been asked since
    this.#loaded = true;
    if (!cursor) {
      const ids = new Set(items.map((video) => video.id));
      for (const [id, row] of this.#rows) {
        // Rows behind the first page stay while nothing says that they are gone.
        if (!ids.has(id) && (!this.#fits(row.video) || !next)) this.remove(id);
      }
    }
    if (cursor || this.#rows.size <= items.length) this.#cursor = next;
    for (const video of items) {
      const row = this.#rows.get(video.id);
      if (row) this.#become(row, video);
      else this.#insert(video, { fresh: false });
    }
    this.#to.more.hidden = !this.#cursor;
    this.#tellNothing();
  }

  #fits({ status, title, filename }) {
    return (!this.#status || status === this.#status)
      && plain(`${title} ${filename}`).includes(plain(this.#search));
  }

  // Whether it is newer than the oldest that is shown, or all are shown.
  #belongs(video) {
    const oldest = [...this.#rows.values()].at(-1);
    return !this.#cursor || !oldest || video.id > oldest.video.id;
  }

  #insert(video, { fresh = true } = {}) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    const row = { element, video: {}, find: (selector) => element.querySelector(selector) };
    element.dataset.id = video.id;
    element.classList.toggle("new", fresh);
    // Ids are in the order of time.
    const older = [...this.#list.children].find((other) => other.dataset.id < video.id);
    this.#list.insertBefore(element, older ?? null);
    this.#rows.set(video.id, row);
    this.#become(row, video);
    if (fresh) this.#tellNothing();
  }

  #become(row, video) {
    const { element, find, video: before } = row;
    row.video = video;
    const playable = video.playback.playable;
    const busy = video.status === "em processamento";
    const link = find(".name a");
    put(link, "textContent", video.title);
    put(link, "href", `/watch/${video.id}`);
    put(link, "title", video.title);
    put(find(".status"), "textContent", texts.status[video.status]);
    put(find(".more-facts"), "textContent", facts(video));
    put(find(".length"), "textContent", video.source ? clock(video.source.duration) : "");
    put(find(".trouble"), "textContent", trouble(video));
    put(find(".play"), "hidden", !playable);
    put(find(".play .unseen"), "textContent", fill(words.play, { name: video.title }));
    for (const [deed, possible] of Object.entries(deeds(video))) {
      put(find(`.${deed}`), "hidden", !possible);
      put(find(`.${deed} .unseen`), "textContent", fill(words[`${deed}_name`], { name: video.title }));
    }
    const bar = find(".bar");
    bar.firstElementChild.style.setProperty("--done", video.progress);
    put(bar, "ariaLabel", fill(words.progress, { name: video.title }));
    put(bar, "ariaValueNow", String(Math.round(video.progress * 100)));
    put(bar, "ariaHidden", String(!busy));
    element.dataset.status = video.status;
    element.classList.toggle("busy", busy);
    this.#picture(find(".still"), video.poster);
    if (before.status && before.status !== video.status) {
      const status = texts.status[video.status];
      this.#to.say(fill(words.became, { name: video.title, status }));
    }
  }

  #picture(still, poster) {
    if (!poster || still.querySelector("img")) return;
    const image = new Image();
    image.alt = "";
    image.loading = "lazy";
    image.decoding = "async";
    image.src = local(poster);
    still.prepend(image);
  }

  async #clicked(event) {
    const button = event.target.closest("button");
    const row = this.#rows.get(button?.closest(".row").dataset.id);
    if (!row) return;
    const { video } = row;
    const path = `/v1/videos/${video.id}`;
    try {
      if (button.matches(".play")) this.#to.play(video);
      if (button.matches(".cancel")) this.#turn(row, await call(`${path}/cancel`, { method: "POST" }));
      if (button.matches(".retry")) this.#turn(row, await call(`${path}/retry`, { method: "POST" }));
      if (button.matches(".delete") && (await this.#to.confirmDelete(video))) {
        await call(path, { method: "DELETE" });
        this.#leave(row);
        this.#to.say(fill(words.deleted, { name: video.title }));
      }
    } catch (problem) {
      row.find(".trouble").textContent = said(problem);
      this.#to.say(said(problem));
    }
  }

  // What was clicked is gone: focus goes to what took its place.
  #turn(row, video) {
    this.update(video);
    if (row.element.isConnected) row.find(".deeds button:not([hidden])").focus();
  }

  #leave({ element, video }) {
    (element.nextElementSibling ?? element.previousElementSibling)?.focus();
    this.remove(video.id);
  }

  #tellNothing() {
    const { nothing } = this.#to;
    const sifted = this.#status || this.#search;
    nothing.hidden = this.#rows.size > 0;
    nothing.textContent = sifted ? texts.list.nothing : texts.list.empty;
  }
}

// What can be done with a video.
function deeds({ status, error }) {
  const over = OVER.has(status);
  const again = status === "cancelado" || (status === "falhou" && error.retryable);
  return { cancel: !over, retry: again, delete: over };
}

// For comparisons: without case and accents, as the server searches.
function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

// Only what changes is touched, so that nothing flickers and nothing is read out twice.
function put(element, property, value) {
  if (element[property] !== value) element[property] = value;
}

function facts(video) {
  const { status, source, queue_position: position, eta_seconds: eta } = video;
  if (status === "pendente") {
    return position ? fill(words.position, { n: count(position) }) : words.next;
  }
  if (status === "em processamento") {
    const told = [percent(video.progress)];
    if (eta !== null) told.push(fill(words.left, { time: span(eta) }));
    if (video.playback.playable) told.push(words.watchable);
    return told.join(" · ");
  }
  if (status === "concluído" && source) {
    const picture = source.width ? [`${source.width} × ${source.height}`] : [];
    return [...picture, size(source.bytes)].join(" · ");
  }
  return "";
}
