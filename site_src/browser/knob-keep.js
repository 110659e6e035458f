// <knob-keep>: keeps the whole site on the reader's device. The page holds all its sentences; this shows one of them.

import { ask, loaded, newer, registration } from "./offline.js";

const LANES = 4; // files at once
const STALLED = 30_000; // ms without a byte, after which the connection counts as lost

class KnobKeep extends HTMLElement {
  connectedCallback() {
    const actions = {
      keep: () => this.keep(),
      retry: () => (this.total ? this.keep() : this.look()),
      stop: () => this.stop?.abort(),
      remove: () => this.clear(),
    };
    this.addEventListener("click", ({ target }) => actions[target.closest("button")?.dataset.action]?.());
    this.look();
  }

  async look() {
    this.setState("booting");
    try {
      await registration;
      await this.count();
      this.setState("live");
    } catch (failure) {
      this.fail(failure.why);
    }
  }

  // How much of the site is here.
  async count() {
    const { total, missing } = await ask("status");
    this.total = total;
    this.missing = missing;
    this.here = total - missing.reduce((sum, [, bytes]) => sum + bytes, 0);
    this.show();
  }

  async keep() {
    this.stop = new AbortController();
    this.stalled = false;
    this.setState("busy");
    navigator.storage?.persist?.().catch(() => undefined); // asked, not awaited: a browser may want to ask the reader
    try {
      await this.count();
      this.say();
      const waiting = this.missing.values(); // all lanes take from the one list
      await Promise.all(Array.from({ length: LANES }, () => this.fetchEach(waiting)));
      await ask("whole");
      await this.count();
      this.setState("live");
    } catch (failure) {
      const stopped = this.stop.signal.aborted && !this.stalled;
      const why = this.stalled ? "network" : failure.why;
      this.stop.abort(); // the other lanes
      await this.count().catch(() => undefined);
      if (stopped) this.setState("live");
      else if (why !== "changed") this.fail(why);
      else this.fail((await newer().catch(() => false)) ? "renewed" : "network"); // or it came through broken
    }
    clearTimeout(this.patience);
    this.stop = undefined;
    this.say();
  }

  async fetchEach(waiting) {
    const { signal } = this.stop;
    for (const [path, bytes] of waiting) {
      let got = 0;
      const hear = (more) => {
        if (signal.aborted) return;
        got += more;
        this.here += more;
        this.wait();
        this.show();
      };
      this.wait();
      await ask("fetch", { path }, { hear, signal });
      if (signal.aborted) throw new Error("stopped");
      this.here += bytes - got;
    }
  }

  wait() {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.stalled = true;
      this.stop?.abort();
    }, STALLED);
  }

  async clear() {
    await ask("remove", loaded()).catch((failure) => this.fail(failure.why));
    await this.look();
    this.say();
  }

  setState(state) {
    this.dataset.state = state;
    if (state !== "failed") this.explain("");
    this.show();
  }

  fail(why) {
    this.setState("failed");
    this.explain(why ?? "network");
  }

  explain(why) {
    const box = this.querySelector(".k-fail");
    for (const reason of box.querySelectorAll("[data-why]")) reason.hidden = reason.dataset.why !== why;
    const hopeless = ["insecure", "unsupported", "unpublished", "renewed"].includes(why);
    box.querySelector("[data-action=retry]").hidden = hopeless;
    box.hidden = !why;
  }

  show() {
    const { state } = this.dataset;
    const known = this.total !== undefined;
    const whole = known && this.missing.length === 0;
    const sentence = { live: whole ? "whole" : "offer", busy: "busy", failed: known ? "busy" : "" }[state];
    for (const said of this.querySelectorAll("[data-say]")) said.hidden = said.dataset.say !== sentence;
    for (const button of this.querySelectorAll(".k-keep__buttons button")) {
      const when = {
        keep: state === "live" && !whole,
        stop: state === "busy",
        remove: state === "live" && whole,
      };
      button.hidden = !when[button.dataset.action];
    }
    for (const mark of this.querySelectorAll("[data-whole]"))
      mark.hidden = (mark.dataset.whole === "yes") !== whole;
    this.toggleAttribute("data-kept", whole);
    const progress = this.querySelector("progress");
    progress.hidden = !known || !["busy", "failed"].includes(state);
    if (!known) return;
    progress.max = this.total;
    progress.value = this.here;
    const sizes = { total: this.total, here: this.here, missing: this.total - this.here };
    for (const size of this.querySelectorAll("[data-size]"))
      size.textContent = this.megabytes(sizes[size.dataset.size]);
    if (state === "busy" && Math.floor((4 * this.here) / this.total) > this.quarter) this.say();
  }

  // A screen reader hears where it stands at the start, at each quarter and at the end.
  say() {
    this.quarter = Math.floor((4 * this.here) / this.total);
    const shown = this.querySelector("[data-say]:not([hidden])");
    this.querySelector("[role=status]").textContent = shown?.textContent ?? "";
  }

  megabytes(bytes) {
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(this.lang, digits).format(bytes / 1e6);
  }
}

customElements.define("knob-keep", KnobKeep);
