"""What cannot be read, in one sentence: the errors of the pocket model."""

from ..text import InputError


class WeightsError(InputError):
    """A file of weights, or its card, is not what it should be: one sentence that names the thing."""


def short(written: object) -> str:
    """What stood in a file or a prompt, on one line, and cut off where it gets long."""
    try:
        told = str(written)
    except ValueError:  # Python refuses to write out the very largest of numbers
        return "…"
    plain = "".join(character if character.isprintable() else " " for character in told[:41])
    return plain if len(plain) <= 40 else plain[:39] + "…"
