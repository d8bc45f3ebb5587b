// The row of an upload: what it says, and which of its buttons are there.

import { fill, percent, texts } from "./words.js";

const words = texts.upload;
// By state: the buttons, and whether the bar is seen.
const STATES = {
  sending: { buttons: ["pause", "cancel"], busy: true },
  paused: { buttons: ["pause", "cancel"], busy: true },
  unfinished: { buttons: ["choose", "cancel"], busy: true },
  refused: { buttons: ["retry", "cancel"], busy: false },
};
const BUTTONS = ["retry", "pause", "choose", "cancel"];

export class UploadRow {
  #name;

  constructor(template, name) {
    this.#name = name;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#find(".name").textContent = name;
    this.#find(".bar").setAttribute("aria-label", name);
    this.show(0);
  }

  on(button, deed) {
    this.#find(`.${button}`).addEventListener("click", deed);
  }

  is(state) {
    const { buttons, busy } = STATES[state];
    this.element.dataset.state = state;
    this.element.classList.toggle("busy", busy);
    for (const button of BUTTONS) this.#find(`.${button}`).hidden = !buttons.includes(button);
    this.#label("pause", state === "paused" ? words.resume : words.pause);
    this.#label("choose", words.choose_again);
    this.#label("retry", words.retry);
    this.#label("cancel", state === "refused" ? words.dismiss : words.cancel);
  }

  // Its way of sending knows no pause.
  hide(button) {
    this.#find(`.${button}`).hidden = true;
  }

  tell(sentence) {
    this.#find(".more-facts").textContent = sentence;
  }

  complain(sentence) {
    this.#find(".trouble").textContent = sentence;
  }

  show(share) {
    const bar = this.#find(".bar");
    bar.firstElementChild.style.setProperty("--done", share);
    bar.setAttribute("aria-valuenow", Math.round(share * 100));
    bar.setAttribute("aria-valuetext", percent(share));
  }

  // Focus goes to what took its place.
  leave() {
    const { element } = this;
    const next = element.nextElementSibling ?? element.previousElementSibling;
    const focused = element.contains(document.activeElement);
    element.remove();
    if (focused) (next?.querySelector(".cancel") ?? document.getElementById("file")).focus();
  }

  #label(button, sentence) {
    const told = fill(sentence, { name: this.#name });
    this.#find(`.${button}`).title = told;
    this.#find(`.${button} .unseen`).textContent = told;
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }
}
