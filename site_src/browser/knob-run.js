// <knob-run>: a block of Python that the reader can run, stop, edit, reset and share. A page is one program: running
// a block first runs the blocks above it that have not run. What it printed while the site was tested stands there
// until then; what it prints now streams in.

import { blockOf, pageName } from "./blocks.js";
import { whenLikely } from "./likely.js";
import { OwnCode } from "./own-code.js";
import { PythonElement } from "./python-element.js";
import { prepare, program, run, stop, warm } from "./runtime.js";
import "./links.js";

const SLOW = 150; // ms before a reader is told that Python is computing
const SAID = 300; // characters of the output that a screen reader hears at the end

let turn = Promise.resolve(true); // one run at a time: the next must know what the one before has made

class KnobRun extends PythonElement {
  connectedCallback() {
    this.output = this.querySelector(".k-run__printed");
    this.inAdvance = [...this.output.childNodes];
    this.makeOwn();
    this.addEventListener("click", ({ target }) => {
      const action = target.closest("[data-action]")?.dataset.action;
      if (action === "run" || action === "retry") this.run();
      if (action === "stop") this.stop();
      if (action === "edit") this.own.edit();
      if (action === "reset") this.reset();
      if (action === "share") this.share({ kind: "code", ...blockOf(this), text: this.own.text });
    });
    whenLikely(this.querySelector(".k-run__buttons"), { near: prepare, eye: warm, hand: warm });
  }

  makeOwn() {
    const code = this.querySelector(".highlight code");
    const coloured = [...code.childNodes];
    const source = code.textContent;
    const room = document.createElement("div");
    room.className = "k-run__editor";
    room.hidden = true;
    this.querySelector(".highlight").after(room);
    this.own = new OwnCode(this, {
      source,
      room,
      fromLink: "link",
      show: (text) => code.replaceChildren(...(text === source ? coloured : [text])),
      changed: () => {},
      run: () => this.run(),
    });
  }

  get number() {
    return Number(this.dataset.block);
  }

  /** Whether the page's Python still knows what this block makes. */
  get hasRun() {
    return this.ran?.program === program() && this.ran.source === this.own.trusted;
  }

  open(text) {
    this.own.open(text);
  }

  run() {
    if (this.waiting) return;
    this.waiting = true;
    this.own.accept();
    this.hush();
    this.begin();
    const before = turn;
    turn = (async () => {
      const goOn = (await before) && (await this.runWithAbove());
      this.waiting = false;
      if (!goOn) this.leave();
      return goOn || turn === mine; // a Stop also ends what was waiting behind it
    })();
    const mine = turn;
  }

  /** Resolves with whether the next run may go on. */
  async runWithAbove() {
    const all = [...document.querySelectorAll("knob-run")];
    const above = all.slice(0, all.indexOf(this)).filter((block) => !block.hasRun);
    const blocks = new Map([...above, this].map((block) => [block.number, block]));
    if (above.length)
      this.note("before", {
        blocks: listing(
          above.map(({ number }) => number),
          this.lang,
        ),
      });
    for (const block of above) block.begin();
    try {
      const { clean } = await import("./clean.js");
      const asked = [...blocks.values()].map((block) => ({
        number: block.number,
        name: block.querySelector(".k-run__no").textContent.toLowerCase(),
        source: block.own.trusted,
      }));
      const question = { lang: this.lang, page: pageName(), blocks: asked, restart: false };
      const hear = (number, kind, text) => blocks.get(number)?.hear(kind, text, clean);
      const results = await run(question, (share) => this.showProgress(share), hear);
      for (const [i, result] of results.entries()) {
        blocks.get(result.number).end(result, asked[i].source, clean);
      }
      const last = results.at(-1);
      if (last.number !== this.number) this.note("failed-before", { blocks: last.number });
      if (last.memory) this.note("restarted");
      this.setState("live");
      return true;
    } catch (failure) {
      const { why = "crash" } = failure;
      if (why === "stopped") this.note(failure.ready ? "stopped" : "slow-stop");
      else this.explain(why);
      this.setState(why === "stopped" ? "live" : "failed");
      return false;
    } finally {
      for (const block of blocks.values()) block.leave();
    }
  }

  begin() {
    this.explain("");
    this.fresh = true; // what is shown is of an earlier run
    delete this.output.dataset.fresh;
    this.slow = setTimeout(() => this.dataset.state !== "booting" && this.setState("busy"), SLOW);
    this.can({ run: false, stop: true });
  }

  hear(kind, text, clean) {
    this.refresh();
    if (this.dataset.state === "booting") this.setState("busy");
    if (kind === "view") {
      const view = document.createElement("div");
      view.className = "k-run__view";
      view.append(clean(text));
      this.output.append(view);
      return;
    }
    if (this.output.lastChild?.nodeName !== "PRE") this.output.append(document.createElement("pre"));
    const part = kind === "err" ? document.createElement("span") : document.createTextNode(text);
    if (kind === "err") Object.assign(part, { className: "k-err", textContent: text });
    this.output.lastChild.append(part);
  }

  refresh() {
    if (this.fresh) this.output.replaceChildren();
    this.fresh = false;
    this.output.dataset.fresh = "";
  }

  end({ ended, html, memory }, source, clean) {
    this.refresh();
    if (html) this.output.append(clean(html));
    if (!this.output.textContent.trim() && !this.output.firstElementChild) this.note("silent");
    this.ran = ended === "error" || memory ? undefined : { program: program(), source };
    this.setState("live");
    this.say();
  }

  leave() {
    clearTimeout(this.slow);
    if (["booting", "busy"].includes(this.dataset.state)) this.setState(this.ran ? "live" : "static");
    this.can({ run: true, stop: false });
  }

  stop() {
    stop();
  }

  reset() {
    this.hush();
    this.own.reset();
    if (this.own.isOwn) return;
    this.output.replaceChildren(...this.inAdvance);
    this.ran = undefined;
    this.explain("");
    this.setState("static");
  }

  say() {
    const said = this.output.textContent.trim();
    this.querySelector("[role=status]").textContent = said.length > SAID ? `${said.slice(0, SAID)} …` : said;
  }

  can(actions) {
    for (const [action, enabled] of Object.entries(actions)) {
      this.querySelector(`.k-run__buttons [data-action=${action}]`).disabled = !enabled;
    }
  }
}

const listing = (numbers, lang) => new Intl.ListFormat(lang).format(numbers.map(String));

customElements.define("knob-run", KnobRun);
