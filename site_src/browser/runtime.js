// The page's side of Python. One Python for the whole page, started by the first demo or snippet that needs it; and
// once a reader's code runs, a second one that stands by: it answers the demos meanwhile, and takes over at a Stop.
//
//   to the worker    {type: "start", manifest, ahead, module?, controlled}
//                                                                         first; `module` is wasm that is compiled already,
//                                                                         `ahead` the parts that this page's demos import
//                    {type: "gather", …}                                  the same, some time before a start
//                    {type: "draw", id, name, lang, form, source?}        a demo's picture; `source` is the reader's
//                    {type: "run", id, lang, page, blocks, restart}       blocks: [{number, name, source}]
//                    {type: "made", id, name}                             the bytes of what a demo has made by now
//                    {type: "take", id?, name, lang, content}             such bytes, to go on with
//   from the worker  progress, compiled, ready, failed                    while it starts, and when it breaks; `fault`
//                                                                         says that wasm broke, not what runs in it
//                    {type: "part", address}                              a part of Python has come
//                    {type: "answer", id, html | refused | told, form?}   the end of a draw; {content?} of made, and
//                                                                         {set | refused} of take
//                    {type: "unanswered", id, why}                        the same, where a part of Python did not come
//                    {type: "stream", id, block, kind, text}              what a program writes while it runs
//                    {type: "ran", id, results}                           the end of a run

const STALLED = 30_000; // ms without a byte, after which a reader is told that the connection is gone
const HEADSTART = 250; // ms for what a reader asks, before the next Python starts beside it
const AFTERWARDS = 2000; // ms from the start until offline.js has its files kept: the first answer comes first
const LITTLE_MEMORY = 4; // GB; a phone with less keeps one Python

let current;
let standby;
let prepared; // one that has gathered all it needs, and waits for a start
let manifest; // promises what Python is made of: bytes per file, and the digest by which the wasm is asked for
let compiled; // the wasm, by the first worker, for the next ones
const made = new Map(); // what demos of this page made, by the demo's name: {content, at}, the Pythons that have it
const makers = new Map(); // by the same name, the Python that makes it
const halts = new Set(); // ends a run that waits for Python to start
let stops = 0; // how often the reader has pressed Stop
let generation = 0; // counts the Pythons that reader's code has run in: names of an earlier one are gone

/**
 * Ask Python for a picture, starting Python where that is needed. Resolves with {answer, tainted}.
 * `read` gives the question at the moment that Python can hear it, so that it is the latest one.
 * `tell` hears how much of Python has arrived, from 0 to 1, for as long as it is starting.
 * `thing` names the demo whose thing this one makes or uses: Python has it before the question.
 * Rejects with {why: "start" | "room" | "network" | "wasm" | "crash" | "stopped"}; the next question starts Python anew.
 * So does the same one, once, where the engine was at fault: the reader hears nothing of it.
 */
export async function ask(read, tell, thing) {
  const before = stops;
  for (let faults = 0; ; ) {
    let question;
    try {
      const python = forPictures();
      if (!python.ready) await begun(python, tell); // if it is, the question is on its way when this returns
      const moving = thing && move(thing, python);
      if (moving) {
        await moving;
        continue;
      }
      question = read();
      if (question.source !== undefined) {
        if (stops !== before) throw failure("stopped"); // while it waited
        taint(python);
      }
      if (thing) give(python, thing, question);
      const answer = await send(python, { type: "draw", ...question });
      if (answer.set) taken(python, question);
      return { answer, tainted: python.tainted };
    } catch (failed) {
      const another = (question && failed.why === "stopped") || (failed.fault && !faults++);
      if (!another || question?.source !== undefined) throw failed; // else another Python can answer it
    }
  }
}

/**
 * Run blocks in the page's program, one after the other. Resolves with [{number, ended, html}].
 * `hear(block, kind, text)` gets what they write while they run. Rejects as `ask` does.
 */
export async function run(question, tell, hear) {
  const python = await untilHalted(started(tell));
  taint(python);
  const { results } = await send(python, { type: "run", ...question }, hear);
  if (results.some(({ memory }) => memory)) retire(python, "stopped"); // what fills the memory would stay in it
  return results;
}

/** What the demo `name` has made by now, as bytes; nothing where that is nothing. */
export async function collect(name) {
  const python = makers.get(name);
  return python && !python.ended ? collectFrom(python, name) : made.get(name)?.content;
}

