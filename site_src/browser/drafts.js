// What a reader wrote stays: per page and per block, in both languages, in this browser. Pages change in the
// meantime, so a draft is tied to what stood in its block: first to the exact text, then to the shape of the code
// (`print`: equal in English and Dutch), last to the place. Nothing is deleted that the reader has not reset.
//
// In the store, under "knobs:drafts:PAGE": {version: 1, drafts: [{key, print, nth, source: {en: …}, text, changed?}]}.
// It is read again at each call: another tab may have written, and what it wrote about other blocks must survive.

import { blocksOfPage } from "./blocks.js";

const VERSION = 1;

// From the surest sign that a draft belongs to a block to the weakest. `nth` counts blocks of one print, from 0.
const SIGNS = [
  (draft, block) => sameSource(draft, block) && draft.nth === block.nth,
  (draft, block) => sameSource(draft, block),
  (draft, block) => draft.print === block.print && draft.nth === block.nth,
  (draft, block) => draft.print === block.print,
  (draft, block) => draft.key === block.key,
];

/** A block is what blockOf says of it, with `source`, the page's own code, where the caller has it. */
export class Drafts {
  /**
   * `page` is the same in both languages, see pageName in blocks.js. `store` is a Storage, or null where there is none.
   * `blocks()` gives all blocks of the page in order: only then can equal ones be told apart.
   */
  constructor(page, lang, store = safeLocalStorage(), blocks = blocksOfPage) {
    Object.assign(this, { lang, store, blocks, place: `knobs:drafts:${page}` });
  }

  /** A later version of the site has written here; we leave that as it is. */
  get newer() {
    return this.#read().trouble === "newer";
  }

  /** null, or {text, changed}: whether the block on the page is no longer the one that the reader began with. */
  find(block) {
    const draft = this.#draftOf(block, this.#read().record.drafts);
    if (!draft || same(draft.text, block.source)) return null;
    const before = draft.source?.[this.lang];
    const changed = draft.print !== block.print || (before !== undefined && before !== block.sourcePrint);
    return { text: draft.text, changed: changed || draft.changed === true };
  }

  /** Keep what the reader has now. "" if that went well; "full", or "blocked" if this browser lets nothing be kept. */
  keep(block, text) {
    if (same(text, block.source)) return this.drop(block);
    const { record, trouble } = this.#read();
    if (trouble) return trouble === "full" ? "full" : "blocked";
    const old = this.#draftOf(block, record.drafts);
    const source = { ...(old?.print === block.print && old.source), [this.lang]: block.sourcePrint };
    const changed = this.find(block)?.changed ? { changed: true } : {}; // until the reader resets the block
    const { key, print } = block;
    const draft = { ...old, key, print, nth: this.#numbered(block).own.nth, source, text, ...changed };
    if (old) record.drafts[record.drafts.indexOf(old)] = draft;
    else record.drafts.push(draft);
    return this.#write(record);
  }

  /** The reader has reset the block. */
  drop(block) {
    const { record, trouble } = this.#read();
    const draft = this.#draftOf(block, record.drafts);
    if (trouble || !draft) return "";
    record.drafts.splice(record.drafts.indexOf(draft), 1);
    return this.#write(record);
  }

  #numbered(block) {
    const known = this.blocks().map((other) => (other.key === block.key ? block : other));
    const counts = new Map();
    const all = (known.includes(block) ? known : [...known, block]).map((one) => {
      const nth = counts.get(one.print) ?? 0;
      counts.set(one.print, nth + 1);
      return { ...one, nth, lang: this.lang };
    });
    return { all, own: all.find(({ key }) => key === block.key) };
  }

  // Which draft is whose is decided for the whole page at once: the surest pairs first.
  #draftOf(block, drafts) {
    const { all, own } = this.#numbered(block);
    const free = new Set(drafts.filter((draft) => typeof draft?.text === "string"));
    const waiting = new Set(all);
    for (const fits of SIGNS) {
      for (const one of waiting) {
        const draft = [...free].find((draft) => kind(draft) === kind(one) && fits(draft, one));
        if (draft && one === own) return draft;
        if (draft) waiting.delete(one);
        free.delete(draft);
      }
    }
    return undefined;
  }

  #read() {
    const empty = { version: VERSION, drafts: [] };
    try {
      const written = this.store.getItem(this.place);
      const record = written === null ? empty : parse(written);
      if (record?.version > VERSION) return { record: empty, trouble: "newer" };
      if (record?.version === VERSION && Array.isArray(record.drafts)) return { record };
      let aside = `${this.place}.broken`;
      for (let more = 2; this.store.getItem(aside) !== null; more++) aside = `${this.place}.broken${more}`;
      this.store.setItem(aside, written); // first there, then gone from here
      this.store.removeItem(this.place);
      return { record: empty };
    } catch (error) {
      return { record: empty, trouble: why(error) };
    }
  }

  #write(record) {
    try {
      if (record.drafts.length) this.store.setItem(this.place, JSON.stringify(record));
      else this.store.removeItem(this.place);
      return "";
    } catch (error) {
      return why(error);
    }
  }
}

/** localStorage, or null where the reader, or a frame, forbids it: there even looking at it throws. */
export function safeLocalStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

function sameSource(draft, block) {
  return block.sourcePrint !== undefined && draft.source?.[block.lang] === block.sourcePrint;
}

function kind({ key }) {
  return String(key).split(":")[0];
}

function same(text, source) {
  const plain = (code) => code.replace(/\r\n?/g, "\n").trimEnd();
  return source !== undefined && plain(text) === plain(source);
}

function parse(written) {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

/** Why something cannot be kept. The name is the standard's; Firefox had one of its own, and old engines only a code. */
export function why({ name, code }) {
  const full = /^(QuotaExceededError|NS_ERROR_DOM_QUOTA_REACHED)$/.test(name) || code === 22 || code === 1014;
  return full ? "full" : "blocked";
}
