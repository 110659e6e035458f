// On every page: starts the service worker, tells it what the page has loaded, and offers a new version of the site.
// The words stand in the page.

const bar = document.querySelector(".k-renewal");
const container = navigator.serviceWorker;

/** The registration; rejects with {why: "unpublished" | "insecure" | "unsupported" | "blocked"}. */
export const registration = register();
registration.then(follow, () => undefined);

async function register() {
  const because = (why) => Object.assign(new Error(why), { why });
  if (!window.isSecureContext) throw because("insecure");
  if (!container) throw because("unsupported");
  if (!bar.dataset.worker) {
    await forget().catch(() => undefined); // `mkdocs serve`
    throw because("unpublished");
  }
  await rest();
  try {
    const made = await container.register(new URL(bar.dataset.worker, document.baseURI), {
      updateViaCache: "none",
    });
    await caches.keys(); // some browsers have workers, and no room for what they keep
    if (!made) throw because("blocked");
    return made;
  } catch {
    throw because("blocked");
  }
}

// What a built site left behind at the address of `mkdocs serve`: first its worker, and in the page after that its files.
async function leave() {
  await (await container.getRegistration())?.unregister();
  location.reload();
}

async function forget() {
  const kept = (await caches.keys()).filter(
    (name) => name.startsWith("knobs-") && name.endsWith(` ${root()}`),
  );
  await Promise.all(kept.map((name) => caches.delete(name)));
}

/** The address of the site; Material says where it is. */
function root() {
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  return new URL(`${base}/`, location.href).href;
}

// Nothing of this may slow down the page itself.
async function rest() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
}

/** One question to the worker; `hear` gets the bytes of a file as they come in. Rejects with {why}. */
export async function ask(type, told = {}, { hear, signal } = {}) {
  const { active } = await ready();
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data: { bytes, answer, why } }) => {
      if (bytes) hear?.(bytes);
      else if (answer) resolve(answer);
      else reject(Object.assign(new Error(why), { why }));
    };
    signal?.addEventListener("abort", () => port1.postMessage("stop"));
    active.postMessage({ type, ...told }, [port2]);
  });
}

async function ready() {
  await registration;
  return container.ready;
}

// ---- What this page has loaded -----------------------------------------------------------------------------------

let python = false;
addEventListener("python-started", () => {
  python = true;
  visited({ python });
});

const parts = []; // of Python: what a worker asks for, the page's own list does not have
addEventListener("python-part", ({ detail: address }) => {
  parts.push(address);
  visited({ addresses: [address] });
});

export const loaded = () => ({
  addresses: [location.href, ...parts, ...performance.getEntriesByType("resource").map(({ name }) => name)],
  python,
});

const visited = (told) => ask("visited", told).catch(() => undefined);

// ---- A new version ---------------------------------------------------------------------------------------------------

const offer = () => {
  bar.firstElementChild.hidden = false;
};

// Listened to from the start: a worker may speak while the page is loading.
container?.addEventListener("message", async ({ data: { type, strange } }) => {
  if (type === "leave") await leave();
  else if (strange) offer();
  else await newer().catch(() => undefined);
});

/** Whether there is a newer worker. A server that goes by dates may tell the browser that its old one is still good. */
export async function newer() {
  const made = await registration;
  await fetch(bar.dataset.worker, { cache: "reload" });
  await made.update();
  return Boolean(made.installing ?? made.waiting);
}

function follow(made) {
  const addresses = [location.href];
  if (container.controller) {
    addresses.push(new URL("search/search_index.json", root()).href); // who comes back may come without a network
  }
  visited({ addresses, python });
  new PerformanceObserver((list) =>
    visited({ addresses: list.getEntries().map(({ name }) => name) }),
  ).observe({
    type: "resource",
    buffered: true,
  });
  const waits = () => made.waiting && made.active && offer();
  const watch = () => made.installing?.addEventListener("statechange", waits);
  waits();
  watch();
  made.addEventListener("updatefound", watch);
  container.addEventListener("controllerchange", offer); // somebody accepted it in another tab
  bar.addEventListener("click", ({ target }) => {
    const action = target.closest("button")?.dataset.action;
    if (action === "later") bar.firstElementChild.hidden = true;
    if (action !== "renew") return;
    if (!made.waiting) return location.reload();
    const { waiting } = made;
    waiting.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting.postMessage({ type: "renew" });
  });
}
