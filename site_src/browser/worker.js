// Python, in a worker of its own so that the page never waits for it. Says {type: "progress", loaded, total}
// in bytes, then "ready"; answers {id, name, lang, form} with "answer"; says "failed" once, and is then of no use.

const at = (file) => new URL(`../pyodide/${file}`, import.meta.url).href;
const fetchFromAnywhere = self.fetch.bind(self);
const arrived = new Map(); // address -> bytes
let total;
let told = -1; // whole percents: the page shows no more than those

function count(address, bytes) {
  arrived.set(address, (arrived.get(address) ?? 0) + bytes);
  const loaded = [...arrived.values()].reduce((sum, part) => sum + part, 0);
  const percent = Math.floor((100 * loaded) / total);
  if (percent > told) self.postMessage({ type: "progress", loaded, total });
  told = percent;
}

// All that is fetched passes here: from this site only, and asked anew so that all files are of one version.
async function get(address, options) {
  const url = new URL(address, import.meta.url);
  if (url.origin !== self.location.origin) throw new Error(`${url} is not on this site`);
  const response = await fetchFromAnywhere(url, { ...options, cache: "no-cache" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

// A copy of the body is counted while it streams past. The response itself stays the browser's own, because only
// such a one brings along the wasm that was compiled on an earlier visit.
async function counted(address) {
  const response = await get(address);
  const counter = new WritableStream({ write: (chunk) => count(response.url, chunk.byteLength) });
  response.clone().body.pipeTo(counter).catch(failed);
  return response;
}

// The body of a module cannot be watched, so it counts when it is there.
async function script(address, bytes) {
  const module = await import(address);
  count(address, bytes);
  return module;
}

async function start() {
  const { boot } = await (await get(at("manifest.json"))).json(); // bytes per file
  total = Object.values(boot).reduce((sum, bytes) => sum + bytes, 0);
  // Pyodide would ask for these files one after the other, and where one is missing mutter in the console and go on.
  // Ask for all of them now, and go on once all of them are coming.
  const files = Object.keys(boot).filter((file) => !file.endsWith(".mjs"));
  const asked = new Map(files.map((file) => [at(file), counted(at(file))]));
  const scripts = ["pyodide.mjs", "pyodide.asm.mjs"].map((file) => script(at(file), boot[file]));
  const [{ loadPyodide }] = await Promise.all([...scripts, ...asked.values()]);
  self.fetch = (url, options) => asked.get(String(url)) ?? get(url, options);
  // Global, for whoever looks into the worker with the developer tools.
  self.python = await loadPyodide({
    stdLibURL: at("library.zip"),
    lockFileURL: at("pyodide-lock.json"),
    packages: ["knobs"],
  });
  self.python.pyimport("lazy_library").install(at("library-rest.zip"));
  return self.python.pyimport("knobs.demo").answer;
}

const failed = (error) => self.postMessage({ type: "failed", message: String(error.message ?? error) });
const started = start();
started.then(() => self.postMessage({ type: "ready" }), failed);

self.onmessage = async ({ data: { id, name, lang, form } }) => {
  const answer = await started;
  try {
    self.postMessage({ type: "answer", id, ...JSON.parse(answer(name, lang, form)) });
  } catch (error) {
    failed(error);
  }
};
