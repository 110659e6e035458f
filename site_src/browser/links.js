// What comes with the address: code or positions that somebody put into a link, and the positions that a reader had
// before they changed the language. Nothing that a link brings runs by itself, but for a state that a page of ours links
// to: whoever presses that link asks for the picture (sitekit/positions.py writes these).

import { blockOf, pageName } from "./blocks.js";

const CARRIES = /^#(code|demo)=/;

async function openLink() {
  if (!CARRIES.test(location.hash)) return;
  const { pressed, read } = await share;
  const isOurs = pressed(location.href);
  const what = await read(location.hash);
  if (!what) return;
  const element = what.kind === "demo" ? nthDemo(what) : what.kind === "code" ? blockFor(what) : undefined;
  const told = element ?? document.querySelector("knob-run, knob-demo");
  if (!told) return;
  await customElements.whenDefined(told.localName);
  told.scrollIntoView({ block: "center" });
  if (!element) told.note(what.why ?? "link-broken");
  else if (what.kind === "demo") element.openPositions(what.values, isOurs);
  else element.open(what.text);
}

function nthDemo({ name, place }) {
  return document.querySelectorAll(`knob-demo[name="${CSS.escape(name)}"]`)[place - 1];
}

// The block with the fingerprint that the link names, wherever it stands now; else the one in its place.
function blockFor({ key, print }) {
  const all = [...document.querySelectorAll("knob-run, knob-demo")];
  const inPlace = all.filter((element) => blockOf(element).key === key);
  const alike = all.filter((element) => element.dataset.print === print);
  return inPlace.find((element) => alike.includes(element)) ?? alike[0] ?? inPlace[0];
}

async function carryPositions() {
  const demos = [...document.querySelectorAll("knob-demo")];
  const states = demos.map((demo) => ({ name: demo.getAttribute("name"), values: demo.moved?.() }));
  const { carry } = await share;
  if (states.some(({ values }) => values)) carry(pageName(), states);
}

async function takePositions() {
  const { carried } = await share;
  const states = carried(pageName()) ?? [];
  const demos = [...document.querySelectorAll("knob-demo")];
  for (const [i, demo] of demos.entries()) {
    if (states[i]?.values && states[i].name === demo.getAttribute("name")) {
      await customElements.whenDefined("knob-demo");
      demo.takePositions(states[i].values);
    }
  }
}

async function takeAlong(link) {
  const demo = document.querySelector(`knob-demo[name="${CSS.escape(link.dataset.discuss)}"]`);
  const { url } = await (await share).write(demo.shared());
  if (!url) return; // the link goes to the page as it is
  const address = new URL(link.href);
  address.searchParams.set("body", `${link.dataset.words}\n\n${url}`);
  link.href = address.href;
}

// Read now, so that a click on the other language need not wait for it.
const share = import("./share.js");
for (const link of document.querySelectorAll(".k-lang a, .k-twin a"))
  link.addEventListener("click", carryPositions);
for (const link of document.querySelectorAll("a[data-positions]")) {
  link.hash = link.dataset.positions;
  link.addEventListener("click", async () => {
    const isHere = link.href === location.href; // then the address will not change
    (await share).press(link.href);
    if (isHere) openLink();
  });
}
// A link to a discussion takes a demo along as it stands when the reader reaches for the link (sitekit/talk.py).
for (const link of document.querySelectorAll("a[data-discuss]")) {
  for (const reached of ["pointerenter", "pointerdown", "focus"])
    link.addEventListener(reached, () => takeAlong(link));
}
window.addEventListener("hashchange", openLink);
takePositions().then(openLink);
