// What a reader does with the page around stock Pyodide: a text field, two buttons, and what was printed.

globalThis.reader = (() => {
  const part = (id) => document.getElementById(id);
  const edit = (code) => {
    part("code").value = code;
  };
  const press = () => part("run").click();
  const runs = (code) => {
    edit(code);
    return press();
  };
  return {
    shown: () => document.body?.dataset.state, // its script has run
    press,
    edit,
    printed: () => part("printed").textContent.trim(),
    loop: () => runs("while True: pass"),
    stop: () => part("stop").click(),
    ready: () => document.body.dataset.state === "ready",
    again: () => runs("from time import time\nprint(time())"),
  };
})();
