// What Material's own script, which comes after this one, does otherwise than a page of ours needs.
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

// Colours that the page has already are set once more as it starts, and two things then make the browser style all of a
// page anew, each twice: a mark on <body>, which keeps Material's parts from fading, and a <meta> for the scheme of the
// browser's own parts, which look.css tells as well. On a phone that was a quarter of a second in which no tap is answered.
{
  const { body, head } = document;
  const { setAttribute } = body;
  body.setAttribute = (name, value) => {
    if (name !== "data-md-color-switching" && body.getAttribute(name) !== value)
      setAttribute.call(body, name, value);
  };
  const { appendChild } = head;
  head.appendChild = (node) => (node.name === "color-scheme" ? node : appendChild.call(head, node));
}
