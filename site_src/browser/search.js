// Tab leaves the search box at its end. Material closes the box at once and takes the focus away, after which WebKit
// goes on from the top of the page: whoever uses the keyboard there never got past the box.

const box = document.querySelector(".md-search");
const toggle = document.getElementById("__search");

box?.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  event.stopPropagation();
  setTimeout(() => {
    if (toggle.checked && !box.contains(document.activeElement)) toggle.click();
  });
});
