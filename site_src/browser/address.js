// A command that fetches something from this site names the address where the site was built for. Whoever reads it
// elsewhere, on a mirror or on their own machine, gets a command that fetches from there.

const here = new URL("..", import.meta.url); // this file lies in assets/

for (const place of document.querySelectorAll("[data-site]")) place.textContent = here.href;
