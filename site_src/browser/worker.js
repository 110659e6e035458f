// Python, in a worker of its own so that the page never waits for it. runtime.js says what is sent and answered.
// It says {type: "progress", loaded, total} in bytes, then "ready"; "failed" once, and then it is of no use any more.
// For each part of Python that comes beside what every page needs, it says {type: "part", address}.
// What a reader's code could reach beyond its own Python is closed before any of it runs.

const at = (file) => new URL(`../pyodide/${file}`, import.meta.url).href;
const tell = self.postMessage.bind(self);
const fetchFromAnywhere = self.fetch.bind(self);
const Request = self.XMLHttpRequest;
const SCRIPTS = ["pyodide.mjs", "pyodide.asm.mjs"];
const WASM = "pyodide.asm.wasm";
const LIBRARY = "library.packed";
const KERNEL = "kernel.wasm";
const arrived = new Map(); // address -> bytes
let total = 0;
let told = -1; // whole percents: the page shows no more than those

const MOST_MEMORY = 2 ** 30; // bytes: a program that asks for more gets a MemoryError, and the tab lives on
const QUIET = 500; // ms without a question, before Python uses the spare time; and
const PAUSE = 5; // ms between two of the things it does then
const PRACTICE = 300; // ms of drawing, until the browser has compiled well what draws
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
  if (!response.ok) throw Object.assign(new Error(`${url} answered ${response.status}`), { why: "start" });
  return response;
}

// A copy of the body is counted while it streams past. The response itself stays the browser's own, because only
// such a one brings along the wasm that was compiled on an earlier visit.
function counted(address, response) {
  const counter = new WritableStream({ write: (chunk) => count(address, chunk.byteLength) });
  response
    .clone()
    .body.pipeTo(counter)
    .catch((error) => failed(error, "network"));
  return response;
}

const isPacked = (file) => file.endsWith(".packed"); // see write_packed_zip in sitekit/packing.py
const unpacked = ({ body }) => new Response(body.pipeThrough(new DecompressionStream("gzip")));

// Compiling begins as soon as bytes come, beside the reading of the scripts. The page keeps what comes of it, so that
// its next worker need not do it again.
async function compile(address, bytes, controlled) {
  let why = "start";
  try {
    let module = controlled && (await browsersOwn(address, bytes));
    if (!module) {
      const response = counted(address, await get(address));
      why = "network"; // if it breaks off from here on
      module = await WebAssembly.compileStreaming(response);
    }
    tell({ type: "compiled", module });
    return module;
  } catch (error) {
    failed(error, error instanceof WebAssembly.CompileError ? "start" : why);
    return new Promise(() => {}); // Pyodide would only mutter in the console
  }
}

// Wasm that a service worker hands out is compiled anew at each visit: the browser keeps compiled code beside its own
// copy only. So that one is asked for first, past the service worker and without the network; the digest in the address
// says that it is of this version.
async function browsersOwn(address, bytes) {
  try {
    const kept = fetchFromAnywhere(address, { cache: "only-if-cached", mode: "same-origin" });
    const module = await WebAssembly.compileStreaming(kept);
    count(address, bytes);
    return module;
  } catch {
    return undefined;
  }
}

let missed = false; // whether a part did not come that Python's answer needs

// A part of Python that lazy_library.py asks for while an import waits. Null where the network is gone.
function getWhileWaiting(address) {
  const request = new Request();
  request.open("GET", address, false);
  request.setRequestHeader("Cache-Control", "max-age=0"); // asked anew, as in `get`
  request.responseType = "arraybuffer";
  missed = true;
  try {
    request.send();
  } catch {
    return undefined;
  }
  if (request.status !== 200) return undefined;
  missed = false;
  tell({ type: "part", address });
  return new Uint8Array(request.response);
}

// A part that the page's demos import, while Python starts. Where it does not come, their import asks once more.
async function getAhead(file, size) {
  try {
    const response = await get(at(file));
    const content = isPacked(file) ? unpacked(response) : response;
    const bytes = new Uint8Array(await content.arrayBuffer());
    tell({ type: "part", address: at(file) });
    return [file, bytes];
  } catch {
    return undefined;
  } finally {
    count(at(file), size); // nobody waits for it any more
  }
}

// The scripts are the longest to come and to read, and need no list to be asked for.
const scripts = SCRIPTS.map((file) => import(at(file)));
const kernels = import("./kernel.js");
for (const script of [...scripts, kernels]) script.catch(() => {}); // awaited below; until then nobody need hear of it

let gathered; // promises what a start needs

async function gather({ module: compiled, manifest: { boot, later, wasm }, ahead, controlled }) {
  if (compiled) delete boot[WASM];
  const sizes = [...Object.values(boot), ...ahead.map((file) => later[file])];
  total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  // The body of a module cannot be watched, so it counts when it is there.
  const read = SCRIPTS.map(async (file, i) => {
    const module = await scripts[i];
    count(at(file), boot[file]);
    return module;
  });
  const compiling = compiled ?? compile(`${at(WASM)}?${wasm}`, boot[WASM], controlled);
  // Pyodide would ask for the others one after the other, and where one is missing mutter in the console and go on. Ask
  // for all of them now, and go on once all of them are coming.
  const files = Object.keys(boot).filter((file) => ![...SCRIPTS, WASM].includes(file));
  const asked = new Map(
    files.map((file) => [at(file), get(at(file)).then((response) => counted(at(file), response))]),
  );
  asked.set(at(LIBRARY), asked.get(at(LIBRARY)).then(unpacked));
  // Before Python: with all of that in its memory, WebKit takes seconds for it. Those who use it are parts too.
  const used = ahead.length > 0;
  const kernel = asked
    .get(at(KERNEL))
    .then(async (response) => (await kernels).compileKernel(response, used));
  const parts = Promise.all(ahead.map((file) => getAhead(file, later[file]))); // Python can start without them
  const wheel = files.find((file) => file.endsWith(".whl"));
  const body = asked.get(at(wheel)).then((response) => response.arrayBuffer());
  const [knobs, { loadPyodide }] = await Promise.all([body, ...read, kernel, ...asked.values()]);
  asked.set(at(WASM), Promise.resolve(new Response())); // in its stead Pyodide gets what is compiled
  const place = `/lib/${wheel}`;
  return { asked, compiling, kernel, loadPyodide, parts, place, knobs: new Uint8Array(knobs) };
}

