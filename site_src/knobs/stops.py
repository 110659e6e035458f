"""A slider along places that have names: it shows the name of the place where it stands, and not its number."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from .controls import Slider, Value, When
from .markup import Markup, tag
from .text import Text


@dataclass(frozen=True, kw_only=True)
class Stops:
    """Two or more places in their order; the value of the control is the number of a place, from 0."""

    names: Sequence[Text]
    label: Text
    when: When | None = None

    def __post_init__(self) -> None:
        _ = self._slider  # raises DemoError where there is nowhere to go

    @property
    def _slider(self) -> Slider:
        return Slider(low=0, high=len(self.names) - 1, label=self.label, role="setting")

    def html(self, name: str, value: int, lang: str, *, hidden: bool = False) -> Markup:
        places = [place[lang] for place in self.names]
        return tag(
            "label",
            tag("span", self.label[lang], class_="k-label"),
            tag(
                "output",
                places[value],
                class_="k-value",
                data_names=json.dumps(places, ensure_ascii=False),
                aria_live="off",
            ),
            tag(
                "input",
                type="range",
                name=name,
                min=0,
                max=len(places) - 1,
                step=1,
                value=value,
                aria_valuetext=places[value],
                autocomplete="off",
            ),
            class_="k-slider k-slider--setting",
            data_if=str(self.when) if self.when else None,
            hidden=hidden,
        )

    def read(self, name: str, written: object, lang: str) -> int:
        """The number of a place. Raises InputError: not a number, not whole, no such place."""
        return int(self._slider.read(name, written, lang))

    def trials(self) -> tuple[Value, ...]:
        return self._slider.trials()
