// Files on their way to the server: a few at a time, each with a row that says how far it is.

import { sendingOf } from "./sending.js";
import { Unfinished } from "./unfinished.js";
import { UploadRow } from "./uploadrow.js";
import { fill, said, size, span, texts } from "./words.js";

const AT_ONCE = 2;
const PATIENCE = [1, 2, 4, 8, 15, 30]; // seconds before each new try; the last one repeats
const STILL = 30_000; // milliseconds without a byte after which a connection is taken for broken
const RECENT = 5_000; // milliseconds over which speed is measured
const words = texts.upload;

// Takes files and shows them in `list`; `onSent` gets each video the server has accepted.
export class Uploads {
  #list;
  #template;
  #onSent;
  #say;
  #unfinished;
  #waiting = [];
  #running = new Set();

  // `choose` lets the reader choose a file.
  constructor(list, template, { onSent, say, choose }) {
    this.#list = list;
    this.#template = template;
    this.#onSent = onSent;
    this.#say = say;
    this.#unfinished = new Unfinished(list, template, { choose });
    this.#unfinished.show();
    addEventListener("beforeunload", (event) => {
      if (this.busy) event.preventDefault();
    });
    addEventListener("online", () => this.#running.forEach((upload) => upload.hurry()));
  }

  get busy() {
    return this.#running.size + this.#waiting.length > 0;
  }

  add(files) {
    for (const file of files) {
      const upload = new Upload(file, this.#template, {
        say: this.#say,
        done: (video) => this.#sent(upload, video),
        left: () => this.#left(upload),
        again: () => this.#enqueue(upload),
        resumed: (url) => this.#unfinished.drop(url),
      });
      this.#list.append(upload.row.element);
      this.#enqueue(upload);
    }
  }

  #enqueue(upload) {
    this.#waiting.push(upload);
    upload.wait();
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
    upload.row.leave();
    this.#left(upload);
    this.#say(fill(words.sent, { name: video?.title ?? upload.file.name }));
    if (video) this.#onSent(video);
  }

  #left(upload) {
    this.#running.delete(upload);
    this.#waiting = this.#waiting.filter((other) => other !== upload);
    this.#next();
  }
}

// One file. A broken connection is tried again until it is cancelled.
class Upload {
  #to;
  #sending;
  #paused = false;
  #timer; // until the next try, or until the connection is taken for broken
  #again; // while the next try is waited for
  #tries = 0;
  #from = 0; // where the latest try began
  #done = 0;
  #seen = []; // when how much had been sent, of late

  constructor(file, template, to) {
    this.file = file;
    this.#to = to;
    this.row = new UploadRow(template, file.name);
    this.row.on("pause", () => (this.#paused ? this.#goOn() : this.#pause(words.paused)));
    this.row.on("cancel", () => this.#cancel());
    this.row.on("retry", () => this.#goOn());
    this.#sending = this.#begin();
  }

  wait() {
    this.#paused = false;
    this.row.is("sending");
    if (!this.#sending.pausable) this.row.hide("pause");
    this.row.complain("");
    this.row.tell(words.waiting);
  }

  start() {
    this.#seen = [];
    this.row.tell(words.connecting);
    this.#expectWord();
    this.#sending.start();
  }

  // The network is back.
  hurry() {
    this.#again?.();
  }

  #begin() {
    return sendingOf(this.file, {
      progress: (done, total) => this.#progress(done, total),
      done: this.#ifWanted((video) => this.#to.done(video)),
      lost: this.#ifWanted((busy) => this.#lost(busy)),
      refused: this.#ifWanted((problem) => this.#refused(problem)),
      taken: this.#ifWanted(() => this.#pause(words.elsewhere)),
      resumed: this.#to.resumed,
      unresumable: this.#ifWanted(() => {
        this.#sending = this.#begin();
        this.row.hide("pause");
        this.start();
      }),
    });
  }

  // What is heard after a pause is of no interest.
  #ifWanted(deed) {
    return (told) => {
      clearTimeout(this.#timer);
      if (!this.#paused) deed(told);
    };
  }

  #progress(done, total) {
    const now = performance.now();
    if (!this.#seen.length) {
      if (done > this.#from) this.#tries = 0; // the latest try was not in vain
      this.#from = done;
    }
    this.#seen.push({ now, done });
    while (now - this.#seen[0].now > RECENT && this.#seen.length > 2) this.#seen.shift();
    const seconds = (now - this.#seen[0].now) / 1000;
    const speed = (done - this.#seen[0].done) / seconds;
    this.#done = done;
    this.row.show(done / total);
    clearTimeout(this.#timer);
    if (done >= total) {
      this.row.tell(words.securing);
      return;
    }
    this.#expectWord();
    const told = { done: size(done), total: size(total) };
    if (seconds < 1 || !speed) this.row.tell(fill(words.sending_first, told));
    else {
      const left = fill(texts.row.left, { time: span((total - done) / speed) });
      this.row.tell(fill(words.sending, { ...told, speed: size(speed), left }));
    }
  }

  #expectWord() {
    this.#timer = setTimeout(() => {
      this.#sending.stop();
      this.#lost(false);
    }, STILL);
  }

  // The server is away: it may come back.
  async #lost(busy) {
    const readable = await this.file.slice(0, 1).arrayBuffer().catch(() => null);
    if (this.#paused) return;
    if (!readable) {
      this.#refused({ code: "file_changed" });
      return;
    }
    let seconds = PATIENCE[Math.min(this.#tries, PATIENCE.length - 1)];
    if (this.#tries === 0) this.#to.say(fill(words.lost, { name: this.file.name }));
    this.#tries += 1;
    this.#again = () => {
      clearTimeout(this.#timer);
      this.#again = undefined;
      this.start();
    };
    const tick = () => {
      if (seconds === 0) {
        this.#again();
        return;
      }
      this.row.tell(fill(busy ? words.again_busy : words.again, { seconds }));
      seconds -= 1;
      this.#timer = setTimeout(tick, 1000);
    };
    tick();
  }

  #refused(problem) {
    this.row.is("refused");
    this.row.tell("");
    this.row.complain(said(problem));
    this.#to.left();
    this.#to.say(fill(words.failed, { name: this.file.name, why: said(problem) }));
  }

  #pause(sentence) {
    this.#leave();
    this.#sending.stop();
    this.row.is("paused");
    this.row.tell(fill(sentence, { done: size(this.#done), total: size(this.file.size) }));
    this.#to.left();
  }

  #goOn() {
    this.#tries = 0;
    this.#to.again();
  }

  #cancel() {
    this.#leave();
    this.#sending.giveUp();
    this.row.leave();
    this.#to.left();
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#again = undefined;
    this.#paused = true;
  }
}
