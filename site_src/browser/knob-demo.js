// <knob-demo>: a form and the picture that Python draws for it. The page holds the first picture already; this
// carries the reader's values to Python and its answer back. It knows no demo by name, and no words but the page's.

import { ask } from "./runtime.js";

const SLOW = 150; // ms before a reader is told that Python is computing
const PAUSE = 700; // ms of rest before a screen reader hears the new picture

class KnobDemo extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.output = this.querySelector(".k-demo__out");
    for (const intent of ["pointerenter", "touchstart", "focusin"]) {
      this.addEventListener(intent, () => this.wake(), { passive: true });
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.turned());
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.action === "retry") this.draw();
      if (button?.hasAttribute("aria-pressed")) {
        button.setAttribute("aria-pressed", String(!isPressed(button)));
        this.turned();
      }
    });
    for (const dial of this.querySelectorAll(".k-dial")) this.listenToDial(dial);
    // Browsers may bring back the values of an earlier visit; the picture must agree with them.
    window.addEventListener("pageshow", () => {
      if ([...this.form.elements].some(differsFromPage)) this.turned();
    });
  }

  // A reader who points at a demo is likely to turn it: by then Python can be there.
  wake() {
    if (this.dataset.state === "static") this.draw();
  }

  turned() {
    for (const control of this.form.elements) if (control.type === "range") this.showValue(control);
    for (const part of this.form.querySelectorAll("[data-if]")) {
      const [control, least] = part.dataset.if.split(">=");
      part.hidden = Number(this.form.elements[control].value) < Number(least);
    }
    this.touched = true;
    this.draw();
  }

  // One question at a time; what was turned meanwhile is asked next, once, with the latest values.
  async draw() {
    this.stale = true;
    if (this.asking) return;
    this.asking = true;
    let slow;
    const question = () => {
      this.stale = false;
      slow = setTimeout(() => this.setState("busy"), SLOW);
      return { name: this.getAttribute("name"), lang: this.lang, form: JSON.stringify(this.values()) };
    };
    try {
      while (this.stale) {
        const answer = await ask(question, (share) => this.showProgress(share));
        clearTimeout(slow);
        this.setState("live");
        this.show(answer);
      }
    } catch (failure) {
      clearTimeout(slow);
      this.setState("failed");
      this.explain(failure.why);
    }
    this.asking = false;
  }

  values() {
    const named = [...this.form.elements].filter((control) => control.name);
    return Object.fromEntries(named.map((control) => [control.name, read(control)]));
  }

  show({ html, refused }) {
    this.explain(refused ? "input" : "", refused);
    if (refused) return;
    this.output.innerHTML = html; // only ever what the knobs package wrote and escaped
    if (!this.touched) return;
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => this.say(), PAUSE);
  }

  say() {
    const sentence = this.output.querySelector("[data-say]")?.textContent;
    this.querySelector("[role=status]").textContent = sentence ?? "";
  }

  setState(state) {
    if (this.dataset.state !== state) this.dataset.state = state;
  }

  showProgress(share) {
    this.setState("booting");
    this.explain("");
    this.querySelector("[data-percent]").textContent = `${Math.floor(99 * share)}%`; // the last 1% is Python's own
  }

  // Why there is no new picture: one of the page's own sentences, or the one with which Python refused a value.
  explain(why, sentence) {
    const box = this.querySelector(".k-fail");
    for (const reason of box.querySelectorAll("[data-why]")) reason.hidden = reason.dataset.why !== why;
    box.querySelector("[data-why=input]").textContent = sentence ?? "";
    box.querySelector("[data-action=retry]").hidden = why === "input";
    box.hidden = !why;
  }

  showValue(input) {
    const label = input.closest("label");
    const value = label.querySelector(".k-value");
    value.textContent = number(Number(input.value), this.lang, Number(value.dataset.decimals));
    const dial = label.querySelector(".k-dial");
    if (dial) showDial(dial, input);
  }

  // Turning the dial turns its range input, which is the one that keyboards and screen readers use.
  listenToDial(dial) {
    const input = dial.closest("label").querySelector("input");
    const turn = ({ clientX, clientY }) => {
      const box = dial.getBoundingClientRect();
      const [x, y] = [clientX - box.x - box.width / 2, clientY - box.y - box.height / 2];
      const angle = Math.max(-135, Math.min(135, (Math.atan2(x, -y) * 180) / Math.PI));
      if (Math.abs(angle - angleOf(input, input.value)) > 180) return; // no leap over the gap below
      const [low, high] = [Number(input.min), Number(input.max)];
      const before = input.value;
      input.value = low + ((angle + 135) / 270) * (high - low); // the browser rounds it to a step
      if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    dial.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      dial.setPointerCapture(event.pointerId);
      input.focus({ preventScroll: true });
      turn(event);
    });
    dial.addEventListener("pointermove", (event) => dial.hasPointerCapture(event.pointerId) && turn(event));
  }
}

function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

function read(control) {
  if (control.hasAttribute("aria-pressed")) return isPressed(control);
  return control.type === "range" ? Number(control.value) : control.value;
}

function differsFromPage(control) {
  if (control.type === "range") return Number(control.value) !== Number(control.defaultValue);
  return [...(control.options ?? [])].some((option) => option.selected !== option.defaultSelected);
}

// A slider's value as knobs.text.number writes it: a true minus, and groups from five digits on in Dutch.
export function number(value, lang, decimals) {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const grouped = new Intl.NumberFormat(lang, { ...digits, useGrouping: lang === "nl" ? "min2" : true });
  return grouped.format(value || 0).replace("-", "−"); // || 0: there is no minus zero
}

function angleOf({ min, max }, value) {
  return -135 + (270 * (value - min)) / (max - min);
}

// The same lines as knobs.views.dial draws: the hand, and an arc from zero to the value.
function showDial(dial, input) {
  const point = (degrees) => {
    const turn = (degrees * Math.PI) / 180;
    return `${(100 + 80 * Math.sin(turn)).toFixed(1)} ${(100 - 80 * Math.cos(turn)).toFixed(1)}`;
  };
  const zero = angleOf(input, Math.min(Math.max(0, input.min), input.max));
  const turned = angleOf(input, input.value);
  const [large, clockwise] = [Number(Math.abs(turned - zero) > 180), Number(turned > zero)];
  const arc = `M${point(zero)}A80 80 0 ${large} ${clockwise} ${point(turned)}`;
  dial.querySelector(".k-arc").setAttribute("d", arc);
  dial.querySelector(".k-hand").setAttribute("transform", `rotate(${turned.toFixed(1)} 100 100)`);
}

customElements.define("knob-demo", KnobDemo);
