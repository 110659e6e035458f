// What a reader does with a snippet of this site. The page has three: print(1 + 1), one that prints something else
// each time, and a loop without an end.

globalThis.reader = (() => {
  const block = (number) => document.querySelector(`knob-run[data-block="${number}"]`);
  const button = (number, action) => block(number).querySelector(`button[data-action=${action}]`);
  const printed = (number) => block(number).querySelector(".k-run__printed")?.textContent.trim() ?? "";
  let used = 1;
  const press = (number) => {
    used = number;
    button(number, "run").click();
  };
  return {
    shown: () => customElements.get("knob-run") && block(1),
    press: () => press(1),
    printed: () => printed(used),
    async edit(code) {
      const inEditor = () => block(1).contains(document.activeElement) && isEditable(document.activeElement);
      if (!inEditor()) button(1, "edit").click();
      await clock.until(inEditor);
      await clock.frame();
      document.execCommand("selectAll");
      document.execCommand("insertText", false, code);
    },
    async loop() {
      press(3);
      await clock.until(() => block(3).dataset.state === "busy");
      used = 2;
    },
    stop: () => button(3, "stop").click(),
    ready: () => !button(3, "run").disabled,
    again: () => press(2),
    // The page says that Python is starting anew: there was none to take over, so Run can be pressed and nothing comes.
    isStarting: () => !block(3).querySelector("[data-note=slow-stop]").hidden,
  };
  function isEditable(element) {
    return element.isContentEditable || element.matches("textarea");
  }
})();
