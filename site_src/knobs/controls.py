"""What a reader can turn: annotations in a demo's signature, written as native form controls.

Each control knows three things: its HTML, how to read a reader's value, and which values to try in a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from .markup import Markup, join, tag
from .text import DemoError, InputError, Text, listing, number, parse_number, plain_number
from .views import Words, dial, words

Role = Literal["param", "input", "setting"]
LONG = 36  # characters
Value = float | int | str | bool | None


class Control(Protocol):
    """One argument of a demo, as the reader sees it."""

    @property
    def label(self) -> Text: ...

    def html(self, name: str, value: Any, lang: str, *, hidden: bool = False) -> Markup: ...

    def read(self, name: str, written: object, lang: str) -> Value:
        """The value a reader (or an author) gave. Raises InputError with a sentence in `lang`."""
        ...

    def trials(self) -> tuple[Value, ...]:
        """Values that a test should try: the extremes, or every choice."""
        ...


class When(NamedTuple):
    """A control that is there only while the control called `control` is at least `least`, or is `equals`.

    One that is left empty is less than anything.
    """

    control: str
    least: float = 0
    equals: str = ""

    def __str__(self) -> str:
        return f"{self.control}={self.equals}" if self.equals else f"{self.control}>={self.least:g}"

    def holds(self, values: Mapping[str, Any]) -> bool:
        value = values[self.control]
        return bool(value == self.equals if self.equals else value is not None and value >= self.least)


@dataclass(frozen=True, kw_only=True)
class Slider:
    """A number from `low` to `high` in steps, with a dial if asked.

    Round and orange for a parameter, square and blue for an input, plain for a setting (how many layers, say).
    """

    low: float
    high: float
    step: float = 1
    label: Text
    symbol: str = ""
    role: Role = "param"
    dial: bool = False
    when: When | None = None

    def __post_init__(self) -> None:
        steps = (self.high - self.low) / self.step if self.step > 0 else 0
        if self.low >= self.high or abs(steps - round(steps)) > 1e-9 or steps < 1:
            raise DemoError(
                f"Slider “{self.label.en}”: from {self.low:g} to {self.high:g} in steps of {self.step:g} does not fit"
            )

    @property
    def decimals(self) -> int:
        return len(f"{self.step:g}".partition(".")[2])

    @property
    def whole(self) -> bool:
        return self.decimals == 0

    def html(self, name: str, value: float, lang: str, *, hidden: bool = False) -> Markup:
        plain = f"{value:.{self.decimals}f}"
        return tag(
            "label",
            tag("span", _symbol(self.symbol), self.label[lang], class_="k-label"),
            tag(
                "output",
                number(value, lang, self.decimals),
                class_="k-value",
                data_decimals=self.decimals,
                aria_live="off",
            ),
            dial(value, self.low, self.high) if self.dial else None,
            tag(
                "input",
                type="range",
                name=name,
                min=f"{self.low:g}",
                max=f"{self.high:g}",
                step=f"{self.step:g}",
                value=plain,
                autocomplete="off",
            ),
            class_=f"k-slider k-slider--{self.role}{' k-slider--dial' if self.dial else ''}{_long(self.label[lang])}",
            data_if=str(self.when) if self.when else None,
            hidden=hidden,
        )

    def read(self, name: str, written: object, lang: str) -> float | int:
        """The nearest step to the number written. Raises InputError: not a number, out of range, not whole."""
        value = parse_number(written, lang)
        told = {"name": name, "label": self.label, "written": _quote(written), "low": self._write(self.low)}
        told["high"] = self._write(self.high)
        if value is None:
            raise InputError(NOT_A_NUMBER.fill(**told)[lang])
        if not self.low <= value <= self.high:
            raise InputError(OUT_OF_RANGE.fill(**told)[lang])
        if self.whole and value != int(value):
            raise InputError(NOT_WHOLE.fill(**told)[lang])
        return self._on_step(value)

    def trials(self) -> tuple[Value, ...]:
        middle = self.low + self.step * round((self.high - self.low) / self.step / 2)
        return (self._on_step(self.low), self._on_step(middle), self._on_step(self.high))

    def _on_step(self, value: float) -> float | int:
        """The nearest value that the slider can stand on, so that form and picture always agree."""
        value = round(self.low + self.step * round((value - self.low) / self.step), self.decimals)
        return int(value) if self.whole else float(value)

    def _write(self, value: float) -> Text:
        decimals = 0 if value == int(value) else self.decimals
        return Text(en=number(value, "en", decimals), nl=number(value, "nl", decimals))


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that is typed, for what no slider can reach; `unit` stands behind it. `optional`: may be left empty.

    A year is not `grouped`: 2026, and not 2,026. A test tries its ends or, where the demo refuses those, what is named in
    `tries`.
    """

    low: float
    high: float
    label: Text
    unit: Words = ""
    whole: bool = False
    optional: bool = False
    grouped: bool = True
    tries: tuple[str, ...] = ()
    when: When | None = None

    def html(self, name: str, value: float | None, lang: str, *, hidden: bool = False) -> Markup:
        unit = words(self.unit, lang)
        return tag(
            "label",
            tag("span", self.label[lang], class_="k-label"),
            tag(
                "span",
                tag(
                    "input",
                    type="text",
                    inputmode="decimal",
                    name=name,
                    value="" if value is None else self.write(value, lang),
                    autocomplete="off",
                    spellcheck="false",
                    data_ungrouped=not self.grouped,
                ),
                tag("span", unit, class_="k-unit") if unit else None,
                class_="k-number__field",
            ),
            class_=f"k-number{_long(self.label[lang])}",
            data_if=str(self.when) if self.when else None,
            hidden=hidden,
        )

    def read(self, name: str, written: object, lang: str) -> float | int | None:
        """The number written. Raises InputError: not a number, out of range, not whole."""
        if self.optional and (written is None or (isinstance(written, str) and not written.strip())):
            return None
        value: float | int | None = parse_number(written, lang)
        digits = plain_number(written, lang) if isinstance(written, str) else str(written)
        if self.whole and digits and digits.isdecimal():
            value = int(digits)  # a float would lose the last digits of a long one
        if value is None:
            raise self._refusal(NOT_A_NUMBER, name, written, lang)
        if not self.low <= value <= self.high:
            raise self._refusal(OUT_OF_RANGE, name, written, lang)
        if self.whole and value != int(value):
            raise self._refusal(NOT_WHOLE, name, written, lang)
        return int(value) if self.whole else value

    def _refusal(self, sentence: Text, name: str, written: object, lang: str) -> InputError:
        from .naming import in_words  # not before it is needed: Python in the page starts sooner without

        ends = (self.low, self.high)
        low, high = map(in_words, ends) if self.grouped else map(str, ends)
        told = sentence.fill(name=name, label=self.label, written=_quote(written), low=low, high=high)
        return InputError(told, lang)

    def trials(self) -> tuple[Value, ...]:
        """As they are typed."""
        ends = (str(int(end)) if end == int(end) else f"{end:.12g}" for end in (self.low, self.high))
        return (*(self.tries or ends), *([""] if self.optional else []))

    def write(self, value: float, lang: str) -> str:
        """As a reader of `lang` would type it: every digit, no more."""
        if not self.grouped and value == int(value):
            return str(int(value))
        if value == int(value):
            return number(int(value), lang)
        return number(value, lang, len(f"{value:.12f}".rstrip("0").partition(".")[2]))


