// What a reader does with markdown-exec's pyodide fence. Its Python starts with the page; until it is there the Run
// button hears nothing, so a reader in a hurry presses again and again.

globalThis.reader = (() => {
  const part = (name) => document.getElementById(`exec-1--${name}`);
  return {
    shown: () => part("run"),
    async press() {
      await clock.until(() => part("run").onclick);
      part("run").click();
    },
    edit: (code) => globalThis.ace.edit("exec-1--editor").setValue(code),
    printed: () => part("output").textContent.trim(),
  };
})();
