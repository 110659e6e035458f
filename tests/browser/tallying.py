"""A small site with demos that no reader gets: those in tests/browser/demos/, put into a copy of the project.

`tally` goes on by itself. The scripts below are for the first demo.
"""

import shutil
from pathlib import Path

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
}
BODIES = {"index": '```demo name="tally"\n```\n'}
HOME = {"en": "/", "nl": "/nl/"}

FIRST = "document.querySelector('knob-demo')"
COUNT = f"() => Number({FIRST}.querySelector('.k-reading b').textContent)"
SETTLED = f"() => !{FIRST}.asking && {FIRST}.dataset.going === undefined && ['live', 'failed'].includes({FIRST}.dataset.state)"
# The count of each picture that Python drew.
COUNTS = "() => heard.flatMap(({ html }) => html?.match(/(?<=<b>)\\d+/)?.map(Number) ?? [])"
TURN = f"""([name, value]) => {{
  const control = {FIRST}.querySelector(`form [name="${{name}}"]`);
  if (control.hasAttribute("aria-pressed")) return control.click();
  control.value = value;
  control.dispatchEvent(new Event("input", {{ bubbles: true }}));
}}"""
# What a reader is told below or above the picture, now.
TOLD = f"""() => [...{FIRST}.querySelectorAll(".k-fail [data-why], :scope > .k-note [data-note]")]
  .filter((part) => part.offsetParent).map((part) => part.firstChild.textContent.trim())"""


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
    if (ROOT / ".cache/runtime").is_dir():  # most of the runtime is made of the same sources
        shutil.copytree(ROOT / ".cache/runtime", folder / ".cache/runtime")
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
