// Python, in a worker of its own so that the page never waits for it. runtime.js says what is sent and answered.
// It says {type: "progress", loaded, total} in bytes, then "ready"; "failed" once, and then it is of no use any more.
// What a reader's code could reach beyond its own Python is closed before any of it runs.

const at = (file) => new URL(`../pyodide/${file}`, import.meta.url).href;
const tell = self.postMessage.bind(self);
const fetchFromAnywhere = self.fetch.bind(self);
const Request = self.XMLHttpRequest;
const SCRIPTS = ["pyodide.mjs", "pyodide.asm.mjs"];
const arrived = new Map(); // address -> bytes
let total = 0;
let told = -1; // whole percents: the page shows no more than those

const MOST_MEMORY = 2 ** 30; // bytes: a program that asks for more gets a MemoryError, and the tab lives on
const QUIET = 1000; // ms without a question, before Python imports ahead; and
const PAUSE = 30; // ms between two modules
const WASM_PAGE = 2 ** 16; // bytes
// Whatever keeps things for later, starts others, or talks to anybody but the page.
const TAKEN =
  `BroadcastChannel EventSource RTCPeerConnection SharedWorker WebSocket WebSocketStream WebTransport Worker
  XMLHttpRequest caches close cookieStore fetch importScripts indexedDB postMessage webkitRequestFileSystem
  webkitRequestFileSystemSync`.split(/\s+/);
const TAKEN_FROM_NAVIGATOR = [
  "locks",
  "sendBeacon",
  "serviceWorker",
  "storage",
  "storageBuckets",
  "usb",
  "hid",
  "serial",
];

function count(address, bytes) {
  arrived.set(address, (arrived.get(address) ?? 0) + bytes);
  const loaded = [...arrived.values()].reduce((sum, part) => sum + part, 0);
  const percent = total && Math.floor((100 * loaded) / total);
  if (percent > told) tell({ type: "progress", loaded, total });
  told = Math.max(told, percent);
}

