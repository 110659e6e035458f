// Stock Pyodide in a worker: {id, what, content} in, {id, answer} and {text} out.

import { start } from "./python.js";

const packages = new URL(self.location).searchParams.get("packages").split(",").filter(Boolean);
const started = start(packages, (text) => self.postMessage({ text }));

self.onmessage = async ({ data: { id, what, content } }) => {
  const python = await started;
  const answer = what === "start" ? undefined : await python[what](...content);
  self.postMessage({ id, answer });
};
