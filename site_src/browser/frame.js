// The frame around a picture is as high as the picture, and says so itself: so a picture that changes within it leaves
// the rest of the page alone, which would otherwise be laid out at each turn. While a hand turns a knob, or the picture
// goes on by itself, the frame only grows, or the page below would jump up and down with every formula that needs a
// second line; at rest it fits again.

export const PAUSE = 700; // ms of rest before the frame fits, and a screen reader hears the new picture

export class Frame {
  #held = false;
  #resting;

  constructor(output) {
    this.output = output;
    this.frame = output.parentElement;
    // In the frame after: what is resized while it is being watched, WebKit reports as an error.
    new ResizeObserver(() => requestAnimationFrame(() => this.#resized())).observe(output, {
      box: "border-box",
    });
  }

  /** Let it only grow, or let it fit again once there is rest. */
  hold(held) {
    if (held === this.#held) return;
    this.#held = held;
    this.#rest();
  }

  #resized() {
    this.#fit(this.frame.getBoundingClientRect().height);
    this.#rest();
  }

  #rest() {
    clearTimeout(this.#resting);
    if (!this.#held) this.#resting = setTimeout(() => this.#fit(), PAUSE);
  }

  #fit(least = 0) {
    this.frame.style.height = `${Math.max(least, this.output.getBoundingClientRect().height)}px`;
  }
}
