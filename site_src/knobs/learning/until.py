"""How many updates a training should have had: what the form of the demo keeps, and only buttons in the picture change."""

from dataclasses import dataclass

from ..controls import Kept
from ..text import InputError, Text

LAST = 100_000  # updates: hours, in the page


@dataclass(frozen=True, kw_only=True)
class Until(Kept):
    """How many updates there should have been. The buttons in the picture set it."""

    def read(self, name: str, written: object, lang: str) -> int:  # type: ignore[override]
        """Raises InputError: no whole number from 0 to LAST."""
        text = str(written)
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST)) and int(text) <= LAST):
            raise InputError(NO_COUNT.fill(label=self.label, name=name, last=LAST), lang)
        return int(text)

    def trials(self) -> tuple[str, ...]:
        return (self.example, "0")


NO_COUNT = Text(
    en="“{label}” ({name}) needs a whole number from 0 to {last}.",
    nl="‘{label}’ ({name}) vraagt om een geheel getal van 0 tot en met {last}.",
)
