// Two things about Material's search, whose own script comes after this one.
{
  const box = document.querySelector(".md-search");
  const toggle = document.getElementById("__search");

  // Tab leaves the search box at its end. Material closes the box at once and takes the focus away, after which WebKit
  // goes on from the top of the page: whoever uses the keyboard there never got past the box.
  box?.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    event.stopPropagation();
    setTimeout(() => {
      if (toggle.checked && !box.contains(document.activeElement)) toggle.click();
    });
  });

  // The index, all text of the site, comes when somebody is about to search: Material asks for it with every page.
  const { open, send } = XMLHttpRequest.prototype;
  const wanted = new Promise((resolve) => {
    if (new URL(location.href).searchParams.has("q")) resolve();
    for (const sign of ["focusin", "pointerover"]) box?.addEventListener(sign, resolve, { once: true });
    toggle?.addEventListener("change", resolve, { once: true });
  });
  XMLHttpRequest.prototype.open = function (method, address, ...more) {
    this.waits = String(address).endsWith("/search/search_index.json");
    return open.call(this, method, address, ...more);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (!this.waits) return send.apply(this, body);
    wanted.then(() => send.apply(this, body));
  };
}
