// The page's side of Python: one worker for the whole page, started by the first demo that asks.

let running;

/**
 * Ask Python one question, starting Python where that is needed.
 * `read` gives the question at the moment that Python can hear it, so that it is the latest one.
 * `tell` hears how much of Python has arrived, from 0 to 1, for as long as it is starting.
 * Rejects with {why: "start" | "crash"}; the next question then starts Python anew.
 */
export async function ask(read, tell) {
  running ??= launch();
  const python = running;
  if (!python.ready) {
    python.listeners.add(tell);
    tell(python.share);
  }
  await python.started;
  return new Promise((resolve, reject) => {
    const id = ++python.asked;
    python.waiting.set(id, { resolve, reject });
    python.worker.postMessage({ id, ...read() });
  });
}

function launch() {
  const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "python" });
  const python = { worker, ready: false, share: 0, asked: 0, listeners: new Set(), waiting: new Map() };
  python.started = new Promise((resolve, reject) => {
    const hear = {
      progress({ loaded, total }) {
        python.share = loaded / total;
        for (const tell of python.listeners) tell(python.share);
      },
      ready() {
        python.ready = true;
        python.listeners.clear();
        dispatchEvent(new Event("python-started")); // offline.js then has its files kept
        resolve();
      },
      answer({ id, ...answer }) {
        python.waiting.get(id).resolve(answer);
        python.waiting.delete(id);
      },
      failed({ message }) {
        console.info(`Python: ${message}`); // for who looks; the reader gets a sentence in the page's language
        worker.terminate();
        running = undefined;
        const failure = Object.assign(new Error(message), { why: python.ready ? "crash" : "start" });
        reject(failure);
        for (const question of python.waiting.values()) question.reject(failure);
      },
    };
    worker.onmessage = ({ data }) => hear[data.type](data);
    worker.onerror = (event) => {
      event.preventDefault(); // it is told in the page, not in the console
      hear.failed({ message: event.message ?? "the worker did not load" });
    };
  });
  return python;
}
