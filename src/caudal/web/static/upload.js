// Files on their way to the server: a few at a time, each with a row that says how far it is.

import { fill, percent, said, size, span, texts } from "./words.js";

const AT_ONCE = 2;
const PATIENCE = [1, 2, 4, 8, 15, 30]; // seconds before each new try; the last one repeats
const words = texts.upload;

// Takes files and shows them in `list`; `onSent` gets each video the server has accepted.
export class Uploads {
  #list;
  #template;
  #onSent;
  #say;
  #waiting = [];
  #running = new Set();

  constructor(list, template, { onSent, say }) {
    this.#list = list;
    this.#template = template;
    this.#onSent = onSent;
    this.#say = say;
    addEventListener("beforeunload", (event) => {
      if (this.busy) event.preventDefault();
    });
  }

  get busy() {
    return this.#running.size + this.#waiting.length > 0;
  }

  add(files) {
    for (const file of files) {
      const upload = new Upload(file, this.#template, {
        done: (video) => this.#sent(upload, video),
        refused: (problem) => this.#refused(upload, problem),
        left: () => this.#left(upload),
        again: () => this.#enqueue(upload),
      });
      this.#list.append(upload.row);
      this.#enqueue(upload);
    }
  }

  #enqueue(upload) {
    this.#waiting.push(upload);
    upload.tell(words.waiting);
    this.#next();
  }

  #next() {
    while (this.#running.size < AT_ONCE && this.#waiting.length) {
      const upload = this.#waiting.shift();
      this.#running.add(upload);
      upload.start();
    }
  }

  #sent(upload, video) {
    upload.row.remove();
    this.#left(upload);
    this.#say(fill(words.sent, { name: video.title }));
    this.#onSent(video);
  }

  #refused(upload, problem) {
    this.#left(upload);
    this.#say(fill(words.failed, { name: upload.file.name, why: said(problem) }));
  }

  #left(upload) {
    this.#running.delete(upload);
    this.#waiting = this.#waiting.filter((other) => other !== upload);
    this.#next();
  }
}

// One file. A broken connection is tried again from the start, until it is cancelled.
class Upload {
  #to;
  #request;
  #timer;
  #tries = 0;

  constructor(file, template, to) {
    this.file = file;
    this.#to = to;
    this.row = template.content.firstElementChild.cloneNode(true);
    this.#find(".name").textContent = file.name;
    this.#find(".bar").setAttribute("aria-label", file.name);
    this.#find(".cancel").addEventListener("click", () => this.#cancel());
    this.#find(".retry").addEventListener("click", () => this.#again());
    this.#label(".cancel", fill(words.cancel, { name: file.name }));
    this.#show(0);
  }

  tell(sentence) {
    this.#find(".more-facts").textContent = sentence;
  }

  start() {
    const began = performance.now();
    const request = (this.#request = new XMLHttpRequest());
    request.open("POST", "/v1/videos");
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => {
      const seconds = (performance.now() - began) / 1000;
      const speed = loaded / seconds;
      const sentence = seconds < 1 ? words.sending_first : words.sending;
      this.#show(loaded / total);
      this.tell(
        loaded >= total ? words.securing : fill(sentence, {
          done: size(loaded),
          total: size(total),
          speed: size(speed),
          left: fill(texts.row.left, { time: span((total - loaded) / speed) }),
        }),
      );
    };
    request.onload = () => {
      const { status, response } = request;
      if (status === 202) this.#to.done(response);
      else if (status === 503 || !response) this.#lost();
      else this.#refused(response);
    };
    request.onerror = () => this.#lost();
    const form = new FormData();
    form.append("file", this.file);
    request.send(form);
  }

  // The server is away: it may come back.
  #lost() {
    let seconds = PATIENCE[Math.min(this.#tries, PATIENCE.length - 1)];
    this.#tries += 1;
    this.#show(0);
    const tick = () => {
      if (seconds === 0) {
        this.start();
        return;
      }
      this.tell(fill(words.again, { seconds }));
      seconds -= 1;
      this.#timer = setTimeout(tick, 1000);
    };
    tick();
  }

  #refused(problem) {
    this.row.classList.remove("busy");
    this.tell("");
    this.#find(".trouble").textContent = said(problem);
    this.#offer({ retry: true });
    this.#to.refused(problem);
  }

  #again() {
    this.row.classList.add("busy");
    this.#find(".trouble").textContent = "";
    this.#offer({ retry: false });
    this.#to.again();
  }

  #cancel() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.row.remove();
    this.#to.left();
  }

  #offer({ retry }) {
    this.#find(".retry").hidden = !retry;
    if (retry) this.#label(".cancel", words.dismiss);
  }

  #label(button, words) {
    this.#find(button).title = words;
    this.#find(`${button} .unseen`).textContent = words;
  }

  #show(share) {
    const bar = this.#find(".bar");
    bar.firstElementChild.style.setProperty("--done", share);
    bar.setAttribute("aria-valuenow", Math.round(share * 100));
    bar.setAttribute("aria-valuetext", percent(share));
  }

  #find(selector) {
    return this.row.querySelector(selector);
  }
}
