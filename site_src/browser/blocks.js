// What drafts and shared links must know of a page: its name, and which of its blocks can be run or edited.

/** The page without its language: "what-is-a-parameter", "labs/line", and "index" for a home page. */
export function pageName(address = location.href) {
  const root = new URL("..", import.meta.url).pathname; // scripts are in assets/, also where the site has a folder
  const path = new URL(address).pathname.slice(root.length).replace(/^[a-z]{2}\//, "");
  return path.replace(/(^|\/)index\.html$|\/$/, "") || "index";
}

/**
 * {key, print, sourcePrint} of a <knob-run> or <knob-demo>. The key is its place, "run:3" or "demo:line"; the prints
 * are fingerprints, of the code's shape, which is one in all languages, and of its exact text.
 */
export function blockOf(element) {
  const { block, print, sourcePrint } = element.dataset;
  const key = block ? `run:${block}` : `demo:${element.getAttribute("name")}`;
  return { key, print, sourcePrint };
}

/** All blocks of this page that can be edited, in order. */
export function blocksOfPage() {
  return [...document.querySelectorAll("knob-run[data-print], knob-demo[data-print]")].map(blockOf);
}

/** Eight hex digits that change with the text (FNV-1a): for code that a page did not bring a fingerprint of. */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
