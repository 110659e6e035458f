// <knob-demo>: a form and the picture that Python draws for it. The page holds the first picture already; this
// carries the reader's values to Python and its answer back. It knows no demo by name, and no words but the page's.

import { Ahead } from "./ahead.js";
import { fingerprint } from "./blocks.js";
import { listenToDials, showDial } from "./dials.js";
import { Frame, PAUSE } from "./frame.js";
import { Going } from "./going.js";
import { whenLikely } from "./likely.js";
import { number, plain, typed } from "./numbers.js";
import { OwnCode } from "./own-code.js";
import { picked, stepped } from "./picks.js";
import { Picture } from "./picture.js";
import { PythonElement } from "./python-element.js";
import { ask, prepare, stop, warm } from "./runtime.js";
import "./links.js";

const SLOW = 150; // ms before a reader is told that Python is computing
const LONGEST = 60; // characters of a typed number, see knobs.text.plain_number; a text says so itself

class KnobDemo extends PythonElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.output = this.querySelector(".k-demo__out");
    this.picture = new Picture(this.output);
    this.frame = new Frame(this.output);
    this.going = new Going(this, () => this.asking || this.draw(true)); // the answer leads on too
    this.thing = this.dataset.makes ?? this.dataset.uses; // see made.js
    if (this.thing) this.making = this.makeKept();
    if (this.dataset.ahead) this.ahead = new Ahead(this.dataset.ahead);
    whenLikely(this, { near: prepare, eye: warm, hand: () => this.wake() });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.turned());
    this.form.addEventListener("keydown", (event) => this.reachOffers(event));
    this.addEventListener("click", (event) => this.pressed(event));
    this.output.addEventListener("keydown", (event) => this.stepped(event));
    // A mouse or a finger leaves the focus where it is: in a text, where a phone would else put its keyboard away.
    this.output.addEventListener("mousedown", (event) => offerAt(event) && event.preventDefault());
    listenToDials(this.form);
    for (const button of this.form.querySelectorAll("[aria-pressed]"))
      button.dataset.start = isPressed(button);
    // Browsers may bring back the values of an earlier visit; the picture must agree with them.
    window.addEventListener("pageshow", () => {
      if (this.form.isConnected && !this.fromLink && this.moved()) this.comeBack();
    });
  }

  async makeKept() {
    try {
      const { Making } = await import("./made.js");
      return new Making(this, this.thing);
    } catch (error) {
      console.info(String(error)); // the network is gone: the demo itself may still work
      return undefined;
    }
  }

  pressed(event) {
    if (this.output.contains(event.target))
      return this.take(offered(offerAt(event)?.dataset.set) ?? picked(event)); // a picture can do nothing else
    const button = event.target.closest("button, a[data-action]");
    if (button?.hasAttribute("aria-pressed")) {
      button.setAttribute("aria-pressed", String(!isPressed(button)));
      this.turned();
    }
    const action = button?.dataset.action;
    if (action === "retry") this.draw();
    if (action === "draw") this.turned();
    if (action === "stop") this.halt();
    if (action === "reset") this.own.reset();
    if (action === "share") this.share(this.shared());
    if (action === "source" && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault(); // without this script, the link leads to the file
      this.toggleSource(button);
    }
  }

  // A reader who points at a demo is likely to turn it: by then Python can be there.
  wake() {
    if (this.dataset.state === "static" && !this.fromLink) this.draw();
  }

  turned() {
    this.fromLink = false;
    this.own?.accept();
    this.touched = true;
    this.draw(); // Python draws while the page shows what follows
    this.reflect();
    this.hush();
    this.hush("link");
  }

  // The form agrees with itself: what each slider stands at, and which controls there are.
  reflect() {
    for (const control of this.form.elements) if (control.type === "range") this.showValue(control);
    for (const part of this.form.querySelectorAll("[data-if]")) {
      const [, name, sign, wanted] = part.dataset.if.match(/^(\w+)(>?=)(.*)$/);
      const { value } = this.form.elements[name];
      part.hidden = sign === "=" ? value !== wanted : value === "" || Number(value) < Number(wanted);
    }
  }

  // ---- What the picture offers: values for the form, see knobs.views.Offer --------------------------------------

  take(values) {
    if (values && this.place(values)) this.turned();
  }

  stepped(event) {
    const values = stepped(event, this.values(plain));
    if (values) event.preventDefault(); // the page does not scroll
    this.take(values);
  }

  offers() {
    return [...this.output.querySelectorAll("[data-set]")];
  }

  // From a text that is being written, the arrow down leads to what the picture offers.
  reachOffers(event) {
    const [first] = this.offers();
    if (event.key !== "ArrowDown" || event.isComposing || event.target.type !== "text" || !first) return;
    event.preventDefault();
    first.focus();
  }

  // The focus may be on an offer when a new picture comes. It stays there; where that offer is gone, it goes to what
  // the offer has set or, if that cannot be seen, to the offer that now stands in its place. One that can be taken again
  // and again keeps the focus, whatever it offers next; so does a map.
  keepFocus(show) {
    const was = document.activeElement;
    const held = this.offers().indexOf(was);
    const map = this.maps().indexOf(was);
    const { set } = was.dataset;
    show();
    if (map !== -1) return this.maps()[map]?.focus({ preventScroll: true });
    if (held === -1 || document.activeElement.dataset.set === set) return undefined;
    const offers = this.offers();
    const controls = Object.keys(offered(set) ?? {}).map((name) => this.form.elements.namedItem(name));
    const same =
      offers.find((offer) => offer.dataset.set === set) ??
      offers.find((offer) => isAgain(was, offer) && offer.textContent === was.textContent) ??
      offers.find((offer, i) => isAgain(was, offer) && i === held);
    return (same ?? controls.find((control) => control?.offsetParent) ?? offers[held] ?? this.output).focus();
  }

  maps() {
    return [...this.output.querySelectorAll("[tabindex]")];
  }

  // ---- Positions: of another page load, or of a link -----------------------------------------------------------

  /** The values of the form if they are not those of the page, else nothing. */
  moved() {
    return [...this.form.elements].some(differsFromPage) ? this.values(plain) : undefined;
  }

  /** The reader's own, from before the language changed. */
  takePositions(values) {
    if (this.place(values)) this.comeBack();
  }

  // The form is as it was when the reader was here before; so will be what the demo made.
  comeBack() {
    this.cameBack = true;
    this.turned();
  }

  /** Those that go with what the demo was given, see made.js; what is asked next is drawn with them. */
  takeForm(values) {
    this.place(values);
    this.fromLink = false;
    this.touched = true;
    this.reflect();
    this.hush();
    this.hush("link");
  }

  /** Somebody's, from a link: the knobs stand there, and nothing is drawn until the reader says so, or has said so. */
  openPositions(values, isAsked) {
    if (!this.place(values)) return this.note("link-broken");
    if (isAsked) {
      this.form.elements[0]?.focus({ preventScroll: true }); // where a keyboard goes on
      return this.turned();
    }
    this.fromLink = Boolean(this.moved());
    if (this.fromLink) this.note("link");
    if (this.going.on) this.rest();
    return this.reflect();
  }

  // All of the values or, if one does not fit, none.
  place(values) {
    const controls = Object.entries(values).map(([name, value]) => [
      this.form.elements.namedItem(name),
      value,
    ]);
    if (!controls.every(([control, value]) => control?.name && fits(control, value))) return false;
    for (const [control, value] of controls) {
      if (control.hasAttribute("aria-pressed")) control.setAttribute("aria-pressed", String(value));
      else control.value = isGrouped(control) ? typed(value, this.lang) : value;
    }
    return true;
  }

  shared() {
    if (this.own?.isOwn) return { kind: "code", ...this.own.block, text: this.own.text };
    const name = this.getAttribute("name");
    const place = [...document.querySelectorAll(`knob-demo[name="${name}"]`)].indexOf(this) + 1;
    return { kind: "demo", name, place, values: this.values(plain) };
  }

  // ---- The demo's own Python ------------------------------------------------------------------------------------

  async toggleSource(button) {
    const part = this.querySelector(".k-demo__source");
    const open = part.hidden;
    button.setAttribute("aria-expanded", String(open));
    part.hidden = !open;
    if (open && (await this.ownCode())) this.own.edit();
  }

  /** The demo's code, fetched the first time. Nothing where the network is gone: then the reader is told. */
  async ownCode() {
    if (this.own) return this.own;
    const { href } = this.querySelector("[data-action=source]");
    try {
      const response = await fetch(href);
      if (!response.ok) throw new Error(`${href} answered ${response.status}`);
      const source = await response.text();
      this.dataset.print = fingerprint(source);
      this.dataset.sourcePrint = this.dataset.print;
      const room = this.querySelector(".k-demo__editor");
      const draw = () => this.draw();
      this.own ??= new OwnCode(this, {
        source,
        room,
        fromLink: "link-code",
        show() {},
        changed: draw,
        run: draw,
      });
      if (this.own.isOwn) this.draw();
      return this.own;
    } catch (error) {
      console.info(String(error));
      this.explain("network");
      return undefined;
    }
  }

  /** Code from a link: shown in the editor, and not run. */
  async open(text) {
    if (!(await this.ownCode())) return;
    this.own.open(text);
    const button = this.querySelector("[data-action=source]");
    if (this.querySelector(".k-demo__source").hidden) await this.toggleSource(button);
  }

  // One question at a time; what was turned meanwhile is asked next, once, with the latest values. `itself`: nobody
  // turned anything.
  async draw(itself = false) {
    this.stale = true;
    this.itself = itself;
    if (this.ahead && this.dataset.state !== "live") this.showAhead();
    if (this.asking) return;
    this.asking = true;
    this.halted = false;
    const tell = (share) => this.showProgress(share);
    const question = () => {
      this.stale = Boolean(this.arrived); // while Python started
      this.byItself = this.itself;
      this.slow ??= setTimeout(() => this.setState("busy"), SLOW);
      const edited = this.own && this.own.trusted !== this.own.source ? { source: this.own.trusted } : {};
      this.canStop("source" in edited);
      return {
        name: this.getAttribute("name"),
        lang: this.lang,
        form: JSON.stringify(this.values()),
        ...edited,
      };
    };
    try {
      while (this.stale) {
        if (this.making) await (await this.making)?.before(tell);
        this.heedStop();
        const { answer, tainted } = await ask(question, tell, this.thing);
        this.show(answer, tainted && (await import("./clean.js")));
        if (this.making) (await this.making)?.shown(this.going.on);
        this.heedStop();
      }
    } catch (failure) {
      this.rest(failure.why === "stopped" ? "live" : "failed");
      this.explain(failure.why === "stopped" ? "" : failure.why);
      if (failure.why === "stopped") this.note("stopped");
    }
    this.asking = false;
  }

  // Until Python draws it.
  async showAhead() {
    if (this.own?.isOwn) return;
    const html = await this.ahead.picture(this.values());
    if (!html || !["static", "booting", "failed"].includes(this.dataset.state)) return;
    this.picture.show(html);
    this.saySoon();
  }

  // Nothing is asked any more. One that goes on by itself is busy until then: else it would flicker.
  rest(state = "live") {
    clearTimeout(this.slow);
    this.slow = undefined;
    this.going.end();
    this.frame.hold(false);
    this.canStop(false);
    this.toggleAttribute("data-going", false);
    this.setState(state);
  }

  halt() {
    this.halted = true;
    if (this.asking) return stop();
    this.rest(); // it was between two pictures
    return this.note("stopped");
  }

  // A Stop just before Python is asked, or just after it has answered, finds nothing there to end.
  heedStop() {
    if (this.halted) throw Object.assign(new Error("stopped"), { why: "stopped" });
  }

  canStop(can) {
    const button = this.querySelector("[data-action=stop]");
    if (button) button.disabled = !can;
  }

  // `as` writes what was typed: as it is, for Python, or so that the other language can read it.
  values(as = (text) => text) {
    const named = [...this.form.elements].filter((control) => control.name);
    return Object.fromEntries(named.map((control) => [control.name, read(control, as, this.lang)]));
  }

  // `cleaner` is there where a reader's code may have had a hand in the answer.
  show({ html, refused, told, form }, cleaner) {
    if (refused || !this.byItself) this.explain(refused ? "input" : "", refused); // what was refused before can be read
    if (refused) return this.rest();
    this.report(told, cleaner);
    if (told !== undefined) return this.rest(); // the last good picture stays
    this.showForm(form, cleaner);
    this.keepFocus(() => (cleaner ? this.picture.hold(cleaner.clean(html)) : this.picture.show(html)));
    this.going.shown(this.output);
    this.saySoon();
    return this.going.on ? this.goOn() : this.rest();
  }

  goOn() {
    this.frame.hold(true);
    this.toggleAttribute("data-going", true);
    if (this.dataset.state !== "busy") this.setState("live");
  }

  // What is wrong with the reader's code, below the editor.
  report(told, cleaner) {
    const source = this.querySelector(".k-demo__source");
    const before = source?.querySelector(".k-run__view");
    before?.remove();
    if (told === undefined) return;
    const report = document.createElement("div");
    report.className = "k-run__view";
    report.setAttribute("role", "status");
    report.append(cleaner.clean(told));
    source.querySelector(".k-demo__editor").after(report);
  }

  // The reader's code may have other controls. They come once per code, so that a hand can go on turning them.
  showForm(form, cleaner) {
    if (form === undefined && !this.formOf) return;
    const code = form === undefined ? undefined : this.own.text;
    if (this.formOf === code) return;
    this.ownControls ??= [...this.form.childNodes];
    this.formOf = code;
    if (form === undefined) this.form.replaceChildren(...this.ownControls);
    else this.form.replaceChildren(cleaner.cleanControls(form));
    listenToDials(this.form);
    this.reflect();
  }

  // Not of a picture that another one follows.
  saySoon() {
    clearTimeout(this.speaking);
    if (this.touched && !this.going.on) this.speaking = setTimeout(() => this.say(), PAUSE);
  }

  say() {
    const sentence = this.output.querySelector("[data-say]")?.textContent;
    this.querySelector("[role=status]").textContent = sentence ?? "";
  }

  showValue(input) {
    const label = input.closest("label");
    const value = label.querySelector(".k-value");
    const { names, decimals } = value.dataset;
    const told = names
      ? JSON.parse(names)[input.value]
      : number(Number(input.value), this.lang, Number(decimals));
    if (names) input.setAttribute("aria-valuetext", told);
    // The text of the node that is there: a new node would have the browser style the page anew.
    if (value.firstChild.data !== told) value.firstChild.data = told;
    const dial = label.querySelector(".k-dial");
    if (dial) showDial(dial, input);
  }
}