@dataclass(frozen=True)
class Prompt:
    """A text for a language model, which goes to the demo as it is typed; at most `longest` characters."""

    label: Text
    longest: int = 400
    when: When | None = None

    def html(self, name: str, value: str, lang: str, *, hidden: bool = False) -> Markup:
        return tag(
            "label",
            tag("span", self.label[lang], class_="k-label"),
            tag(
                "input",
                type="text",
                name=name,
                value=value,
                autocomplete="off",
                spellcheck="false",
                autocapitalize="off",
                data_longest=self.longest,
            ),
            class_="k-prompt",
            data_if=str(self.when) if self.when else None,
            hidden=hidden,
        )

    def read(self, name: str, written: object, lang: str) -> str:
        """The text as it is. Raises InputError: not a text, or too long."""
        told = {"name": name, "label": self.label, "longest": self.longest}
        if not isinstance(written, str):
            raise InputError(NOT_A_TEXT.fill(**told, written=_quote(written))[lang])
        if len(written) > self.longest:
            raise InputError(TOO_LONG.fill(**told, count=len(written))[lang])
        return written

    def trials(self) -> tuple[Value, ...]:
        """Words that are both English and Dutch, half a word, nothing, and what HTML would trip over."""
        return ("is", "wat", "", 'is <b>&" ', "water is ")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a demo remembers of what the reader did before, as a text in the form that nobody sees.

    Only offers in the picture change it. It goes along in links and to the other language, as all of the form does.
    `example` is one that a test should try.
    """

    label: Text
    example: str
    longest: int = 400
    when: When | None = None

    def html(self, name: str, value: str, lang: str, *, hidden: bool = False) -> Markup:
        # Not type="hidden": the page could not tell whether such a value is still the one it was built with.
        return tag(
            "input",
            type="text",
            name=name,
            value=value,
            autocomplete="off",
            aria_label=self.label[lang],
            data_longest=self.longest,
            hidden=True,
        )

    def read(self, name: str, written: object, lang: str) -> str:
        """The text as it is. Raises InputError: not a text, or too long."""
        return Prompt(self.label, self.longest).read(name, written, lang)

    def trials(self) -> tuple[Value, ...]:
        return ("", self.example)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of a few named things."""

    options: Mapping[str, Text]
    label: Text
    when: When | None = None

    def html(self, name: str, value: str, lang: str, *, hidden: bool = False) -> Markup:
        options = [
            tag("option", text[lang], value=key, selected=key == value) for key, text in self.options.items()
        ]
        return tag(
            "label",
            tag("span", self.label[lang], class_="k-label"),
            tag("select", *options, name=name, autocomplete="off"),
            class_="k-choice",
            data_if=str(self.when) if self.when else None,
            hidden=hidden,
        )

    def read(self, name: str, written: object, lang: str) -> str:
        if isinstance(written, str) and written in self.options:
            return written
        choices = listing(list(self.options), lang)
        raise InputError(
            NOT_A_CHOICE.fill(name=name, label=self.label, written=_quote(written), choices=choices)[lang]
        )

    def trials(self) -> tuple[Value, ...]:
        return tuple(self.options)