async function start(data) {
  gathered ??= gather(data);
  const { asked, compiling, kernel, loadPyodide, parts, place, knobs } = await gathered;
  self.fetch = (url, options) => asked.get(String(url)) ?? get(url, options);
  const memory = handOver(compiling);
  limitMemory();
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // a stack of calls, for each file that is not there, would take long to write
  // Global, for whoever looks into the worker with the developer tools.
  self.python = await loadPyodide({
    indexURL: at(""),
    stdLibURL: at(LIBRARY),
    lockFileURL: at("pyodide-lock.json"),
    env: { PYTHONPATH: place }, // sitecustomize.py reads the wheel as it is: to unpack it would take long
    fsInit: async (FS) => FS.writeFile(place, knobs),
  });
  const python = self.python;
  await layKernel(python, await kernel, await memory);
  for (const [file, bytes] of (await parts).filter(Boolean)) python.FS.writeFile(`/lib/${file}`, bytes);
  const library = python.pyimport("lazy_library");
  library.install(at(""), getWhileWaiting);
  const { answer, made, take: receive } = python.pyimport("knobs.demo");
  // Nobody writes into it. But Python now looks at it from time to time, in JavaScript, and that is where WebKit ends
  // a worker: one that it terminates in the middle of wasm runs on for as long as the page is open.
  python.setInterruptBuffer(new Uint8Array(1));
  Error.stackTraceLimit = stackTraceLimit;
  take(self, TAKEN);
  take(self.navigator, TAKEN_FROM_NAVIGATOR);
  self.fetch = get;
  const running = { python, answer, made, receive, home: true };
  running.spare = spareTime(running, library);
  return running;
}

// One thing at a time while nothing is asked. First the last picture again and again, for nobody: so the browser sees
// which parts of Python are worth compiling well, has done that before a hand turns the knob, and keeps it for the next
// visit. Then what a reader may import next. Not where a reader's code has been.
function goAhead(running, foreign, wait = QUIET) {
  clearTimeout(running.timer);
  running.home &&= !foreign;
  const next = () => running.spare.next().done || goAhead(running, foreign, PAUSE);
  if (running.home) running.timer = setTimeout(next, wait);
}

function* spareTime(running, library) {
  for (let spent = 0; running.drawn && spent < PRACTICE; ) {
    const started = performance.now();
    running.answer(...running.drawn);
    spent += performance.now() - started;
    yield;
  }
  yield* library.ahead();
}

// Pyodide fetches and compiles; here it gets what is compiled already. Promises its memory, which its wasm exports.
function handOver(compiling) {
  const { instantiateStreaming } = WebAssembly;
  return new Promise((resolve) => {
    WebAssembly.instantiateStreaming = async (source, imports) => {
      if (!imports.env) return instantiateStreaming.call(WebAssembly, source, imports);
      const module = await compiling;
      try {
        const instance = await WebAssembly.instantiate(module, imports);
        resolve(instance.exports.memory);
        return { module, instance };
      } catch (error) {
        failed(error); // as where there is no memory for it
        return new Promise(() => {}); // Pyodide would wait for ever
      }
    };
  });
}

// For knobs/kernel.py.
async function layKernel(python, module, memory) {
  const { kernelOn, STAND_IN } = await kernels;
  if (!module) tell({ type: "part", address: STAND_IN });
  python.registerJsModule("knobs_kernel", await kernelOn(memory, module));
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
  const message = String(error?.message ?? error);
  const refused = why === "start" && (error instanceof RangeError || /out of memory/i.test(message));
  // WebKit’s engine may break by itself while the machine is busy; another Python then does not.
  const fault = error instanceof WebAssembly.RuntimeError;
  tell({ type: "failed", message, why: error?.why ?? (refused ? "room" : why), fault });
}

const answers = {
  draw(running, { id, name, lang, form, source }) {
    const question = [name, lang, form, source]; // undefined is None
    const answer = JSON.parse(running.answer(...question));
    tell({ type: "answer", id, ...answer });
    running.drawn = answer.html?.includes("data-again") ? undefined : question; // one that goes on is no practice
  },
  made(running, { id, name }) {
    const bytes = running.made(name);
    const content = bytes?.toJs();
    bytes?.destroy();
    tell({ type: "answer", id, content }, content ? [content.buffer] : []);
  },
  take({ python, receive }, { id, name, lang, content }) {
    const bytes = python.toPy(content);
    const told = receive(name, lang, bytes);
    bytes.destroy();
    tell({ type: "answer", id, ...JSON.parse(told) });
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
  if (data.type === "gather") {
    gathered = gather(data);
    gathered.catch(failed);
    return;
  }
  if (data.type === "start") {
    started = start(data);
    started.then(() => tell({ type: "ready" }), failed);
    return;
  }
  const running = await started;
  missed = false;
  try {
    answers[data.type](running, data);
    goAhead(running, data.type === "run" || data.source !== undefined);
  } catch (error) {
    if (!missed) return failed(error, "crash");
    tell({ type: "unanswered", id: data.id, why: "network" }); // Python is as it was, and can be asked again
  }
});
