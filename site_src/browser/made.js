// What a demo makes (knobs/made.py), a trained model say, outlives its picture and its Python. It is kept in this
// browser and nowhere else: in IndexedDB, database "knobs", store "made", under the name of the demo that makes it. A
// Python that takes over gets it from runtime.js; a reader who comes back is asked, and can save it and open it.

import { why } from "./drafts.js";
import { ask, collect, hold } from "./runtime.js";

const EVERY = 5000; // ms between two times that it is kept while the demo goes on
const DOWNLOADED = 60_000; // ms after which the browser has surely read what it saves as a file
const STORE = "made";

/** What is between a demo and the thing that it makes or uses. */
export class Making {
  #earlier; // one of an earlier visit, which the reader may want back
  #went = false; // whether the picture before went on
  #since = 0; // the time at which it was kept
  #asked = false; // whether the demo has asked anything, since the page was opened

  constructor(element, name) {
    Object.assign(this, { element, name });
    if (element.dataset.makes) this.#listen();
    else addEventListener("knobs-made", ({ detail }) => detail === name && this.#redraw());
  }

  /** Before each question of the demo. `tell` hears how much of Python has arrived. */
  async before(tell) {
    const first = !this.#asked;
    this.#asked = true;
    if (first && (this.element.dataset.makes ? this.element.cameBack : !isMadeHere(this.name)))
      await this.#resume();
    if (this.element.arrived) await this.#take(tell);
  }

  /** A picture was shown; `on`: it is not the last. */
  shown(on) {
    if (!this.element.dataset.makes) return;
    const now = performance.now();
    if (on && !this.#went) this.#since = now;
    if (on ? now - this.#since > EVERY : this.#went) this.#keep(!on);
    this.#went = on;
  }

  #listen() {
    const act = {
      save: ({ dataset }) => this.#save(dataset.file),
      resume: () => this.#open(this.#earlier),
      forget: () => this.#forget(),
    };
    this.element.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-action]");
      act[button?.dataset.action]?.(button);
    });
    this.element
      .querySelector(".k-open input")
      .addEventListener("change", ({ target }) => this.#read(target));
    document.addEventListener("visibilitychange", () => document.hidden && this.#keep());
    this.#offer();
  }

  async #offer() {
    this.#earlier = await kept(this.name); // now, for a new one may take its place
    if (this.#earlier && !this.element.cameBack) this.element.note("earlier");
  }

  #forgetEarlier() {
    this.#earlier = undefined;
    this.element.hush("earlier");
  }

  // Of an earlier page, without a question: the reader only changed the language, or uses what another page made.
  async #resume() {
    const content = await kept(this.name);
    this.#forgetEarlier();
    if (content) hold(this.name, content);
  }

  async #read(input) {
    const [file] = input.files;
    if (!file) return;
    if (file.size > Number(input.dataset.largest)) this.element.explain("large");
    else await file.arrayBuffer().then((bytes) => this.#open(new Uint8Array(bytes)), console.info);
    input.value = ""; // the same file can be chosen again
  }

  #open(content) {
    this.element.arrived = content; // Python takes it before the next question
    this.element.draw(true);
  }

  async #take(tell) {
    const { element, name } = this;
    const content = element.arrived;
    element.arrived = undefined;
    const ours = content === this.#earlier;
    let told;
    try {
      told = await ask(() => ({ type: "take", name, lang: element.lang, content }), tell);
    } catch (failure) {
      if (failure.why !== "crash") element.arrived ??= content; // one that ends Python would do so again
      throw failure;
    }
    const { set, refused } = told.answer;
    element.explain(refused ? "input" : "", refused);
    if (refused) return;
    if (ours) this.#button("save").focus({ preventScroll: true }); // the button that was pressed goes
    this.#forgetEarlier();
    element.takeForm(set);
    this.#tell();
    await this.#store(content);
  }

  async #keep(last) {
    this.#since = performance.now();
    const content = await collect(this.name).catch(() => undefined);
    if (content) await this.#store(content);
    if (last) this.#tell();
  }

  // For the demos of this page that use it.
  #tell() {
    dispatchEvent(new CustomEvent("knobs-made", { detail: this.name }));
  }

  async #store(content) {
    const trouble = await keep(this.name, content);
    this.element.hush("unkept-full", "unkept-blocked");
    if (trouble) this.element.note(`unkept-${trouble}`);
  }

  async #save(file) {
    this.element.hush();
    const content = (await collect(this.name).catch(() => undefined)) ?? this.#earlier;
    if (!content) return this.element.note("nothing");
    const href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
    Object.assign(document.createElement("a"), { href, download: file }).click();
    return setTimeout(() => URL.revokeObjectURL(href), DOWNLOADED);
  }

  async #forget() {
    this.#button("save").focus({ preventScroll: true });
    this.#forgetEarlier();
    await withStore("readwrite", (store) => store.delete(this.name)).catch(() => undefined);
  }

  #button(action) {
    return this.element.querySelector(`[data-action=${action}]`);
  }

  // The thing has changed that this demo shows.
  #redraw() {
    if (this.element.dataset.state === "live") this.element.draw();
  }
}

const isMadeHere = (name) => document.querySelector(`knob-demo[data-makes="${name}"]`) !== null;

/** The bytes that this browser keeps for a demo, if it does. */
function kept(name) {
  return withStore("readonly", (store) => store.get(name)).catch(() => undefined);
}

/** "" if that went well; "full", or "blocked" if this browser lets nothing be kept. */
async function keep(name, content) {
  try {
    await withStore("readwrite", (store) => store.put(content, name));
    return "";
  } catch (error) {
    return why(error ?? {});
  }
}

async function withStore(mode, act) {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    const asked = act(transaction.objectStore(STORE));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return asked.result;
  } finally {
    database.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("knobs", 1); // throws where the reader, or a frame, forbids it
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
