// What a reader does with PyScript's editor. Its Run button is its Stop button too, asks “Stop evaluating this
// code?”, and then puts a new editor in the place of the old one.

globalThis.reader = (() => {
  const button = () => document.querySelector(".py-editor-run-button");
  const isRunning = () => button().classList.contains("running");
  const edit = async (code) => {
    await clock.until(() => !isRunning()); // until then the button still means Stop
    document.querySelector('script[type^="py-editor"]').code = code;
  };
  const press = () => button().click();
  window.confirm = () => true;
  const runs = async (code) => {
    await edit(code);
    press();
  };
  return {
    shown: button, // the editor comes after the page
    press,
    edit,
    printed: () => document.querySelector(".py-editor-output")?.textContent.trim() ?? "",
    loop: () => runs("while True: pass"),
    stop: () => button().click(),
    ready: () => button() && !isRunning(),
    again: () => runs("from time import time\nprint(time())"),
  };
})();
