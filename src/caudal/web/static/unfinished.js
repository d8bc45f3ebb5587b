// Uploads that an earlier visit began: each has a row that says how far it is, and asks for its file.

import { askOtherWindows, isOurs, memory } from "./sending.js";
import { fill, size, texts } from "./words.js";
import { UploadRow } from "./uploadrow.js";

const words = texts.upload;
const TUS = { "tus-resumable": "1.0.0" };

export class Unfinished {
  #list;
  #template;
  #choose;
  #rows = new Map(); // by the upload's address
  #elsewhere = new Set();

  // `choose` lets the reader choose a file.
  constructor(list, template, { choose }) {
    this.#list = list;
    this.#template = template;
    this.#choose = choose;
  }

  async show() {
    askOtherWindows((url) => {
      this.#elsewhere.add(url);
      this.drop(url);
    });
    const begun = await memory.findAllUploads();
    await Promise.all(begun.map((upload) => this.#ask(upload)));
  }

  // It is gone on with, or over.
  drop(url) {
    this.#rows.get(url)?.element.remove();
    this.#rows.delete(url);
  }

  async #ask(upload) {
    const { uploadUrl: url, urlStorageKey: key } = upload;
    const answer = await fetch(url, { method: "HEAD", headers: TUS }).catch(() => null);
    const offset = answer?.headers.get("upload-offset");
    if (answer?.status === 404 || answer?.status === 410 || Number(offset) === upload.size) {
      await memory.removeUpload(key);
    } else if (offset && !isOurs(url) && !this.#elsewhere.has(url)) {
      this.#rows.set(url, this.#row(upload, Number(offset)));
    }
  }

  #row({ uploadUrl: url, urlStorageKey: key, size: total, metadata: { filename: name } }, done) {
    const row = new UploadRow(this.#template, name);
    row.is("unfinished");
    row.show(done / total);
    row.tell(fill(words.unfinished, { done: size(done), total: size(total) }));
    row.on("choose", this.#choose);
    row.on("cancel", async () => {
      row.leave();
      this.#rows.delete(url);
      const answer = await fetch(url, { method: "DELETE", headers: TUS }).catch(() => null);
      if (answer) await memory.removeUpload(key);
    });
    this.#list.append(row.element);
    return row;
  }
}
