// <knob-words>: asks the words of the page's list, and keeps in this browser what the reader knows of them. The page has
// all words and sentences, as JSON in the element; see site_src/sitekit/word_quiz.py. When a word comes is said in
// word-schedule.js, what counts as right in word-judge.js, and what is kept in word-store.js.
//
// The focus stays where answers are given: in the field, which is also where Enter goes on, or, for de or het, first on
// the question and then on the button that goes on.

import { closed, judge } from "./word-judge.js";
import { answered, dayOf, dueDay, isDue, KNOWN, kindOf, round, tally } from "./word-schedule.js";
import { WordStore } from "./word-store.js";

class KnobWords extends HTMLElement {
  connectedCallback() {
    const { words, say } = JSON.parse(this.querySelector("script").textContent);
    Object.assign(this, {
      say,
      words: new Map(words.map((word) => [word.key, word])),
      learned: this.dataset.learn,
    });
    this.keys = [...this.words.keys()];
    this.store = new WordStore(this.learned);
    this.form = this.part("form");
    this.field = this.part("input");
    this.known = Object.fromEntries(
      [this.lang, this.learned].map((lang) => [
        lang,
        new Map(words.flatMap((word) => meanings(word, lang, this.learned))),
      ]),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.told) this.next();
      else this.check();
    });
    const actions = {
      start: () => this.start(),
      pass: () => this.tell({ right: false, notes: [] }, "shown"),
      print: () => this.print(),
      forget: () => this.sure(true),
      no: () => this.sure(false),
      yes: () => this.forget(),
    };
    this.addEventListener("click", ({ target }) => {
      const { action, choice } = target.closest("button")?.dataset ?? {};
      if (choice) this.choose(choice);
      else actions[action]?.();
    });
    this.addEventListener("keydown", (event) => this.press(event));
    this.dataset.state = "live";
    this.show();
  }

  // ---- A round -------------------------------------------------------------------------------------------

  /** Due and new words; or, if there are none, any ten, which then cannot rise. */
  start() {
    const { words } = this.read();
    const chosen = round(this.keys, words, today());
    const practice = chosen.length === 0;
    const keys = practice ? shuffled(this.keys).slice(0, 10) : chosen;
    this.queue = keys.map((key) => ({ key, kind: kindOf(this.words.get(key).kinds, words[key]) }));
    Object.assign(this, { at: 0, of: keys.length, right: 0 });
    this.dataset.state = "asking";
    this.part(".k-words__end").hidden = true;
    this.part(".k-words__about").hidden = true;
    this.part(".k-words__tools").hidden = true;
    this.form.hidden = false;
    this.next();
  }

  next() {
    this.asked = this.queue.shift();
    if (!this.asked) return this.end();
    const { key, kind, again } = this.asked;
    const word = this.words.get(key);
    this.at += again ? 0 : 1;
    this.told = false;
    this.typed = "";
    this.part(".k-words__at").textContent = again
      ? this.say["once-more"]
      : this.sentence("at", this).textContent;
    this.part(".k-words__task").textContent = this.say[kind === "article" ? "article-of" : kind];
    const [prompt, hint] = this.question(word, kind);
    this.part(".k-words__prompt").replaceChildren(...prompt);
    this.part(".k-words__hint").textContent = hint ?? "";
    this.part(".k-words__hint").hidden = !hint;
    const choosing = kind === "article";
    this.field.hidden = choosing;
    this.field.readOnly = false;
    this.field.value = "";
    this.field.lang = kind === "to-own" ? this.lang : this.learned;
    this.part(".k-words__choices").hidden = !choosing;
    for (const choice of this.querySelectorAll("[data-choice]")) {
      choice.disabled = false;
      choice.removeAttribute("aria-pressed");
    }
    this.part(".k-words__verdict").hidden = true;
    this.part("[data-action=pass]").hidden = choosing;
    const button = this.part("[type=submit]");
    button.textContent = this.say.check;
    button.hidden = choosing;
    const place = choosing ? this.part(".k-words__ask") : this.field;
    const moves = document.activeElement !== place; // then its name is heard: the task and the prompt
    this.focusOn(place);
    this.announce(".k-words__at", ...(moves ? [] : [".k-words__task", ".k-words__prompt", ".k-words__hint"]));
  }

  // What is asked, and what helps to tell it from other words.
  question(word, kind) {
    if (kind === "to-own" || kind === "article") return [[inLang(word.other, this.learned)]];
    if (kind === "to-other") return [[inLang(word.own, this.lang)], word.meaning];
    const [before, , after] = word.gap;
    const hole = document.createElement("span");
    hole.className = "k-words__gap";
    const name = document.createElement("span");
    name.className = "k-sr";
    name.lang = this.lang;
    name.textContent = `[${this.say.gap}]`;
    hole.append(name);
    const sentence = inLang("", this.learned);
    sentence.append(before, hole, after);
    return [[sentence], word.translation];
  }

  check() {
    if (!this.field.value.trim()) {
      this.verdict("empty", []);
      return this.announce(".k-words__verdict");
    }
    const { key, kind } = this.asked;
    const word = this.words.get(key);
    const lang = kind === "to-own" ? this.lang : this.learned;
    const own = new Set(word.answers[lang].map((answer) => closed(answer, lang)));
    const others = new Map([...this.known[lang]].filter(([other]) => !own.has(other)));
    this.typed = this.field.value.trim();
    const wanted = {
      lang,
      forms: word.forms[lang],
      also: word.also[lang],
      others,
      answers: word.answers[lang],
    };
    if (kind === "sentence") {
      const form = word.gap[1];
      const inside = form[0].toLowerCase() + form.slice(1); // where the gap begins the sentence
      Object.assign(wanted, { answers: [form, inside], forms: [...word.forms[lang], ...word.answers[lang]] });
    } else if (lang === "nl") wanted.article = word.article ?? "";
    const found = judge(this.typed, wanted);
    return this.tell(found, !found.right ? "wrong" : found.notes.length ? "slip" : "right");
  }

  choose(choice) {
    if (this.told) return;
    for (const button of this.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === choice));
    }
    const right = choice === this.words.get(this.asked.key).article;
    this.tell({ right, notes: [] }, right ? "right" : "wrong");
  }

  tell({ right, notes }, verdict) {
    const { key, kind, again } = this.asked;
    const word = this.words.get(key);
    this.told = true;
    this.keep(key, right, again);
    if (right && !again) this.right++;
    if (!right) this.queue.push({ key, kind, again: true });
    this.field.readOnly = true;
    const lang = kind === "to-own" ? this.lang : this.learned;
    const form = kind === "sentence" ? word.gap[1] : word.answers[lang][0];
    const answer = lang === "nl" && kind !== "sentence" ? withArticle(word, form) : form;
    const means = this.known[lang].get(closed(this.typed, lang));
    const values = {
      answer: [notes.some((note) => note.endsWith("article")) ? answer : form, lang],
      typed: [this.typed, lang],
      means: [means ?? "", lang === this.lang ? this.learned : this.lang],
    };
    const told = notes.map((note) => this.sentence(`note-${note}`, values));
    const whole = (text, lang) => [lang === "nl" ? withArticle(word, text) : text, lang];
    const pair = { own: whole(word.own, this.lang), other: whole(word.other, this.learned) };
    this.verdict(verdict, [
      ...told,
      this.sentence("answer", pair),
      inLang(word.sentence, this.learned),
      inLang(word.translation, this.lang),
      ...(right ? [] : [this.sentence("back")]),
    ]);
    this.part("[data-action=pass]").hidden = true;
    for (const choice of this.querySelectorAll("[data-choice]")) choice.disabled = true;
    const button = this.part("[type=submit]");
    button.textContent = this.say.next;
    button.hidden = false;
    this.focusOn(kind === "article" ? button : this.field);
    this.part(".k-words__verdict").scrollIntoView({ block: "nearest" });
    this.announce(".k-words__verdict");
  }

  verdict(name, lines) {
    const box = this.part(".k-words__verdict");
    box.dataset.verdict = name;
    const first = document.createElement("b");
    first.textContent = this.say[name];
    box.replaceChildren(first, ...lines.map(paragraph));
    box.hidden = false;
  }

  end() {
    this.form.hidden = true;
    this.dataset.state = "live";
    const end = this.part(".k-words__end");
    end.replaceChildren(this.sentence("end", this));
    end.hidden = false;
    this.part(".k-words__tools").hidden = false;
    this.show();
    const { next, due, fresh } = this.counts();
    if (!due && !fresh && next !== undefined)
      end.append(" ", this.sentence("later", { date: this.date(next) }));
    this.focusOn(this.part("[data-action=start]"));
    this.announce(".k-words__end", ".k-words__tally");
  }

  // ---- What is kept --------------------------------------------------------------------------------------

  keep(key, right, again) {
    const { words } = this.read();
    const word = answered(words[key], right, today(), again);
    if (word !== words[key]) this.trouble(this.store.keep(key, word));
  }

  read() {
    const found = this.store.read();
    this.trouble(found.trouble);
    return found;
  }

  // Each is told once: whoever reads it again and again stops practicing.
  trouble(what) {
    if (!what || this.troubled === what) return;
    this.troubled = what;
    const told = this.part(".k-words__trouble");
    told.textContent = this.say[`trouble-${what}`];
    told.hidden = false;
  }

  sure(asking) {
    this.part(".k-words__sure").hidden = !asking;
    for (const action of ["start", "print", "forget"]) this.part(`[data-action=${action}]`).hidden = asking;
    if (!asking) this.show();
    this.focusOn(this.part(`[data-action=${asking ? "no" : "forget"}]`));
  }

  forget() {
    this.store.forget();
    this.troubled = undefined;
    this.part(".k-words__trouble").hidden = true;
    const end = this.part(".k-words__end");
    end.textContent = this.say.forgotten;
    end.hidden = false;
    this.sure(false);
    this.focusOn(this.part("[data-action=start]"));
    this.announce(".k-words__end", ".k-words__tally");
  }

  counts() {
    return tally(this.keys, this.read().words, today());
  }

  // How many words are known, and how each of the list stands.
  show() {
    const { words } = this.read();
    const { known, due, fresh } = tally(this.keys, words, today());
    const total = this.keys.length;
    this.part(".k-words__tally").replaceChildren(this.sentence("tally", { known, total }));
    if (due) this.part(".k-words__tally").append(this.sentence("to-ask", { due }));
    const begun = fresh < total;
    this.part("[data-action=forget]").hidden = !begun && this.troubled !== "broken";
    this.part("[data-action=start]").textContent =
      this.say[!begun ? "start" : due || fresh ? "more" : "anyway"];
    for (const entry of this.querySelectorAll("[data-key]")) {
      entry.querySelector(".k-words__box").textContent = this.stands(words[entry.dataset.key]);
    }
  }

  stands(word) {
    if (!word) return "";
    const when = isDue(word, today())
      ? this.say.due
      : this.sentence("waits", { date: this.date(dueDay(word)) }).textContent;
    return word.box >= KNOWN ? `${this.say.known}, ${when}` : when;
  }

  date(day) {
    if (day === today() + 1) return this.say.tomorrow;
    const style = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
    const date = new Intl.DateTimeFormat(this.lang, style).format(day * 86_400_000);
    return this.sentence("on", { date }).textContent;
  }

  // ---- Keys, words, focus --------------------------------------------------------------------------------

  press(event) {
    const { key, repeat, ctrlKey, altKey, metaKey } = event;
    if (key === "Enter" && repeat) return event.preventDefault(); // a key that is held would run through the round
    if (this.form.hidden || ctrlKey || altKey || metaKey) return undefined;
    if (key.length === 1) event.stopPropagation(); // at an s Material opens its search, at an n the next page
    if (this.asked?.kind !== "article" || this.told) return undefined;
    const choices = [...this.querySelectorAll("[data-choice]")];
    const choice =
      choices[Number(key) - 1] ?? choices.find(({ dataset }) => dataset.choice[0] === key.toLowerCase());
    if (!choice) return undefined;
    event.preventDefault();
    return this.choose(choice.dataset.choice);
  }

  print() {
    const all = this.part("details");
    const { open } = all;
    const root = document.documentElement;
    all.open = true;
    root.classList.add("k-print-words");
    const after = () => {
      root.classList.remove("k-print-words");
      all.open = open;
    };
    window.addEventListener("afterprint", after, { once: true });
    window.print();
  }

  part(selector) {
    return this.querySelector(selector);
  }

  focusOn(part) {
    part.focus({ preventScroll: part !== this.field && part.tabIndex >= 0 });
  }

  /** A sentence with its places filled: by text, or by [text, language], which is marked as such. */
  sentence(name, values = {}) {
    const made = document.createDocumentFragment();
    for (const [at, piece] of this.say[name].split(/\{(\w+)\}/).entries()) {
      const value = at % 2 ? values[piece] : piece;
      if (Array.isArray(value)) made.append(inLang(...value));
      else made.append(String(value));
    }
    return made;
  }

  // A screen reader says it; the focus is elsewhere. Paragraphs become sentences apart.
  announce(...parts) {
    const said = parts.map(this.part, this).filter((part) => !part.hidden && part.textContent);
    const pieces = said.flatMap((part) => [...part.cloneNode(true).childNodes, ". "]);
    const spaced = pieces.flatMap((piece) => (piece.nodeName === "P" ? [" ", ...piece.childNodes] : [piece]));
    this.part("[role=status]").replaceChildren(...spaced);
  }
}

function today() {
  return dayOf(new Date());
}

// Every way to write a word, as `closed` has it, and what it means.
function meanings(word, lang, learned) {
  return word.answers[lang].map((answer) => [closed(answer, lang), lang === learned ? word.own : word.other]);
}

function withArticle({ article }, dutch) {
  return article ? `${article} ${dutch}` : dutch;
}

function inLang(text, lang) {
  const span = document.createElement("span");
  span.lang = lang;
  span.textContent = text;
  return span;
}

function paragraph(content) {
  const made = document.createElement("p");
  made.append(content);
  return made;
}

function shuffled(list) {
  return list
    .map((one) => [Math.random(), one])
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

customElements.define("knob-words", KnobWords);
