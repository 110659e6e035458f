// A demo that goes on by itself. A picture may hold an element with data-again (knobs.views.Again): it is not finished,
// and asks to be asked for once more. That happens when the browser has painted it, so that it is seen, and for as long
// as the page is: in a tab that nobody looks at the demo waits, and goes on when somebody does.

export class Going {
  #painting; // what waits for the picture to be painted
  #leaving;

  /** `ask` asks for the next picture. */
  constructor(element, ask) {
    Object.assign(this, { element, ask, on: false });
    const wake = () => this.#next();
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("pageshow", wake); // also a page that the browser had put aside as it was
  }

  /** A picture was shown. What stands in the form because of a link is not drawn, so there it ends. */
  shown(output) {
    this.on = !this.element.fromLink && output.querySelector("[data-again]") !== null;
    this.#next();
  }

  end() {
    this.on = false;
    this.#next();
  }

  get #wanted() {
    return this.on && this.element.isConnected && document.visibilityState === "visible";
  }

  #next() {
    cancelAnimationFrame(this.#painting);
    clearTimeout(this.#leaving);
    if (!this.#wanted) return;
    this.#painting = requestAnimationFrame(() => {
      this.#leaving = setTimeout(() => this.#wanted && this.ask());
    });
  }
}
