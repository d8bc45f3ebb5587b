// How a file gets to the server: by tus, so that what has arrived stays there whatever breaks; or as
// a form, where something on the way lets no tus through.

import { Upload as Tus, defaultOptions } from "./vendor/tus-js-client/tus.js";
import { call } from "./api.js";

const ENDPOINT = new URL("/v1/uploads", location.href).href;
const NO_TUS = new Set([404, 405, 501]); // answers to a request to begin, of who knows no such thing
const OVER = new Set([404, 410]); // answers of an upload that is gone
const AWAY = new Set([408, 409, 423, 429, 502, 503, 504]); // answers that may be another one soon
const CODES = { 401: "unauthenticated", 403: "forbidden", 413: "upload_too_large" };

// What this browser remembers of uploads that have begun.
export const memory = defaultOptions.urlStorage;

// The uploads of this window, by address. Of all windows the last that goes on with one has it.
const ours = new Map();
const windows = new BroadcastChannel("uploads");
windows.addEventListener("message", ({ data }) => {
  if (data.who) windows.postMessage({ ours: [...ours.keys()] });
  if (data.taken) ours.get(data.taken)?.taken();
});
export const isOurs = (url) => ours.has(url);

// Calls `told` with every upload that another window is sending.
export function askOtherWindows(told) {
  windows.addEventListener("message", ({ data }) => data.ours?.forEach(told));
  windows.postMessage({ who: true });
}

// `to` gets progress(done, total), done(video), lost(busy), which may be tried again,
// refused(problem), taken() when another window goes on with it, resumed(url) when it goes on with
// what an earlier visit has begun, and unresumable() when only a form can be sent.
export function sendingOf(file, to) {
  return Resumable.offered ? new Resumable(file, to) : new Form(file, to);
}

class Resumable {
  static offered = true;
  #file;
  #to;
  #tus;
  #begun = false;

  constructor(file, to) {
    this.#file = file;
    this.#to = to;
    this.#tus = new Tus(file, {
      endpoint: ENDPOINT,
      metadata: { filename: file.name, filetype: file.type },
      retryDelays: null, // how long is waited is said in the row
      removeFingerprintOnSuccess: true,
      onUploadUrlAvailable: () => ours.set(this.#tus.url, this),
      onAfterResponse: keepUnlessOver,
      onProgress: to.progress,
      onSuccess: ({ lastResponse }) => this.#done(lastResponse.getHeader("Caudal-Video-Id")),
      onError: (error) => this.#failed(error),
    });
  }

  get pausable() {
    return true;
  }

  async start() {
    if (!this.#begun) {
      this.#begun = true;
      const before = await this.#tus.findPreviousUploads();
      const mine = before.find(({ uploadUrl }) => !ours.has(uploadUrl));
      if (mine) {
        ours.set(mine.uploadUrl, this);
        this.#tus.resumeFromPreviousUpload(mine);
        this.#to.resumed(mine.uploadUrl);
      }
    }
    if (this.#tus.url) windows.postMessage({ taken: this.#tus.url });
    this.#tus.start();
  }

  taken() {
    this.#to.taken();
  }

  stop() {
    this.#tus.abort();
  }

  // What cannot be told to the server now is asked about again at the next visit.
  giveUp() {
    ours.delete(this.#tus.url);
    this.#tus.abort(true).catch(() => {});
  }

  async #done(id) {
    ours.delete(this.#tus.url);
    // Where it cannot be asked for, the list hears of it.
    this.#to.done(await call(`/v1/videos/${id}`).catch(() => null));
  }

  #failed({ originalResponse, causingError }) {
    const answer = originalResponse ?? causingError?.answer;
    if (!answer) {
      this.#to.lost(false);
      return;
    }
    const status = answer.getStatus();
    const problem = problemOf(status, answer.getBody());
    if (!this.#tus.url && NO_TUS.has(status)) {
      Resumable.offered = false;
      this.#to.unresumable();
    } else if (problem.code === "upload_taken_over") this.taken();
    else if (AWAY.has(status)) this.#to.lost(true);
    else this.#to.refused(problem);
  }
}

// tus-js-client begins anew whatever a server says against going on.
function keepUnlessOver(request, answer) {
  const status = answer.getStatus();
  if (request.getMethod() === "HEAD" && status >= 400 && !OVER.has(status)) throw { answer };
}

class Form {
  #file;
  #to;
  #request;

  constructor(file, to) {
    this.#file = file;
    this.#to = to;
  }

  get pausable() {
    return false;
  }

  start() {
    const request = (this.#request = new XMLHttpRequest());
    request.open("POST", "/v1/videos");
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => this.#to.progress(loaded, total);
    request.onload = () => {
      const { status, responseText } = request;
      if (status === 202) this.#to.done(JSON.parse(responseText));
      else if (AWAY.has(status)) this.#to.lost(true);
      else this.#to.refused(problemOf(status, responseText));
    };
    request.onerror = () => this.#to.lost(false);
    const form = new FormData();
    form.append("file", this.#file);
    request.send(form);
  }

  stop() {
    this.#request?.abort();
  }

  giveUp() {
    this.stop();
  }
}

// What an answer says against a request: some have no body, some are of a proxy.
function problemOf(status, body) {
  try {
    return JSON.parse(body);
  } catch {
    return { code: CODES[status] ?? "internal" };
  }
}