// All that is fetched passes here: from this site only, and asked anew so that all files are of one version.
async function get(address, options) {
  const url = new URL(address, import.meta.url);
  if (url.origin !== new URL(import.meta.url).origin) throw new Error(`${url} is not on this site`);
  const response = await fetchFromAnywhere(url, { ...options, cache: "no-cache" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

// A copy of the body is counted while it streams past. The response itself stays the browser's own, because only
// such a one brings along the wasm that was compiled on an earlier visit.
async function counted(address, digest) {
  const response = (digest && (await browsersOwn(address, digest))) || (await get(address));
  const counter = new WritableStream({ write: (chunk) => count(address, chunk.byteLength) });
  response
    .clone()
    .body.pipeTo(counter)
    .catch((error) => failed(error, "network"));
  return response;
}

// Wasm that a service worker hands out is compiled anew at each visit: the browser keeps compiled code beside its own
// copy only. So that one is asked for, past the service worker, if the digest says that it is of this version.
function browsersOwn(address, digest) {
  return fetchFromAnywhere(address, { cache: "force-cache", integrity: digest }).catch(() => undefined);
}

// The part of the library that lazy_library.py asks for while an import waits. Null where the network is gone.
function getWhileWaiting(address) {
  const request = new Request();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    return undefined;
  }
  return request.status === 200 ? new Uint8Array(request.response) : undefined;
}

// The scripts are the longest to come and to read, and need no list to be asked for.
const scripts = SCRIPTS.map((file) => import(at(file)));
for (const script of scripts) script.catch(() => {}); // it is awaited below; until then nobody need hear of it

async function start({ module: compiled, manifest: { boot, wasm }, controlled }) {
  if (compiled) delete boot["pyodide.asm.wasm"];
  total = Object.values(boot).reduce((sum, bytes) => sum + bytes, 0);
  // The body of a module cannot be watched, so it counts when it is there.
  const read = SCRIPTS.map(async (file, i) => {
    const module = await scripts[i];
    count(at(file), boot[file]);
    return module;
  });
  // Pyodide would ask for these files one after the other, and where one is missing mutter in the console and go on.
  // Ask for all of them now, and go on once all of them are coming. But not for the wasm where that is being checked:
  // Pyodide has other things to do before it needs it.
  const files = Object.keys(boot).filter((file) => !SCRIPTS.includes(file));
  const digests = controlled ? { "pyodide.asm.wasm": wasm } : {};
  const asked = new Map(files.map((file) => [at(file), counted(at(file), digests[file])]));
  const coming = files.filter((file) => !digests[file]).map((file) => asked.get(at(file)));
  for (const response of asked.values()) response.catch(() => {}); // Pyodide hears of it
  const [{ loadPyodide }] = await Promise.all([...read, ...coming]);
  self.fetch = (url, options) => asked.get(String(url)) ?? get(url, options);
  share(compiled);
  limitMemory();
  // Global, for whoever looks into the worker with the developer tools.
  self.python = await loadPyodide({
    stdLibURL: at("library.zip"),
    lockFileURL: at("pyodide-lock.json"),
    packages: ["knobs"],
  });
  const python = self.python;
  const library = python.pyimport("lazy_library");
  library.install(at("library-rest.zip"), getWhileWaiting);
  const { answer } = python.pyimport("knobs.demo");
  // Nobody writes into it. But Python now looks at it from time to time, in JavaScript, and that is where WebKit ends
  // a worker: one that it terminates in the middle of wasm runs on for as long as the page is open.
  python.setInterruptBuffer(new Uint8Array(1));
  take(self, TAKEN);
  take(self.navigator, TAKEN_FROM_NAVIGATOR);
  self.fetch = get;
  return { python, answer, ahead: library.ahead(), home: true };
}

// While nothing is asked, one module at a time: what a reader may import next. It also lets the browser see which parts
// of Python are worth compiling well, and keep those for the next visit. Not where a reader's code has been.
function goAhead(running, foreign, wait = QUIET) {
  clearTimeout(running.timer);
  running.home &&= !foreign;
  const next = () => running.ahead.next().done || goAhead(running, foreign, PAUSE);
  if (running.home) running.timer = setTimeout(next, wait);
}

// Compiled once per page: the first worker gives the module to the page, which gives it to the next.
function share(compiled) {
  const compile = WebAssembly.instantiateStreaming;
  if (compiled) self.fetch = withoutWasm(self.fetch);
  WebAssembly.instantiateStreaming = async (source, imports) => {
    if (compiled) return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
    const made = await compile.call(WebAssembly, source, imports);
    if (imports.env) tell({ type: "compiled", module: made.module });
    return made;
  };
}

function withoutWasm(get) {
  return (url, options) =>
    String(url).endsWith(".wasm") ? Promise.resolve(new Response()) : get(url, options);
}

function limitMemory() {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * WASM_PAGE > MOST_MEMORY)
      throw new RangeError("Python's memory is full");
    return grow.call(this, pages);
  };
}

function take(thing, names) {
  for (let owner = thing; owner; owner = Object.getPrototypeOf(owner))
    for (const name of names) delete owner[name];
}

function failed(error, why = "start") {
  tell({ type: "failed", message: String(error?.message ?? error), why: error?.why ?? why });
}

const answers = {
  draw({ answer }, { id, name, lang, form, source }) {
    tell({ type: "answer", id, ...JSON.parse(answer(name, lang, form, source)) }); // undefined is None
  },
  run({ python }, { id, lang, page, blocks, restart }) {
    const hear = (block, kind, text) => tell({ type: "stream", id, block, kind, text });
    const told = python
      .pyimport("knobs.program")
      .run_blocks(lang, page, JSON.stringify(blocks), hear, restart);
    tell({ type: "ran", id, results: JSON.parse(told) });
  },
};

let started;
self.addEventListener("message", async ({ data }) => {
  if (data.type === "start") {
    started = start(data);
    started.then(() => tell({ type: "ready" }), failed);
    return;
  }
  const running = await started;
  try {
    answers[data.type](running, data);
    goAhead(running, data.type === "run" || data.source !== undefined);
  } catch (error) {
    failed(error, "crash");
  }
});
