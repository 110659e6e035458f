// <knob-models>: sorts, searches and filters a table that is complete without this. The page holds all its sentences.

class KnobModels extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    this.body = this.querySelector("tbody");
    this.rows = [...this.body.rows];
    this.texts = this.rows.map((row) => [row, textOf(row)]);
    this.heads = [...this.querySelectorAll("th[data-sort]")];
    this.status = this.querySelector("[role=status]");
    this.search = this.querySelector("input");
    this.kind = this.querySelector("select");
    this.words = new Intl.Collator(this.lang, { numeric: true });
    for (const head of this.heads) this.makeButton(head);
    this.addEventListener("input", () => this.filter());
    this.filter(); // what the browser has kept in the fields of a page that is opened again
  }

  // Only now is there something to press.
  makeButton(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(head.firstChild); // what the column is called; a remark under it stays where it is
    button.addEventListener("click", () => this.sort(head));
    head.prepend(button);
  }

  // Words begin with a, numbers with the largest; a second press turns the order round.
  sort(head) {
    const numbers = head.dataset.sort === "number";
    const before = head.getAttribute("aria-sort");
    const order = before === "ascending" || (!before && numbers) ? "descending" : "ascending";
    for (const other of this.heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const compare = numbers ? (a, b) => a - b : this.words.compare;
    const turn = order === "ascending" ? 1 : -1;
    const keyed = this.rows.map((row) => [keyOf(row.cells[head.cellIndex], numbers), row]);
    keyed.sort(([a], [b]) => {
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined); // unknown is always last
      return turn * compare(a, b);
    });
    this.body.append(...keyed.map(([, row]) => row));
    this.sorted = this.status.dataset[order].replace("{by}", head.firstChild.textContent);
    this.tell();
  }

  filter() {
    const sought = plain(this.search.value).split(/\s+/);
    for (const [row, text] of this.texts) {
      const found = sought.every((word) => text.includes(word));
      row.hidden = !found || (this.kind.value !== "" && row.dataset.kind !== this.kind.value);
    }
    this.tell();
  }

  tell() {
    const { all, shown } = this.status.dataset;
    const count = this.rows.filter((row) => !row.hidden).length;
    const told = shown.replace("{shown}", count).replace("{all}", all);
    this.status.textContent = [told, this.sorted].filter(Boolean).join(", ");
  }
}

function keyOf(cell, numbers) {
  if (!numbers) return cell.textContent;
  return cell.dataset.value === undefined ? undefined : Number(cell.dataset.value);
}

// What can be found in a row: its words, and its numbers with and without the marks between thousands.
function textOf(row) {
  const cells = [...row.cells];
  return plain(cells.flatMap((cell) => [cell.textContent, cell.dataset.value ?? ""]).join(" "));
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

customElements.define("knob-models", KnobModels);