@dataclass(frozen=True, kw_only=True)
class Toggle:
    """A button that stays in: shows something, or not."""

    label: Text
    when: When | None = None

    def html(self, name: str, value: bool, lang: str, *, hidden: bool = False) -> Markup:
        return tag(
            "button",
            self.label[lang],
            type="button",
            class_="k-button",
            name=name,
            aria_pressed="true" if value else "false",
            data_if=str(self.when) if self.when else None,
            hidden=hidden,
        )

    def read(self, name: str, written: object, lang: str) -> bool:
        if isinstance(written, bool):
            return written
        if written in ("true", "false"):
            return written == "true"
        raise InputError(NOT_A_TOGGLE.fill(name=name, label=self.label, written=_quote(written))[lang])

    def trials(self) -> tuple[Value, ...]:
        return (False, True)


NOT_A_NUMBER = Text(
    en="“{label}” ({name}) needs a number from {low} to {high}; {written} is not a number.",
    nl="‘{label}’ ({name}) vraagt om een getal van {low} tot en met {high}; {written} is geen getal.",
)
OUT_OF_RANGE = Text(
    en="“{label}” ({name}) goes from {low} to {high}; {written} lies outside that range.",
    nl="‘{label}’ ({name}) loopt van {low} tot en met {high}; {written} valt daarbuiten.",
)
NOT_WHOLE = Text(
    en="“{label}” ({name}) needs a whole number from {low} to {high}; {written} is not whole.",
    nl="‘{label}’ ({name}) vraagt om een geheel getal van {low} tot en met {high}; {written} is niet heel.",
)
NOT_A_CHOICE = Text(
    en="“{label}” ({name}) can be {choices}; {written} is none of these.",
    nl="‘{label}’ ({name}) kan {choices} zijn; {written} hoort daar niet bij.",
)
NOT_A_TEXT = Text(
    en="“{label}” ({name}) needs a text; {written} is not one.",
    nl="‘{label}’ ({name}) vraagt om een tekst; {written} is dat niet.",
)
TOO_LONG = Text(
    en="“{label}” ({name}) takes {longest} characters at most; this text has {count}.",
    nl="In ‘{label}’ ({name}) passen ten hoogste {longest} tekens; deze tekst heeft er {count}.",
)
NOT_A_TOGGLE = Text(
    en="“{label}” ({name}) is true or false; {written} is neither.",
    nl="‘{label}’ ({name}) is true of false; {written} is geen van beide.",
)


def _long(label: str) -> str:
    """A control whose name takes a line on a phone has no other beside it there."""
    return " k-long" if len(label) > LONG else ""


def _symbol(symbol: str) -> Markup | None:
    """`w1` as a variable with a lowered index."""
    if not symbol:
        return None
    return join(tag("var", symbol[0], tag("sub", symbol[1:]) if symbol[1:] else None), " ")


def _quote(written: object) -> str:
    """What the reader sent, short enough for one sentence."""
    plain = str(written)
    return plain if len(plain) <= 30 else plain[:29] + "…"
