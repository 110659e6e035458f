// What <knob-demo> and <knob-run> have in common: the states that a reader sees while Python starts, computes or
// fails, and the sentences for them. All words stand in the page; this shows and hides them.

const NOTES = ":scope > .k-note"; // and not one that a picture has
const LASTING =
  "draft changed link link-code newer unsaved-full unsaved-blocked earlier unkept-full unkept-blocked".split(
    " ",
  ); // a state
const FINAL = ["input", "large"]; // to try again would not help

export class PythonElement extends HTMLElement {
  setState(state) {
    if (this.dataset.state !== state) this.dataset.state = state;
  }

  showProgress(share) {
    this.setState("booting");
    this.explain("");
    this.querySelector("[data-percent]").textContent = `${Math.floor(99 * share)}%`; // the last 1% is Python's own
  }

  // Why there is no answer: one of the page's own sentences, or the one with which Python refused a value.
  explain(why, sentence) {
    const box = this.querySelector(".k-fail");
    if (!why && box.hidden) return;
    const input = box.querySelector("[data-why=input]");
    if (input) input.textContent = sentence ?? "";
    for (const reason of box.querySelectorAll("[data-why]")) reason.hidden = reason.dataset.why !== why;
    box.querySelector("[data-action=retry]").hidden = FINAL.includes(why);
    box.hidden = !why;
  }

  /** Show a sentence of the page; `values` fill its blanks. */
  note(name, values = {}) {
    const told = this.querySelector(`${NOTES} [data-note="${name}"]`);
    for (const [blank, value] of Object.entries(values)) {
      for (const place of told.querySelectorAll(`[data-${blank}]`)) place.textContent = value;
    }
    told.hidden = false;
    told.parentElement.hidden = false;
  }

  /** Hide these sentences; without names, all that tell of something that is over. */
  hush(...names) {
    const box = this.querySelector(NOTES);
    const told = [...box.querySelectorAll("[data-note]")];
    for (const { dataset } of told.filter(({ hidden }) => !hidden)) {
      const { note } = dataset;
      const over = names.length ? names.includes(note) : !LASTING.includes(note);
      if (over) box.querySelector(`[data-note="${note}"]`).hidden = true;
    }
    box.hidden = told.every(({ hidden }) => hidden);
  }

  /** Put `what` into a link, the link into the address bar and, where that is allowed, onto the clipboard. */
  async share(what) {
    this.hush();
    const { write } = await import("./share.js");
    const { url, why, limit } = await write(what);
    if (why) return this.note(why, { limit });
    history.replaceState(history.state, "", url);
    try {
      await navigator.clipboard.writeText(url);
      return this.note("copied");
    } catch {
      return this.note("in-address");
    }
  }
}
