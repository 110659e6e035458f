// The site without a network. sitekit/offline.py writes three constants above this line when the site is finished:
// VERSION, FILES (path below the site's root -> [bytes, start of its sha256]) and PAGES (what to say offline).
//
// One rule: whoever has a page of this version gets files of this version, or none. So every file is checked before
// it is kept or given, and a page that came from elsewhere (a newer site, an older worker) gets nothing from here.

const ROOT = self.registration.scope;
const CACHE = `knobs-${VERSION} ${ROOT}`; // other sites may stand at the same origin
const WHOLE = `${ROOT}?whole`; // kept beside the files when a reader has asked for all of them
const WASM = "pyodide/pyodide.asm.wasm";
const LARGE = 500_000; // bytes from which a file is passed on while it comes in
const REMEMBERED = 64; // pages
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"; // as the pages'

const at = (path) => new URL(path.replace(/(^|\/)index\.html$/, "$1"), ROOT).href;
const PATHS = new Map(Object.keys(FILES).map((path) => [at(path), path]));
const bare = (address) => address.split(/[?#]/)[0];

class Changed extends Error {} // what the network gives is not of this version; `response` is what it gave

// ---- Files: kept ones, and fresh ones that are checked ----------------------------------------------------

const open = () => caches.open(CACHE);

async function kept(path) {
  try {
    return await (await open()).match(at(path));
  } catch {
    return undefined; // storage is closed to us: the site then works as on any first visit
  }
}

// A file from the network. "reload" passes by the browser's own cache, which may hold an older version and, where a
// server goes by dates, would be told that it is still good.
async function fetched(path, { cache = "reload", signal, hear, strict } = {}) {
  const address = path === WASM ? `${at(path)}?${FILES[path][1]}` : at(path); // as worker.js asks for it
  const network = await fetch(address, { cache, signal });
  if (!network.ok) {
    tell(false);
    throw Object.assign(new Changed(path), { response: network });
  }
  const headers = new Headers(network.headers); // the type, and policies that a host may send along
  for (const name of ["content-encoding", "vary"]) headers.delete(name);
  headers.set("content-length", FILES[path][0]);
  if (path === "assets/worker.js") headers.set("content-security-policy", WORKER_POLICY);
  headers.set("etag", `"${FILES[path][1]}"`);
  const spare = FILES[path][0] < LARGE || path.endsWith(".html") ? network.clone() : undefined;
  const body = checked(network, path, { headers, hear, strict });
  if (!spare) return new Response(body, { headers });
  try {
    return new Response(await collect(body), { headers });
  } catch (error) {
    throw error instanceof Changed ? Object.assign(error, { response: spare }) : error;
  }
}

// A Response that collects a stream would tell of another error than the stream's own.
async function collect(stream) {
  const parts = [];
  await stream.pipeTo(new WritableStream({ write: (part) => void parts.push(part) }));
  return new Blob(parts);
}

// The body of a response, passed on as it comes, but for its last piece: that waits until the whole is checked and
// kept. A file of another version thus ends in an error, and is of no use to whoever asked for it.
function checked(network, path, { headers, hear, strict }) {
  const reader = network.body.getReader();
  const parts = [];
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          await check(parts, path);
          await keep(path, new Response(new Blob(parts), { headers }), strict);
          if (parts.length) controller.enqueue(parts.at(-1));
          return controller.close();
        }
        parts.push(value);
        hear?.(value.byteLength);
        if (parts.length > 1) return controller.enqueue(parts.at(-2));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

async function check(parts, path) {
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex.startsWith(FILES[path][1])) return;
  tell(false);
  throw new Changed(path);
}

async function keep(path, response, strict) {
  try {
    await (await open()).put(at(path), response);
  } catch (error) {
    if (strict) throw error; // a full disk hinders nobody but the reader who asked to keep the site
  }
}

// Media players ask for parts, and Safari's insists on getting them.
async function part(request, response) {
  const asked = request.headers.get("range")?.match(/^bytes=(\d+)-(\d*)$/);
  if (!asked) return response;
  const whole = await response.blob();
  const first = Number(asked[1]);
  const last = Math.min(whole.size - 1, asked[2] ? Number(asked[2]) : Number.POSITIVE_INFINITY);
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.set("content-range", `bytes ${first <= last ? `${first}-${last}` : "*"}/${whole.size}`);
  if (first > last) return new Response(null, { status: 416, headers });
  return new Response(whole.slice(first, last + 1), { status: 206, headers });
}

// ---- Pages: which are of this version -------------------------------------------------------------------------

// "own": we gave it. "fresh": it came from the network, and is not of this version. "strange": it was there before
// this worker took over. Noted in the cache too, since a worker at rest forgets all else.
let noted;
const note = (id, kind) => `${ROOT}?page=${id}&kind=${kind}`;

async function readNotes() {
  const notes = new Map();
  try {
    const cache = await open();
    const found = (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(`${ROOT}?page=`));
    for (const url of found) {
      const { searchParams } = new URL(url);
      notes.set(searchParams.get("page"), searchParams.get("kind"));
    }
    const own = found.filter((url) => url.endsWith("=own"));
    for (const url of own.slice(0, -REMEMBERED)) await cache.delete(url);
  } catch {
    // nothing can be kept, so nothing of this version can get into another page
  }
  return notes;
}

function notes() {
  noted ??= readNotes();
  return noted;
}

async function mark(id, kind) {
  if (!id) return;
  (await notes()).set(id, kind);
  const write = async () => (await open()).put(note(id, kind), new Response(""));
  try {
    await write();
  } catch {
    if (kind === "own") return; // what is not noted is taken for our own
    await caches
      .delete(CACHE)
      .then(write)
      .catch(() => undefined); // better nothing offline than a mix
  }
}

async function kindOf(id) {
  const known = await notes();
  if (known.has(id)) return known.get(id);
  const client = id && (await clients.get(id));
  if (!client || client.type === "window") return "own";
  // A worker. One that is made from a blob never passed here, and does not say whose it is.
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const kinds = new Set(pages.map((page) => known.get(page.id) ?? "own"));
  return kinds.size > 1 ? "strange" : ([...kinds][0] ?? "own");
}

// To all pages: there is another version. To a page that is itself of another one, it is no use to wait for a worker.
async function tell(strange) {
  for (const page of await clients.matchAll({ type: "window" }))
    page.postMessage({ type: "renewed", strange });
}

// ---- What a browser asks ----------------------------------------------------------------------------------------

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = bare(request.url);
  if (!VERSION || request.method !== "GET" || !address.startsWith(ROOT)) return; // the browser's own affair
  if (request.cache === "only-if-cached") return; // worker.js wants the browser's own copy
  if (request.mode === "navigate") event.respondWith(visit(event, address));
  else if (PATHS.has(address)) event.respondWith(give(event, PATHS.get(address)));
});

