// The other language beside the text: each paragraph, item, caption, table and heading of the page gets its partner
// from the page's twin, which is fetched. Both pages have the same headings, with the same ids, and the same blocks
// below them; tests/docs/test_twins.py sees to the first. Where they differ, nothing is paired by guess: the twin's
// text of that section then stands folded below its heading.
//
// What is drawn, computed or coded is equal in both and is not repeated. Partners are put in and taken out again;
// nothing of the page itself is moved or changed, so demos stay as they are.

const TEXT = "p, li, figcaption, summary, .k-scroll, ol.k-verdict"; // what gets a partner …
const BOX = "ul:not([class]), ol:not([class]), blockquote, details, .k-check, .admonition, .k-figure"; // … also in here
// All else is drawn: a demo, the thread, the list of sources.

// What a partner may be made of. Anything else is left out: scripts, pictures, buttons, and what is in them.
const ALLOWED = new Set(
  `a abbr b blockquote br cite code dd div dl dt em i kbd li mark ol p q s small span strong sub sup table tbody td th
   thead time tr ul var math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup
   msup mtable mtd mtext mtr munder munderover`.split(/\s+/),
);
const ATTRIBUTES =
  `lang start colspan rowspan scope aria-hidden aria-current display mathvariant stretchy fence form separator lspace
   rspace minsize maxsize columnalign accent linethickness width`.split(/\s+/);
const LOOKS = /^k-(?:role|param|input|output|error|nb|sr|math|here|word|words)$/; // classes that say how words look
const SPACES = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"];
// The page has its own: numbers of sources, tips, and the words “Side quest”.
const LEFT_OUT = ".k-ref, .k-ways, .k-tip, .headerlink, summary > .k-label";

const FOLDED = ["figcaption", "li", "summary"]; // in the fold of a section these are paragraphs

// Where a reader may be; and where not: in what comes and goes, in a fold that is closed (which has a place all the
// same), in the margin.
const PLACES = "h1, h2, h3, p, li, figcaption, summary, knob-demo, knob-run, .k-scroll";
const ELSEWHERE = ".k-side, .k-side-fold, details:not([open]) > :not(summary), .k-check:not(.k-check--claim)";

export class Side {
  #twin;
  #put = [];

  /** `box` stands in the head of the article and holds the words; the link to the twin stands beside it. */
  constructor(box) {
    const { href, hreflang } = box.parentElement.querySelector(".k-twin a");
    Object.assign(this, { article: box.closest("article"), words: box.dataset, href, lang: hreflang });
  }

