// What a reader does with a snippet of this site. The page has three: print(1 + 1), a loop without an end, and one
// that prints something else each time.

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
      while (!inEditor()) await clock.frame();
      document.execCommand("selectAll");
      document.execCommand("insertText", false, code);
    },
    async loop() {
      press(2);
      while (block(2).dataset.state !== "busy") await clock.frame();
    },
    stop: () => button(2, "stop").click(),
    ready: () => !["busy", "booting"].includes(block(2).dataset.state),
    again: () => press(3),
  };
  function isEditable(element) {
    return element.isContentEditable || element.matches("textarea");
  }
})();
