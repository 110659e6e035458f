"""A small site with demos that no reader gets: those in tests/browser/demos/, put into a copy of the project.

`tally` goes on by itself and makes a file of its count, `mirror` uses that. The scripts below are for the first demo.
"""

import shutil
from pathlib import Path

from tests import made
from tests.sitekit.tree import ROOT, build

from .engines import Engine

COPIED = (
    "site_src",
    "examples",
    "benchmarks/results.json",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "LICENSE-text",
)
TITLES = {
    "index": {"en": "A tally", "nl": "Een telling"},
    "mirror": {"en": "A mirror", "nl": "Een spiegel"},
}
DEMO = '```demo name="{}"\n```\n'
BLOCK = "```python\nprint(1)\n```\n"
BODIES = {
    "index": DEMO.format("tally") + "\n" + DEMO.format("mirror") + "\n" + BLOCK,
    "mirror": DEMO.format("mirror"),
}
HOME = {"en": "/", "nl": "/nl/"}

FIRST = "document.querySelector('knob-demo')"
COUNT = f"() => Number({FIRST}.querySelector('.k-reading b').textContent)"
SETTLED = f"() => !{FIRST}.asking && {FIRST}.dataset.going === undefined && ['live', 'failed'].includes({FIRST}.dataset.state)"
# The count of each picture that Python drew.
COUNTS = "() => heard.flatMap(({ html }) => html?.match(/(?<=<b>)\\d+/)?.map(Number) ?? [])"
# What the page was given to keep, in order.
KEPT = "() => heard.filter(({ content }) => content).map(({ content }) => new TextDecoder().decode(content))"
TURN = f"""([name, value]) => {{
  const control = {FIRST}.querySelector(`form [name="${{name}}"]`);
  if (control.hasAttribute("aria-pressed")) return control.click();
  control.value = value;
  control.dispatchEvent(new Event("input", {{ bubbles: true }}));
}}"""
# While Python is asked: between two pictures, nobody would notice.
KILL = f"""async () => {{
  while (!{FIRST}.asking) await new Promise((later) => setTimeout(later));
  python.dispatchEvent(new ErrorEvent("error", {{ message: "out of memory", cancelable: true }}));
}}"""
# What a reader is told below or above the picture, now.
TOLD = f"""() => [...{FIRST}.querySelectorAll(".k-fail [data-why], :scope > .k-note [data-note]")]
  .filter((part) => part.offsetParent).map((part) => part.firstChild.textContent.trim())"""
# As if the reader had chosen a file; no engine lets a script open its dialogue.
CHOOSE = f"""([name, bytes]) => {{
  const input = {FIRST}.querySelector("input[type=file]");
  const chosen = new DataTransfer();
  chosen.items.add(new File([typeof bytes === "number" ? new Uint8Array(bytes) : bytes], name));
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", {{ bubbles: true }}));
}}"""
# What the page hands to the browser to save: [name, content] of each file.
SAVED = """async () => {
  window.saved = [];
  const make = URL.createObjectURL;
  const blobs = new Map();
  URL.createObjectURL = (blob) => { const url = make(blob); blobs.set(url, blob); return url; };
  HTMLAnchorElement.prototype.click = async function () { saved.push([this.download, await blobs.get(this.href).text()]); };
}"""


def make(folder: Path) -> Path:
    """Build it below `folder`, which is empty; the folder to serve."""
    for name in COPIED:
        copied = folder / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copied, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, copied)
    shutil.copytree(Path(__file__).with_name("demos"), folder / "site_src/knobs/demos", dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    made.give(folder)
    for name, titles in TITLES.items():
        for lang, title in titles.items():
            text = f"---\ntitle: {title}\n---\n\n# {title} {{#top}}\n\n{BODIES[name]}"
            (folder / "docs" / lang).mkdir(parents=True, exist_ok=True)
            (folder / "docs" / lang / f"{name}.md").write_text(text, "utf-8")
    built = build(folder, folder / "site_src", [f"{name}.md" for name in TITLES])
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


def turn(engine: Engine, control: str, value: object = None) -> None:
    """Set a slider, or press a toggle; does not wait."""
    engine.evaluate(TURN, [control, value])


def start(engine: Engine, address: str, **values: int) -> None:
    """Open the page, set the form, and press start."""
    engine.open(address)
    for control, value in values.items():
        turn(engine, control, value)
    engine.click("knob-demo .k-offer")


def count(engine: Engine) -> int:
    return int(engine.evaluate(COUNT))
