// The peer: a worker as Pyodide's documentation shows it, with the standard library as Pyodide ships it.

import { loadPyodide } from "../pyodide/pyodide.mjs";

const lockFileURL = new URL("../pyodide/pyodide-lock.json", import.meta.url).href;
const started = loadPyodide({ lockFileURL, packages: ["knobs"] }).then((python) => {
  const { answer } = python.pyimport("knobs.demo");
  self.postMessage({ type: "ready" });
  return answer;
});

self.onmessage = async ({ data: { id, name, lang, form } }) => {
  const answer = await started;
  self.postMessage({ type: "answer", id, ...JSON.parse(answer(name, lang, form)) });
};
