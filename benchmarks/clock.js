// The clock in the page: how long until the page shows what a reader waits for. It looks at every change of the
// document, so nothing is polled, and it gives up in the end.

const PATIENCE = 180_000; // ms: a machine that is busy with other things may need a minute
const HAND = 100; // ms from the last key to the Run button

globalThis.clock = {
  frame: () => new Promise(requestAnimationFrame),
  moment: (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms)),

  // For what is not timed: wait until it holds.
  async until(holds) {
    for (const late = performance.now() + PATIENCE; !holds(); await clock.moment()) {
      if (performance.now() > late) throw new Error(`not within ${PATIENCE} ms: ${holds}`);
    }
  },

  // ms from `act()` until `done()` holds. An error in either is the answer too.
  from(act, done) {
    return new Promise((resolve, reject) => {
      const watch = new MutationObserver(look);
      const late = setTimeout(() => end(reject, new Error(`not within ${PATIENCE} ms: ${done}`)), PATIENCE);
      function end(tell, what) {
        watch.disconnect();
        clearTimeout(late);
        tell(what);
      }
      function look() {
        try {
          if (done()) end(resolve, performance.now() - started);
        } catch (error) {
          end(reject, error);
        }
      }
      watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      const started = performance.now();
      Promise.resolve()
        .then(act)
        .catch((error) => end(reject, error));
    });
  },

  // From the press of Run to this output.
  run: (reader, wanted) => clock.from(reader.press, () => reader.printed() === wanted),

  // The same, by a reader who presses Run the moment that the page shows it.
  async hurry(reader, wanted) {
    await clock.until(reader.shown);
    return clock.run(reader, wanted);
  },

  // Change the text so often, and each time press Run: Python is up by now.
  async edits(reader, times) {
    const taken = [];
    for (let turn = 1; turn <= times; turn++) {
      await reader.edit(`print(${turn} * 1000)`);
      await clock.moment(HAND);
      taken.push(await clock.run(reader, String(turn * 1000)));
    }
    return taken;
  },

  // Start a loop without an end, let it run, stop it. [ms until Run works again, ms until it has printed]
  async stop(reader, looping) {
    await reader.loop();
    await clock.moment(looping);
    const started = performance.now();
    await clock.from(reader.stop, reader.ready);
    const ready = performance.now() - started;
    const isStarting = reader.isStarting?.();
    const before = reader.printed();
    await clock.from(reader.again, () => reader.printed() && reader.printed() !== before);
    const printed = performance.now() - started;
    return [isStarting ? printed : ready, printed];
  },

  // The page's script has run: until then a demo does not notice a touch.
  listening: () => clock.until(() => customElements.get("knob-demo") || document.body.dataset.state),

  // Point at the first demo; its first answer from Python is in the page.
  async touch() {
    const demo = document.querySelector("knob-demo");
    await clock.listening();
    const failed = () => demo.dataset.state === "failed" && demo.querySelector(".k-fail").textContent;
    return clock.from(
      () => demo.dispatchEvent(new PointerEvent("pointerenter")),
      () => {
        if (failed()) throw new Error(failed());
        return demo.dataset.state === "live";
      },
    );
  },

  // Turn one slider of a demo so often, after a look at it of so many ms; ms from the turn until the new picture is in
  // the page and laid out.
  async turns(demo, [slider, settings], times, look = 0) {
    const output = demo.querySelector(".k-demo__out");
    const form = demo.querySelector("form").elements;
    const set = async (input, value) => {
      input.value = value;
      let drawn = false;
      const watch = new MutationObserver(() => {
        drawn = true;
      });
      watch.observe(output, { subtree: true, childList: true, characterData: true, attributes: true });
      const taken = clock.from(
        () => input.dispatchEvent(new Event("input", { bubbles: true })),
        () => drawn && output.getBoundingClientRect(),
      );
      return taken.finally(() => watch.disconnect());
    };
    await clock.listening();
    if (demo.dataset.state !== "live") demo.dispatchEvent(new PointerEvent("pointerenter"));
    await clock.until(() => demo.dataset.state === "live");
    for (const [name, value] of Object.entries(settings)) {
      if (Number(form[name].value) !== value) await set(form[name], value);
    }
    await clock.moment(look);
    const input = form[slider];
    const [low, high] = [Number(input.min), Number(input.max)];
    const taken = [];
    for (let turn = 0; turn < times; turn++) {
      await clock.frame();
      await clock.frame(); // the picture before this one has been painted
      taken.push(await set(input, low + (((turn * 7) % times) / times) * (high - low)));
    }
    return taken;
  },
};
