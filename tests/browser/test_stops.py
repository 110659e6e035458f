"""A slider along named places shows the name of its place, in the page as in Python."""

import pytest
from knobs import demo
from knobs.stops import Stops
from knobs.text import LANGUAGES

from .conftest import Visit
from .driving import demo_on

FILE = "look in showValue of site_src/browser/knob-demo.js"
SLIDERS = [
    (name, control)
    for name in demo.names()
    for control, asked in demo.load(name).controls.items()
    if isinstance(asked, Stops)
]
# What is shown and what is said at each place of the slider.
NAMED = """(demo, [name, places]) => places.map((place) => {
  demo.asking = true; // asks Python nothing: this is about the form alone
  const input = demo.querySelector(`[name="${name}"]`);
  input.value = place;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return [input.closest("label").querySelector(".k-value").textContent, input.getAttribute("aria-valuetext")];
})"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "control"), SLIDERS)
def test_it_names_its_place(
    visit: Visit, demo_pages: dict[str, list[tuple[str, str]]], name: str, control: str, lang: str
) -> None:
    place = next(path for path, shown in demo_pages.items() if (name, lang) in shown)
    stops = demo.load(name).controls[control]
    assert isinstance(stops, Stops)
    named = [text[lang] for text in stops.names]
    shown = demo_on(visit(place), name).evaluate(NAMED, [control, list(range(len(named)))])
    assert shown == [[told, told] for told in named], FILE
