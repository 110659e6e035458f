"""How a test turns a knob, and how it knows that the picture has settled."""

from playwright.sync_api import Locator, Page, Worker

# The demo has heard the answer to its latest question. (Its own account of that is `asking`.)
SETTLED = "demo => !demo.asking && ['live', 'failed'].includes(demo.dataset.state)"

TURN = """async (demo, [name, value]) => {
  const control = demo.querySelector(`form [name="${name}"]`);
  if (control.hasAttribute("aria-pressed")) {
    if (control.getAttribute("aria-pressed") !== String(value)) control.click();
  } else {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""

# The site starts Python by itself once a reader on a fast connection has looked at a demo for a while; not on this one.
NO_LEAD = """
if (navigator.connection) {
  Object.defineProperty(NetworkInformation.prototype, "effectiveType", { get: () => "3g" });
}
"""

# What the browser makes of the given HTML, beside what is shown: equal if the picture is the same.
SHOWN = """(demo, html) => {
  const made = document.createElement("output");
  made.innerHTML = html;
  return [made.innerHTML, demo.querySelector(".k-demo__out").innerHTML];
}"""


def demo_on(page: Page, name: str) -> Locator:
    return page.locator(f"knob-demo[name={name}]").first


def pythons(page: Page) -> list[Worker]:
    """The workers in which Python runs or starts; the search of the page has a worker too."""
    return [
        worker
        for worker in page.workers
        if worker.url.startswith("blob:") or worker.url.endswith("/assets/worker.js")
    ]


def turn(demo: Locator, control: str, value: object) -> None:
    """Set a control and tell the page; does not wait."""
    demo.evaluate(TURN, [control, value])


def settle(demo: Locator) -> None:
    """Wait until the demo has heard the answer to its latest question."""
    demo.page.wait_for_function(SETTLED, arg=demo.element_handle())


def go_live(demo: Locator) -> None:
    """Point at the demo and wait until Python answers."""
    demo.dispatch_event("pointerenter")
    settle(demo)
    assert state(demo) == "live", demo.locator(".k-fail").inner_text()


def state(demo: Locator) -> str | None:
    return demo.get_attribute("data-state")


def form(demo: Locator) -> str:
    """The form as JSON, as the page would send it."""
    return str(demo.evaluate("demo => JSON.stringify(demo.values())"))


def assert_shows(demo: Locator, html: str) -> None:
    made, shown = demo.evaluate(SHOWN, html)
    assert shown == made, f"the picture in the page is not what knobs draws for {form(demo)}"
