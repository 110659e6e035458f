// The frame around a picture is as high as the picture, and says so itself: so a picture that changes within it leaves
// the rest of the page alone, which would otherwise be laid out at each turn. While a hand turns a knob, or the picture
// goes on by itself, the frame only grows, or the page below would jump up and down with every formula that needs a
// second line; at rest it fits again.

export const PAUSE = 700; // ms of rest before the frame fits, and a screen reader hears the new picture

export class Frame {
  #height = 0; // of the picture, as the browser last told: to ask would lay out the page anew, for each demo of it
  #framed = 0;
  #wide = 0;
  #held = false;
  #resting;

  constructor(output) {
    this.frame = output.parentElement;
    // In the frame after: what is resized while it is being watched, WebKit reports as an error.
    new ResizeObserver(([{ borderBoxSize }]) =>
      requestAnimationFrame(() => this.#resized(borderBoxSize[0])),
    ).observe(output, { box: "border-box" });
  }

  /** Let it only grow, or let it fit again once there is rest. */
  hold(held) {
    if (held === this.#held) return;
    this.#held = held;
    this.#rest();
  }

  #resized({ blockSize, inlineSize }) {
    const wider = inlineSize !== this.#wide; // or narrower: no hand did that, and the picture is followed at once
    this.#height = blockSize;
    this.#wide = inlineSize;
    this.#fit(wider ? 0 : this.#framed);
    this.#rest();
  }

  #rest() {
    clearTimeout(this.#resting);
    if (!this.#held) this.#resting = setTimeout(() => this.#fit(), PAUSE);
  }

  #fit(least = 0) {
    const fitting = Math.max(least, this.#height);
    if (fitting === this.#framed) return;
    this.#framed = fitting;
    this.frame.style.height = `${fitting}px`;
  }
}
