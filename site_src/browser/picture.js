// A picture of ours in the page. Most of it stays as it is while a knob turns: only what differs is written, into the
// nodes that are there, so that the browser need not read, style and lay out the rest again.

const PIECES = /<[^>]*>|[^<]+/g; // tags and texts: knobs.markup escapes each > that ends no tag
const ATTRIBUTES = / ([^ =/>]+)(?:="([^"]*)")?/g;
const ESCAPED = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" }; // see knobs.markup

export class Picture {
  pieces = []; // the tags and texts of what is shown
  nodes = []; // one for each of them that is not a closing tag

  constructor(output) {
    this.output = output;
  }

  /** Show what knobs wrote and escaped; nothing else may come here. */
  show(html) {
    const pieces = html.match(PIECES) ?? [];
    const changes = this.compare(pieces);
    if (changes) for (const change of changes) change();
    else this.replace(html);
    this.pieces = pieces;
  }

  /** Show nodes from elsewhere. */
  hold(fragment) {
    this.output.replaceChildren(fragment);
    this.pieces = [];
  }

  replace(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const open = this.folds().map((fold) => fold.open); // as the reader left them
    for (const fold of this.folds()) fold.open = false;
    if (made.innerHTML !== this.output.innerHTML) this.output.replaceChildren(made.content);
    for (const [i, fold] of this.folds().entries()) fold.open = open[i] ?? false;
    const walker = document.createTreeWalker(this.output, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    this.nodes = [];
    while (walker.nextNode()) this.nodes.push(walker.currentNode);
  }

  folds() {
    return [...this.output.querySelectorAll("details")];
  }

  // What to write where; nothing if the two differ in more than texts and values.
  compare(pieces) {
    if (pieces.length !== this.pieces.length) return undefined;
    const changes = [];
    let at = 0;
    for (const [i, piece] of pieces.entries()) {
      const before = this.pieces[i];
      const node = this.nodes[at];
      if (!piece.startsWith("</")) at++;
      if (piece === before) continue;
      if (piece[0] !== "<" && before[0] !== "<") changes.push(() => (node.data = plain(piece)));
      else if (shape(piece) !== shape(before)) return undefined;
      else {
        const old = attributes(before);
        for (const [j, [, name, value]] of attributes(piece).entries())
          if (value !== old[j][2]) changes.push(() => node.setAttribute(name, plain(value)));
      }
    }
    return at === this.nodes.length ? changes : undefined;
  }
}

const attributes = (tag) => [...tag.matchAll(ATTRIBUTES)];

// A tag without its values.
const shape = (tag) => tag.replace(/="[^"]*"/g, "=");

const plain = (text) => text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (escaped) => ESCAPED[escaped]);
