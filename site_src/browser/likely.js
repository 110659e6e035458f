// When Python is likely to be needed: a pointer or the keyboard is at a demo or a snippet, or one has been on the
// screen for a while and the connection is fast. A reader who saves data is asked nothing until they turn or press.

const A_WHILE = 3000; // ms: long enough for a glance, too short to read the paragraph above
const { connection } = navigator; // not in every browser; where it is unknown, we wait for a hand

/** Call `hand` when a reader's hand comes near the element, `eye` when they have been looking at it. */
export function whenLikely(element, hand, eye) {
  if (connection?.saveData) return;
  for (const intent of ["pointerenter", "touchstart", "focusin"]) {
    element.addEventListener(intent, hand, { passive: true });
  }
  if (connection?.effectiveType !== "4g") return;
  let looking;
  const watch = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      clearTimeout(looking);
      if (isIntersecting) looking = setTimeout(() => watch.disconnect() ?? whenIdle(eye), A_WHILE);
    },
    { rootMargin: "25%" },
  );
  watch.observe(element);
}

function whenIdle(act) {
  if (connection?.saveData || document.hidden) return;
  if ("requestIdleCallback" in window) requestIdleCallback(act);
  else act();
}
