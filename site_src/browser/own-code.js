// Code of the page that a reader can make their own: edited, kept in this browser, reset, opened from a link.
// <knob-run> and <knob-demo> each have one.

import { blockOf, pageName } from "./blocks.js";
import { Drafts } from "./drafts.js";

const REST = 300; // ms without a key, after which a draft is kept

export class OwnCode {
  #editor;
  #resting;

  /**
   * `source` is the code as the page has it; `room` the element that the editor moves into; `show(text)` shows other
   * code while there is no editor; `changed()` hears of every change; `run()` that Ctrl-Enter was pressed; `fromLink`
   * is the name of the note that says where the code comes from.
   */
  constructor(element, { source, room, show, changed, run, fromLink }) {
    Object.assign(this, { element, source, room, show, changed, run, fromLink, text: source, unread: false });
    this.drafts = new Drafts(pageName(), element.lang);
    if (this.drafts.newer) element.note("newer");
    this.#takeDraft();
  }

  /** Whether the code is the reader's. */
  get isOwn() {
    return this.text !== this.source;
  }

  /** The code that may run without being asked for: what a link brought waits until the reader has chosen it. */
  get trusted() {
    return this.unread ? (this.drafts.find(this.block)?.text ?? this.source) : this.text;
  }

  get block() {
    return { ...blockOf(this.element), source: this.source };
  }

  async edit() {
    if (!this.#editor) {
      const { edit } = await import("./editor.js");
      const [label, hint] = ["label", "leave"].map((name) =>
        this.element.querySelector(`[data-hint=${name}]`),
      );
      hint.id ||= `leave-${this.block.key.replace(":", "-")}`;
      this.room.hidden = false;
      this.#editor ??= edit(this.room, {
        text: this.text,
        label: label.textContent,
        hint: hint.id,
        onChange: (text) => this.#typed(text),
        onRun: this.run,
      });
    }
    this.#editor.focus();
  }

  /** Code from a link: shown, and neither run nor kept until the reader does something with it. */
  open(text) {
    if (text === this.text) return;
    this.element.hush("draft", "changed");
    this.#set(text);
    this.unread = true;
    this.element.note(this.fromLink);
  }

  /** The reader has chosen the code that came with a link. */
  accept() {
    if (!this.unread) return;
    this.unread = false;
    this.element.hush(this.fromLink);
    this.#keep();
  }

  /** From a link's code back to the reader's own; from that to the page's. */
  reset() {
    clearTimeout(this.#resting);
    this.element.hush("draft", "changed", "unsaved-full", "unsaved-blocked", this.fromLink);
    if (!this.unread) this.drafts.drop(this.block);
    this.#set(this.source);
    if (this.unread) this.#takeDraft();
    this.unread = false;
    this.changed();
  }

  #takeDraft() {
    const draft = this.drafts.find(this.block);
    if (!draft) return;
    this.#set(draft.text);
    this.element.note(draft.changed ? "changed" : "draft");
  }

  #set(text) {
    this.text = text;
    if (this.#editor) this.#editor.replace(text);
    else this.show(text);
    this.#canReset();
  }

  #typed(text) {
    if (text === this.text) return; // it was put there by #set
    this.text = text;
    this.accept();
    this.#canReset();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#keep(), REST);
    this.changed();
  }

  #keep() {
    const trouble = this.drafts.keep(this.block, this.text);
    if (this.drafts.newer) return;
    this.element.hush("unsaved-full", "unsaved-blocked", "draft");
    if (trouble) this.element.note(`unsaved-${trouble}`);
    else if (this.isOwn && !this.drafts.find(this.block)?.changed) this.element.note("draft");
  }

  #canReset() {
    this.element.querySelector("[data-action=reset]").disabled = !this.isOwn;
  }
}
