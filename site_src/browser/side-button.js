// The button in the head of a page that shows the other language beside the text. What it does is in side.js, which
// comes when the button is pressed, or with the page where it was pressed on an earlier one in this tab. The words
// stand in the page: see partials/chapter.html.

const KEPT = "knobs:side";

const box = document.querySelector(".k-side-by");
const button = box.querySelector("button");
const told = box.querySelector("[role=status]");

let side;
let wanted = false;
let tries = 0;

async function turn(on) {
  wanted = on;
  button.setAttribute("aria-pressed", on);
  say();
  if (!on) {
    keep(false);
    return side?.hide();
  }
  try {
    // A browser may remember that a script did not come, and not ask for it again.
    const { Side } = await import(tries ? `./side.js?${tries}` : "./side.js");
    side ??= new Side(box);
    await side.fetch();
  } catch {
    tries++;
    if (!wanted) return undefined;
    wanted = false;
    button.setAttribute("aria-pressed", false);
    return say("failed");
  }
  if (!wanted) return undefined; // pressed again in the meantime
  side.show();
  keep(true);
  return say("shown", "k-sr"); // who sees the page sees it
}

/** One of the page's sentences, or none. */
function say(name, look = "") {
  told.textContent = name ? box.dataset[name] : "";
  if (look) told.className = look;
  else told.removeAttribute("class");
}

// For this tab only, as the pages of one visit are read in one way.
function keep(on) {
  try {
    if (on) sessionStorage.setItem(KEPT, "on");
    else sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing: the button stands on each page.
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT) === "on";
  } catch {
    return false;
  }
}

button.addEventListener("click", () => turn(!wanted));
if (kept()) turn(true);
// Back in a page that the browser had kept as it was, after the button was pressed on another.
addEventListener("pageshow", ({ persisted }) => persisted && kept() !== wanted && turn(kept()));
