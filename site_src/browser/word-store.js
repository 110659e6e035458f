// What a reader knows, in this browser and nowhere else: under "knobs:words:nl" for who learns Dutch, as
// {version: 1, words: {weight: {box, day}}}; see word-schedule.js. It is read again at each call, because another tab may
// have written.

import { safeLocalStorage, why } from "./drafts.js";
import { DAYS } from "./word-schedule.js";

const VERSION = 1;

export class WordStore {
  #unkept = {}; // lasts as long as the page

  constructor(learned, store = safeLocalStorage()) {
    this.store = store;
    this.place = `knobs:words:${learned}`;
  }

  /** {words, trouble}: "" or "blocked", "full", "newer", or, once, "broken": what was here is set aside unread. */
  read() {
    try {
      const written = this.store.getItem(this.place);
      if (written === null) return { words: { ...this.#unkept }, trouble: "" };
      const record = parse(written);
      if (record?.version > VERSION) return { words: { ...this.#unkept }, trouble: "newer" };
      if (isSound(record)) return { words: { ...record.words, ...this.#unkept }, trouble: "" };
      let aside = `${this.place}.broken`;
      for (let more = 2; this.store.getItem(aside) !== null; more++) aside = `${this.place}.broken${more}`;
      this.store.setItem(aside, written); // first there, then gone from here
      this.store.removeItem(this.place);
      return { words: { ...this.#unkept }, trouble: "broken" };
    } catch (error) {
      return { words: { ...this.#unkept }, trouble: why(error) };
    }
  }

  /** The same trouble as in `read`, or "". */
  keep(key, word) {
    this.#unkept[key] = word;
    const { words, trouble } = this.read();
    if (trouble && trouble !== "broken") return trouble;
    try {
      this.store.setItem(this.place, JSON.stringify({ version: VERSION, words }));
      this.#unkept = {};
      return trouble;
    } catch (error) {
      return why(error);
    }
  }

  /** All of it, what was set aside included. */
  forget() {
    this.#unkept = {};
    try {
      const mine = Object.keys(this.store).filter(
        (name) => name === this.place || name.startsWith(`${this.place}.`),
      );
      for (const name of mine) this.store.removeItem(name);
    } catch {} // nothing was kept
  }
}

function isSound(record) {
  const { version, words } = record ?? {};
  if (version !== VERSION || typeof words !== "object" || words === null || Array.isArray(words))
    return false;
  return Object.values(words).every(
    (word) => DAYS[word?.box] !== undefined && Number.isSafeInteger(word.day),
  );
}

function parse(written) {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
