// Pyodide as its documentation shows it: loadPyodide with the standard library as it comes. In the page, or in a
// worker of its own. With `packages`, the wheel and the lock file are those of this site.

import { loadPyodide } from "../pyodide/pyodide.mjs";

export async function start(packages, say) {
  const lockFileURL = new URL("../pyodide/knobs-lock.json", import.meta.url).href;
  const python = await loadPyodide(packages.length ? { lockFileURL, packages } : {});
  python.setStdout({ batched: say });
  return {
    run: (code) => python.runPythonAsync(code),
    draw: (...question) => python.pyimport("knobs.demo").answer(...question),
  };
}

/** The same two functions, answered by the page itself or by a worker; `ready` is a promise. */
export function hire(where, packages, say) {
  if (where === "page") {
    const python = start(packages, say);
    return {
      ready: python,
      run: async (code) => (await python).run(code),
      draw: async (...question) => (await python).draw(...question),
      dismiss() {},
    };
  }
  const worker = new Worker(new URL(`worker.js?packages=${packages}`, import.meta.url), { type: "module" });
  const waiting = new Map();
  const ask = (what, ...content) =>
    new Promise((resolve) => {
      waiting.set(waiting.size, resolve);
      worker.postMessage({ id: waiting.size - 1, what, content });
    });
  worker.onmessage = ({ data }) => ("text" in data ? say(data.text) : waiting.get(data.id)(data.answer));
  return {
    ready: ask("start"),
    run: (code) => ask("run", code),
    draw: (...question) => ask("draw", ...question),
    dismiss: () => worker.terminate(),
  };
}