function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

// A number that is typed; any other text is words, which no language writes otherwise.
function isNumber(control) {
  return control.inputMode === "decimal";
}

// A year is no such number.
function isGrouped(control) {
  return isNumber(control) && control.dataset.ungrouped === undefined;
}

function offerAt({ target }) {
  return target.closest("[data-set]");
}

// Whether both can be taken again.
function isAgain(...offers) {
  return offers.every((offer) => offer.matches(".k-offer--again"));
}

// The values that an offer holds; nothing where somebody's own code wrote something else there.
function offered(written) {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

function read(control, as, lang) {
  if (control.hasAttribute("aria-pressed")) return isPressed(control);
  if (isNumber(control)) return as(control.value, lang);
  return control.type === "range" ? Number(control.value) : control.value;
}

function differsFromPage(control) {
  if (control.hasAttribute("aria-pressed")) return isPressed(control) !== (control.dataset.start === "true");
  if (control.type === "range") return Number(control.value) !== Number(control.defaultValue);
  if (control.type === "text") return control.value !== control.defaultValue;
  return [...(control.options ?? [])].some((option) => option.selected !== option.defaultSelected);
}

// Whether a value from elsewhere is one that the control can stand at.
function fits(control, value) {
  if (control.hasAttribute("aria-pressed")) return typeof value === "boolean";
  if (control.type === "text")
    return typeof value === "string" && [...value].length <= (control.dataset.longest ?? LONGEST);
  if (control.type !== "range")
    return [...(control.options ?? [])].some((option) => option.value === String(value));
  return typeof value === "number" && value >= Number(control.min) && value <= Number(control.max);
}

customElements.define("knob-demo", KnobDemo);
