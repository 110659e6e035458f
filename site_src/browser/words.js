// Escape hides the tip of a word until the pointer or the focus leaves it, as WCAG 2.2, 1.4.13 asks.
const QUIET = "k-word--quiet";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const word of document.querySelectorAll(".k-word:is(:hover, :focus-within)")) {
    word.classList.add(QUIET);
    const again = () => word.matches(":hover, :focus-within") || word.classList.remove(QUIET);
    for (const left of ["mouseleave", "focusout"]) word.addEventListener(left, () => setTimeout(again));
  }
});