async function visit({ request, resultingClientId }, address) {
  const path = PATHS.get(address) ?? PATHS.get(address.replace(/index\.html$/, ""));
  if (!path && PATHS.has(`${address}/`))
    return Response.redirect(`${address}/${new URL(request.url).search}`);
  try {
    const page = path ? ((await kept(path)) ?? (await fetched(path))) : undefined;
    const response = page ?? (await fetch(request));
    await mark(resultingClientId, page ? "own" : "fresh");
    return response;
  } catch (error) {
    await mark(resultingClientId, error.response ? "fresh" : "own");
    return error.response ?? absent(address);
  }
}

// Neither here nor to be had: said in the language of the address.
function absent(address) {
  const languages = Object.keys(PAGES);
  const lang = languages.find((name) => address.startsWith(`${ROOT}${name}/`)) ?? languages[0];
  const html = PAGES[lang].replaceAll("ROOT/", ROOT);
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

async function give(event, path) {
  const { request, clientId, resultingClientId } = event;
  const kind = await kindOf(clientId);
  if (resultingClientId) (await notes()).set(resultingClientId, kind); // a worker is of its page's version
  if (kind === "fresh") return guarded(path, await fetch(request, { cache: "reload" }));
  if (kind === "strange") return refuse(true);
  try {
    return await part(request, (await kept(path)) ?? (await fetched(path)));
  } catch (error) {
    if (!(error instanceof Changed)) return Response.error();
    return error.response.ok ? refuse(false) : error.response;
  }
}

function guarded(path, response) {
  if (path !== "assets/worker.js") return response;
  const headers = new Headers(response.headers);
  headers.set("content-security-policy", WORKER_POLICY);
  return new Response(response.body, { status: response.status, headers });
}

function refuse(strange) {
  if (strange) tell(true);
  return new Response("This file is of another version than the page.", { status: 409 });
}

// ---- From one version to the next ---------------------------------------------------------------------------------

const others = async () =>
  (await caches.keys()).filter(
    (name) => name.startsWith("knobs-") && name.endsWith(` ${ROOT}`) && name !== CACHE,
  );

// What the reader had in the former version, they have in this one: files that did not change are taken along, the
// others are fetched. Where the whole site was kept, the new version is offered only when all of it is here.
async function inherit() {
  const renewed = new Set();
  let whole = false;
  for (const name of await others().catch(() => [])) {
    const old = await caches.open(name);
    for (const { url } of await old.keys()) {
      const path = PATHS.get(url);
      if (!path || (await kept(path))) continue;
      const file = await old.match(url);
      if (file.headers.get("etag") === `"${FILES[path][1]}"`) await keep(path, file);
      else renewed.add(path);
    }
    whole ||= Boolean(await old.match(WHOLE));
  }
  if (whole) return complete();
  for (const path of renewed)
    await fetched(path)
      .then(drain)
      .catch(() => undefined);
}

async function complete() {
  try {
    for (const [path] of await missing()) await fetched(path, { strict: true }).then(drain);
    await (await open()).put(WHOLE, new Response(""));
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error; // else the new version comes, with what fits
  }
}

// The pages of the former worker are now under this one, and keep asking until they are loaded anew.
async function takeOver() {
  const old = await others().catch(() => []);
  const before = (await clients.matchAll({ type: "all" })).map(({ id }) => id);
  for (const name of old) {
    for (const { url } of await (await caches.open(name)).keys()) {
      if (url.startsWith(`${ROOT}?page=`)) before.push(new URL(url).searchParams.get("page"));
    }
  }
  await Promise.all(old.map((name) => caches.delete(name)));
  for (const id of new Set(before)) await mark(id, "strange");
}

// `mkdocs serve` has no version, and no worker. Pages that an author's browser kept from a built site then see to it
// themselves: to take the place of their worker may have to wait for minutes.
async function leave() {
  for (const page of await clients.matchAll({ type: "window", includeUncontrolled: true }))
    if (page.url.startsWith(ROOT)) page.postMessage({ type: "leave" });
}

self.addEventListener("install", (event) => event.waitUntil(VERSION ? inherit() : leave()));
self.addEventListener("activate", (event) => VERSION && event.waitUntil(takeOver()));

// ---- What a page asks: {type, …} with a port, on which it hears {bytes}, and then {answer} or {why} ---------------

async function missing() {
  const here = new Set((await (await open()).keys()).map(({ url }) => url));
  return Object.entries(FILES).flatMap(([path, [bytes]]) => (here.has(at(path)) ? [] : [[path, bytes]]));
}

const drain = (response) => collect(response.body);

// What pages have loaded: their addresses, and Python's files once it has started.
async function loaded({ addresses = [], python }) {
  const paths = addresses.map((address) => PATHS.get(bare(address)));
  if (python) {
    const manifest = (await kept("pyodide/manifest.json")) ?? (await fetched("pyodide/manifest.json"));
    const { boot } = await manifest.clone().json();
    const files = Object.keys(boot).map((name) => `pyodide/${name}`);
    const scripts = ["assets/worker.js", "assets/kernel.js"]; // of a worker's files, pages hear nothing
    paths.push(...scripts, "pyodide/manifest.json", ...files);
  }
  return paths.filter((path) => path && FILES[path]);
}

const asked = {
  renew: () => self.skipWaiting(),

  // The browser has these files already; they are fetched again only where its own cache holds another version.
  async visited(told, { source }) {
    if ((await kindOf(source.id)) !== "own") return;
    for (const path of await loaded(told)) {
      if (await kept(path)) continue;
      const again = () => fetched(path).then(drain);
      await fetched(path, { cache: "force-cache" })
        .then(drain)
        .catch(again)
        .catch(() => undefined);
    }
  },

  async status() {
    const total = Object.values(FILES).reduce((sum, [bytes]) => sum + bytes, 0);
    return { total, missing: await missing() };
  },

  async fetch({ path }, { ports: [port] }) {
    const stop = new AbortController();
    port.onmessage = () => stop.abort();
    const hear = (bytes) => port.postMessage({ bytes });
    await drain(await fetched(path, { signal: stop.signal, hear, strict: true }));
  },

  async whole() {
    if (!(await missing()).length) await (await open()).put(WHOLE, new Response(""));
  },

  // All but what the page that asks has loaded itself.
  async remove(told) {
    const [cache, stay] = [await open(), new Set(await loaded(told))];
    await cache.delete(WHOLE);
    for (const path of Object.keys(FILES)) if (!stay.has(path)) await cache.delete(at(path));
  },
};

function why(error) {
  if (error instanceof Changed) return "changed";
  if (error.name === "QuotaExceededError") return "full";
  return error.name === "TypeError" || error.name === "AbortError" ? "network" : "blocked";
}

self.addEventListener("message", (event) => {
  if (!VERSION) return; // it is about to leave
  const { type, ...told } = event.data;
  const [port] = event.ports;
  const work = Promise.resolve(asked[type](told, event));
  event.waitUntil(
    work.then(
      (answer) => port?.postMessage({ answer: answer ?? {} }),
      (error) => port?.postMessage({ why: why(error) }),
    ),
  );
});
