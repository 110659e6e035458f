// The demos of this site on stock Pyodide: the same pages, forms and wheel; the first touch starts Python.

import { hire } from "./python.js";

const where = new URL(import.meta.url).searchParams.get("where");
let python;

async function draw(demo) {
  python ??= hire(where, ["knobs"], console.info);
  const named = [...demo.querySelector("form").elements].filter((control) => control.name);
  const form = JSON.stringify(Object.fromEntries(named.map((control) => [control.name, read(control)])));
  const { html } = JSON.parse(await python.draw(demo.getAttribute("name"), demo.lang, form));
  demo.querySelector(".k-demo__out").innerHTML = html;
  demo.dataset.state = "live";
}

function read(control) {
  if (control.hasAttribute("aria-pressed")) return control.getAttribute("aria-pressed") === "true";
  return control.type === "range" ? Number(control.value) : control.value;
}

for (const demo of document.querySelectorAll("knob-demo")) {
  demo.addEventListener("pointerenter", () => demo.dataset.state === "static" && draw(demo));
  demo.addEventListener("input", () => draw(demo));
}
document.body.dataset.state = "idle";