async function collectFrom(python, name) {
  const { content } = await send(python, { type: "made", name });
  if (content) made.set(name, { content, at: new WeakSet([python]) });
  else made.delete(name);
  return content;
}

function taken(python, { name, content }) {
  made.set(name, { content, at: new WeakSet([python]) });
  makers.set(name, python);
}

/** A Python that answers for the demo `name`, or for one that uses what it makes, is to have this first. */
export function hold(name, content) {
  made.set(name, { content, at: new WeakSet() });
}

// What one Python made goes along to another that answers from now on. Promises that it is here, if it is not.
function move(name, python) {
  const maker = makers.get(name);
  if (!maker || maker === python || maker.ended || isBusy(maker)) return undefined;
  makers.delete(name);
  return collectFrom(maker, name).catch(() => {}); // then we have what it had made a moment ago
}

function give(python, thing, { name, lang }) {
  const { content, at } = made.get(thing) ?? {};
  if (content && !at.has(python)) python.worker.postMessage({ type: "take", name: thing, lang, content });
  at?.add(python);
  if (name === thing) makers.set(thing, python);
}

/** End whatever the reader's code is doing. Pictures by it may have gone on in the Python that stands by. */
export function stop() {
  stops += 1;
  if (current?.ready) {
    const busy = [current, standby].filter((python) => python && isBusy(python));
    for (const python of busy.length ? busy : [current]) retire(python, "stopped");
    current ??= launch();
    setTimeout(standBy); // the one that takes over comes first
  }
  for (const halt of halts) halt();
}

// What comes of starting. Python itself need not stop starting only because nobody waits for it any more.
async function untilHalted(started) {
  let halt;
  const halted = new Promise((_, reject) => {
    halt = () => reject(failure("stopped"));
  });
  halts.add(halt);
  try {
    return await Promise.race([started, halted]);
  } finally {
    halts.delete(halt);
  }
}

/** Start Python before anybody asks it anything. */
export function warm() {
  current ??= launch();
}

/** Gather what Python is made of, where that takes nothing but an idle moment: it is here from an earlier visit. */
export async function prepare() {
  if (!navigator.serviceWorker?.controller) return;
  const kept = await caches
    .match(new URL("../pyodide/pyodide.asm.mjs", import.meta.url))
    .catch(() => undefined);
  if (!kept || current || prepared) return;
  prepared = make();
  sendFiles(prepared, "gather");
}

/** A number that changes when the names that a program has made are gone. */
export function program() {
  return current?.tainted ? current.generation : generation + 1;
}

// A picture of ours is asked where no reader's code has been, if there is such a Python; else where nothing runs.
function forPictures() {
  current ??= launch();
  return current.tainted && standby && (standby.ready || isBusy(current)) ? standby : current;
}

// With a reader's code, which may take for ever.
function isBusy(python) {
  return [...python.waiting.values()].some(({ foreign }) => foreign);
}

function taint(python) {
  if (python.tainted) return;
  for (const [name, maker] of makers) if (maker === python) collect(name).catch(() => {}); // while it answers surely
  python.tainted = true;
  python.generation = ++generation;
  setTimeout(() => python === current && standBy(), HEADSTART);
}

function standBy() {
  const { deviceMemory, connection } = navigator;
  const roomy =
    deviceMemory === undefined ? !matchMedia("(pointer: coarse)").matches : deviceMemory >= LITTLE_MEMORY;
  if (roomy && !connection?.saveData) standby ??= launch();
}

async function started(tell, faults = 0) {
  current ??= launch();
  const python = current;
  try {
    await begun(python, tell);
    return python;
  } catch (failed) {
    if (failed.fault && !faults) return started(tell, 1);
    throw failed;
  }
}

function begun(python, tell) {
  if (!python.ready) {
    python.listeners.add(tell);
    tell(python.share);
  }
  return python.started;
}

function send(python, question, hear) {
  return new Promise((resolve, reject) => {
    const id = ++python.asked;
    const foreign = question.type === "run" || question.source !== undefined;
    python.waiting.set(id, { resolve, reject, hear, foreign });
    python.worker.postMessage({ id, ...question });
  });
}

