// When Python is likely to be needed: one of its demos or snippets is nearly on the screen; one has been there for a
// while and the connection is fast; a pointer or the keyboard is at one. A reader who saves data is asked nothing until
// they turn or press.

const A_WHILE = 3000; // ms: long enough for a glance, too short to read the paragraph above
const { connection } = navigator; // not in every browser; where it is unknown, we wait for a hand

/** Call `near` when the element is nearly on the screen, `eye` when it has been there, `hand` when a hand comes near. */
export function whenLikely(element, { near, eye, hand }) {
  if (connection?.saveData) return;
  for (const intent of ["pointerenter", "touchstart", "focusin"]) {
    element.addEventListener(intent, hand, { passive: true });
  }
  let looking;
  const watch = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      clearTimeout(looking);
      if (!isIntersecting) return;
      whenIdle(near);
      if (connection?.effectiveType === "4g")
        looking = setTimeout(() => watch.disconnect() ?? whenIdle(eye), A_WHILE);
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