  /** Get the twin; once it is here, it stays. */
  async fetch() {
    if (this.#twin) return;
    const answer = await fetch(this.href);
    if (!answer.ok) throw new Error(`${this.href}: ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const twin = page.querySelector("article");
    if (!twin || page.documentElement.lang !== this.lang) throw new Error(`${this.href} is not the twin`);
    this.#twin = twin;
  }

  show() {
    if (this.#put.length) return;
    const others = new Map(sections(this.#twin).map((section) => [section.id, section]));
    this.#inPlace(() => {
      this.article.dataset.side = this.lang;
      for (const own of sections(this.article)) {
        const other = others.get(own.id);
        if (other) this.#pair(own, other);
      }
    });
  }

  hide() {
    this.#inPlace(() => {
      for (const made of this.#put.splice(0)) made.remove();
      delete this.article.dataset.side;
    });
  }

  #pair(own, other) {
    let above = own.blocks[0]; // the head of the page, where there is no heading
    if (own.heading) above = this.#partner(own.heading, other.heading, "p") ?? own.heading;
    if (String(own.blocks.map(kind)) !== String(other.blocks.map(kind))) {
      this.#fold(above, other.blocks);
      return;
    }
    for (const [i, block] of own.blocks.entries()) {
      const [ours, theirs] = [texts(block), texts(other.blocks[i])];
      for (const [j, text] of ours.entries()) this.#partner(text, theirs[j]);
    }
  }

  // Behind what it belongs to, and of the same look. That of the title of a fold stands in it, to be seen.
  #partner(own, other, name = own.localName) {
    const isTitle = name === "summary";
    const made = this.#made(other, isTitle ? "span" : name === "figcaption" ? "div" : name);
    if (!made.textContent.trim()) return undefined;
    made.className = `${own.className} k-side k-side--${own.localName}`.trim();
    made.lang = this.lang;
    if (isTitle) own.append(made);
    else own.after(made);
    this.#put.push(made);
    return made;
  }

  // What has no certain partner: all of it, for whoever asks.
  #fold(above, blocks) {
    const made = blocks
      .flatMap(texts)
      .map((text) => this.#made(text, FOLDED.includes(text.localName) ? "p" : text.localName));
    const told = made.filter((one) => one.textContent.trim());
    if (!told.length) return;
    const [fold, title, body] = ["details", "summary", "div"].map((name) => document.createElement(name));
    title.textContent = this.words.fold;
    body.lang = this.lang;
    body.append(...told);
    fold.className = "k-side-fold";
    fold.append(title, body);
    above.after(fold);
    this.#put.push(fold);
  }

  // An element with what may be in it of the twin's one.
  #made(other, name) {
    const made = document.createElement(name);
    if (other.matches(".k-scroll, .k-verdict")) made.className = other.className;
    if (other.matches(".k-scroll")) {
      for (const told of ["role", "tabindex", "aria-label"])
        made.setAttribute(told, other.getAttribute(told));
    }
    this.#fill(made, other);
    return made;
  }

  #fill(made, other) {
    for (const node of other.childNodes) {
      if (node instanceof Text) made.append(node.data);
      else if (node instanceof Element && isAllowed(node)) made.append(this.#copy(node));
    }
  }

  #copy(element) {
    const made = document.createElementNS(element.namespaceURI, element.localName);
    for (const name of ATTRIBUTES) {
      if (element.hasAttribute(name)) made.setAttribute(name, element.getAttribute(name));
    }
    const looks = [...element.classList].filter((name) => LOOKS.test(name));
    if (looks.length) made.setAttribute("class", looks.join(" "));
    if (made.localName === "a" && element.hasAttribute("href")) this.#lead(made, element);
    this.#fill(made, element);
    return made;
  }

  // To where it leads from the twin's own address: the other language's pages.
  #lead(made, { dataset, attributes: { href } }) {
    if (!URL.canParse(href.value, this.href)) return;
    const address = new URL(href.value, this.href);
    if (!/^https?:$/.test(address.protocol)) return;
    if (dataset.positions) address.hash = dataset.positions; // see links.js
    made.href = address.href;
    if (address.origin === location.origin && /\/$|\.html$/.test(address.pathname)) made.hreflang = this.lang;
  }

  // Where the reader is stays where it is in the window.
  #inPlace(change) {
    const edge = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
    const places = [...this.article.querySelectorAll(PLACES)].filter((one) => !one.closest(ELSEWHERE));
    const top = (one) => one.getBoundingClientRect().top;
    const place = places.find((one) => one.getBoundingClientRect().bottom > edge);
    const before = place && top(place);
    change();
    if (place) scrollBy({ top: top(place) - before, behavior: "instant" });
  }
}

/** The parts of an article, each from one heading to the next: its id, the heading, and what follows. */
function sections(article) {
  const found = [{ id: "", blocks: [] }];
  for (const block of article.children) {
    if (/^h[1-6]$/.test(block.localName)) found.push({ id: block.id, heading: block, blocks: [] });
    else found.at(-1).blocks.push(block);
  }
  return found;
}

/** What a block is, without its words: equal in both languages, or there is no pairing them. */
function kind(block) {
  const name = [block.localName, block.classList[0], block.getAttribute("name")].filter(Boolean).join(" ");
  if (block.matches(".k-scroll")) return `${name} of ${block.querySelectorAll("tr").length} rows`;
  return block.matches(BOX) ? `${name} (${[...block.children].map(kind)})` : name;
}

/** What is text in a block, in order. */
function texts(block) {
  if (block.matches(TEXT)) return [block];
  return block.matches(BOX) ? [...block.children].flatMap(texts) : [];
}

function isAllowed(element) {
  return (
    ALLOWED.has(element.localName) && SPACES.includes(element.namespaceURI) && !element.matches(LEFT_OUT)
  );
}
