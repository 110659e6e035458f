// A link that holds what a reader made: code, packed, or the positions of a demo's controls, readable. All of it
// stands after the #, so no server sees it. A link comes from a stranger: it is read with suspicion, and within limits.
//
//   #code=1.<base64url of deflated JSON>     #code=0.<base64url of JSON>, by a browser that cannot deflate
//   #demo=line&a=2&best=true                 #demo=line.2&…, the second demo of that name on the page

const LINK = 8_000; // characters that chat programs and mail leave in one piece
const READ = 16_000; // characters that are looked at
const INSIDE = 100_000; // characters that they may unpack to
const PIECE = 64; // bytes unpacked at a time: deflate makes at most 1032 bytes of one
const POSITIONS = "knobs:positions";
const PRESSED = "knobs:pressed";

/** {url}, or {why: "link-long", limit, length}. `what` is {kind: "code", key, print, text} or {kind: "demo", …}. */
export async function write(what) {
  let fragment;
  if (what.kind === "demo") {
    const name = what.place > 1 ? `${what.name}.${what.place}` : what.name;
    const values = Object.entries(what.values).map((pair) => pair.map(worded).join("="));
    fragment = [`demo=${worded(name)}`, ...values].join("&");
  } else {
    const { key, print, text } = what;
    const json = JSON.stringify({ key, print, text });
    if (json.length > INSIDE) return { why: "link-long", limit: INSIDE, length: json.length };
    fragment = `code=${await pack(json)}`;
  }
  const url = `${location.origin}${location.pathname}#${fragment}`;
  return url.length > LINK ? { why: "link-long", limit: LINK, length: url.length } : { url };
}

/** What `write` was given; null for a fragment that is no such link; {why: "link-broken" | "link-large" | "link-newer"}. */
export async function read(hash) {
  const [, form, rest] = /^#?(code|demo)=(.*)$/s.exec(hash) ?? [];
  if (!form) return null;
  if (rest.length > READ) return { why: "link-large" };
  try {
    return form === "demo" ? readDemo(rest) : await readCode(rest);
  } catch (error) {
    return { why: error instanceof Refused ? error.message : "link-broken" };
  }
}

class Refused extends Error {}

async function readCode(rest) {
  const [, version, packed] = /^(\d+)\.(.+)$/s.exec(rest);
  if (version > 1) throw new Refused("link-newer");
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
    one.charCodeAt(0),
  );
  const { key, print, text } = JSON.parse(await unpack(bytes, version === "1"));
  if (![key, print, text].every((part) => typeof part === "string")) throw new Refused("link-broken");
  return { kind: "code", key, print, text };
}

function readDemo(rest) {
  const [first, ...others] = rest.split("&");
  const [, name, place = "1"] = /^([\w-]+)(?:\.([1-9]\d{0,2}))?$/.exec(decodeURIComponent(first));
  const pairs = others.filter(Boolean).map((part) => {
    const [key, ...value] = part.split("=");
    return [String(meant(key)), meant(value.join("="))];
  });
  return { kind: "demo", name, place: Number(place), values: Object.fromEntries(pairs) };
}

// Numbers, true and false as they are; words too, unless they look like those or hold what a link cannot: as JSON.
function worded(value) {
  const plain = String(value);
  const asJson = JSON.stringify(plain);
  const odd = typeof value === "string" && (plainly(plain) !== plain || asJson !== `"${plain}"`);
  return encodeURIComponent(odd ? asJson : plain);
}

function meant(part) {
  const word = decodeURIComponent(part);
  return word.startsWith('"') ? String(JSON.parse(word)) : plainly(word);
}

function plainly(word) {
  if (word === "true" || word === "false") return word === "true";
  const number = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(word) ? Number(word) : Number.NaN;
  return Number.isFinite(number) ? number : word;
}

async function pack(json) {
  let bytes = new TextEncoder().encode(json);
  const deflate = streamer("CompressionStream");
  if (deflate)
    bytes = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(deflate)).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const base64 = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${deflate ? 1 : 0}.${base64}`;
}

// A few bytes of a link can unpack to millions. Each piece is unpacked when the one before has been read and weighed.
async function unpack(bytes, deflated) {
  const inflate = deflated ? streamer("DecompressionStream") : new TransformStream();
  if (!inflate) throw new Refused("link-newer"); // than this browser
  let at = 0;
  const pieces = new ReadableStream(
    {
      pull(source) {
        if (at >= bytes.length) return source.close();
        source.enqueue(bytes.subarray(at, at + PIECE));
        at += PIECE;
      },
    },
    { highWaterMark: 0 },
  );
  const reader = pieces
    .pipeThrough(inflate)
    .pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))
    .getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > INSIDE) {
      reader.cancel().catch(() => {});
      throw new Refused("link-large");
    }
  }
  return text;
}

function streamer(name) {
  try {
    return new globalThis[name]("deflate-raw");
  } catch {
    return undefined;
  }
}

/** Keep where the demos of a page stand (any JSON) for the same page in the other language. */
export function carry(page, states) {
  try {
    sessionStorage.setItem(POSITIONS, JSON.stringify({ page, states }));
  } catch {
    // A browser that keeps nothing shows the page as it was built: no harm.
  }
}

/** What `carry` kept for this page, or null; once, so that a later visit begins as the page does. */
export function carried(page) {
  try {
    const written = sessionStorage.getItem(POSITIONS);
    sessionStorage.removeItem(POSITIONS);
    const kept = JSON.parse(written);
    return kept?.page === page ? kept.states : null;
  } catch {
    return null;
  }
}

/** Keep that the reader pressed a link of ours to this address; `pressed` tells so, once. */
export function press(address) {
  try {
    sessionStorage.setItem(PRESSED, address);
  } catch {
    // Then the demo asks before it draws, as for any link: no harm.
  }
}

export function pressed(address) {
  try {
    const kept = sessionStorage.getItem(PRESSED);
    sessionStorage.removeItem(PRESSED);
    return kept === address;
  } catch {
    return false;
  }
}
