// A runnable snippet on stock Pyodide: Run starts Python if need be, Stop ends the worker and starts the next.

import { hire } from "./python.js";

const where = new URL(import.meta.url).searchParams.get("where");
const part = (id) => document.getElementById(id);
let python;

function begin() {
  python = hire(where, [], (text) => {
    part("printed").textContent += `${text}\n`;
  });
  python.ready.then(() => {
    document.body.dataset.state = "ready";
  });
}

part("run").addEventListener("click", () => {
  if (!python) begin();
  part("printed").textContent = "";
  python.run(part("code").value);
});
part("stop").addEventListener("click", () => {
  document.body.dataset.state = "starting";
  python.dismiss();
  begin();
});
document.body.dataset.state = "idle";