function retire(python, why, message = why, fault = false) {
  python.worker.terminate();
  python.ended = true;
  clearTimeout(python.patience);
  if (python === standby) standby = undefined;
  if (python === prepared) prepared = undefined;
  if (python === current) {
    current = standby;
    standby = undefined;
  }
  const told = Object.assign(failure(why, message), { fault });
  python.fail(told);
  for (const question of python.waiting.values()) question.reject(told);
}

// `ready`: another Python can go on at once.
function failure(why, message = why) {
  return Object.assign(new Error(message), { why, ready: Boolean(current?.ready) });
}

function launch() {
  const python = prepared ?? make();
  prepared = undefined;
  sendFiles(python, "start");
  return python;
}

function make() {
  const python = {
    ready: false,
    tainted: false,
    share: 0,
    asked: 0,
    listeners: new Set(),
    waiting: new Map(),
  };
  python.started = new Promise((resolve, reject) => Object.assign(python, { begin: resolve, fail: reject }));
  python.started.catch(() => {}); // nobody may be waiting for it
  try {
    python.worker = makeWorker();
  } catch (error) {
    python.worker = { postMessage() {}, terminate() {} };
    queueMicrotask(() => giveUp(python, "wasm", error.message));
    return python;
  }
  const end = (id, answer) => {
    python.waiting.get(id)?.resolve(answer);
    python.waiting.delete(id);
  };
  const hear = {
    progress({ loaded, total }) {
      python.share = loaded / total;
      for (const tell of python.listeners) tell(python.share);
      expectMore(python);
    },
    compiled({ module }) {
      compiled = module;
    },
    ready() {
      clearTimeout(python.patience);
      python.ready = true;
      python.listeners.clear();
      setTimeout(() => dispatchEvent(new Event("python-started")), AFTERWARDS);
      python.begin();
    },
    answer: ({ id, type, ...answer }) => end(id, answer),
    unanswered({ id, why }) {
      python.waiting.get(id)?.reject(failure(why));
      python.waiting.delete(id);
    },
    part: ({ address }) => dispatchEvent(new CustomEvent("python-part", { detail: address })),
    ran: ({ id, results }) => end(id, { results }),
    stream: ({ id, block, kind, text }) => python.waiting.get(id)?.hear?.(block, kind, text),
    failed: ({ message, why, fault }) => giveUp(python, python.ready ? "crash" : why, message, fault),
  };
  python.worker.onmessage = ({ data }) => Object.hasOwn(hear, data?.type) && hear[data.type](data);
  python.worker.onerror = (event) => {
    event.preventDefault(); // it is told in the page, not in the console
    giveUp(python, python.ready ? "crash" : "start", event.message ?? "the worker did not load");
  };
  return python;
}

function sendFiles(python, type) {
  const controlled = Boolean(navigator.serviceWorker?.controller);
  manifest ??= listFiles();
  manifest.then(
    (files) => {
      const ahead = Object.keys(files.later).filter(isWanted);
      python.worker.postMessage({ type, module: compiled, manifest: files, ahead, controlled });
    },
    (error) => {
      manifest = undefined;
      giveUp(python, "start", error.message);
    },
  );
  expectMore(python);
}

// Whether a demo of this page imports that part of Python. What nobody foresaw comes when it is imported, and so does
// what few readers of the page will need: see ON_DEMAND in sitekit/runtime.py.
const isWanted = (part) => document.querySelector(`knob-demo[data-parts~="${part}"]`) !== null;

// Asked while the worker comes up, so that it need not wait for it then.
async function listFiles() {
  const address = new URL("../pyodide/manifest.json", import.meta.url);
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

// A worker that is made from a blob lives under this page's Content-Security-Policy; one from an address would live
// under the headers of that address, of which a plain host sends none.
function makeWorker() {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  // A service worker gives such headers, and has to know whose worker this is: of a blob it cannot.
  const direct = new URL("worker.js", import.meta.url);
  if (navigator.serviceWorker?.controller) return new Worker(direct, { type: "module", name: "python" });
  const script = `import ${JSON.stringify(new URL("worker.js", import.meta.url).href)};`;
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return new Worker(address, { type: "module", name: "python" });
}

function expectMore(python) {
  clearTimeout(python.patience);
  if (python.share < 1)
    python.patience = setTimeout(() => giveUp(python, "network", "nothing came"), STALLED);
}

function giveUp(python, why, message, fault) {
  console.info(`Python: ${message}`); // for who looks; the reader gets a sentence in the page's language
  retire(python, why === "start" && !navigator.onLine ? "network" : why, message, fault);
}
