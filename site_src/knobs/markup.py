"""HTML and SVG written as function calls. What is not already Markup is escaped: there is no other way in."""

from functools import lru_cache

# As html.escape does, whose module reads the names of 2,231 characters first: the page would wait for them.
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
SHORTEST = 0.05  # SVG units; a picture is drawn to a tenth of a unit


class Markup(str):
    """Text that is HTML already. Only this module makes it."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """`tag("a", "x < y", class_="k-link", aria_hidden="true")`: children and attribute values are escaped.

    A trailing underscore is dropped and inner ones become hyphens; None and False leave an attribute out;
    True leaves it empty; a float is a length in the picture, written to a tenth.
    """
    written = "".join([_attribute(key, value) for key, value in attributes.items()])
    if not children and name in SELF_CLOSING:
        return Markup(f"<{name}{written}>" if name in VOID else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: object) -> Markup:
    """Pieces one after another; plain text is escaped, None is nothing."""
    return Markup(
        "".join([c if isinstance(c, Markup) else escape(_plain(c)) for c in children if c is not None])
    )


VOID = frozenset({"input", "br", "wbr"})
SELF_CLOSING = VOID | {"path", "rect", "circle", "line", "polyline"}


def length(value: float) -> str:
    """A length in SVG units: 12.0 → 12, 12.34 → 12.3, −0.01 → 0."""
    return "0" if abs(value) < SHORTEST else f"{value:.1f}".removesuffix(".0")


def escape(plain: str) -> str:
    return plain.translate(ESCAPES)


@lru_cache(maxsize=1024, typed=True)  # most of a picture stays as it is when a knob is turned
def _attribute(key: str, value: object) -> str:
    if value is None or value is False:
        return ""
    written = "" if value is True else escape(_plain(value))
    return f' {key.rstrip("_").replace("_", "-")}="{written}"'


def _plain(value: object) -> str:
    return length(value) if isinstance(value, float) else str(value)
