"""A model before and after: how probable words are, what it writes, and which of its answers are still right."""

from collections.abc import Sequence
from typing import NamedTuple

from ..markup import Markup, join, tag
from ..text import Text
from ..views import Words, path, words

LONG, HIGH = 300, 14  # of a bar


class Shift(NamedTuple):
    """The probability of words before and after, 0 to 1: open bars and filled ones, in the order given.

    The most probable now is bold. With `rest` the last row is all other words together, and so no word.
    """

    label: Text
    rows: Sequence[tuple[Words, float, float]]
    tongue: str
    rest: bool = False

    def html(self, lang: str) -> Markup:
        named = self.rows[: len(self.rows) - self.rest]
        best = max(after for _, _, after in named)
        tops = [after == best for _, _, after in named] + [False]
        return tag(
            "span",
            *(self._row(*row, top, lang) for row, top in zip(self.rows, tops, strict=False)),
            class_="k-bars k-shift",
            role="list",
            aria_label=self.label[lang],
        )

    def _row(self, word: Words, before: float, after: float, top: bool, lang: str) -> Markup:
        bar = tag(
            "svg",
            path(f"M75 0V{HIGH}M150 0V{HIGH}M225 0V{HIGH}M300 0V{HIGH}", "k-grid"),
            tag("rect", class_="k-fill-output", y=4, width=LONG * after, height=HIGH - 8),
            tag("rect", class_="k-before", y=1, width=LONG * before, height=HIGH - 2),
            class_="k-bar",
            viewBox=f"0 0 {LONG} {HIGH}",
            preserveAspectRatio="none",
            aria_hidden="true",
        )
        told = SHIFT.fill(before=before, after=after)[lang]
        return tag(
            "span",
            tag(
                "span",
                words(word, lang),
                class_="k-bars__name",
                lang=self.tongue if self.tongue != lang else None,
            ),
            tag("span", bar, class_="k-track"),
            tag("span", told, class_="k-val"),
            class_="k-bars__row k-top" if top else "k-bars__row",
            role="listitem",
        )


class Told(NamedTuple):
    """What a model writes on after a prompt, before and after: the words that differ are underlined.

    Words come with the space before them. They are held side by side, first to first.
    """

    prompt: str
    before: Sequence[str]
    after: Sequence[str]
    tongue: str

    def html(self, lang: str) -> Markup:
        tongue = self.tongue if self.tongue != lang else None
        same = [i < len(self.before) and word == self.before[i] for i, word in enumerate(self.after)]
        marked = [
            word if as_before else _underlined(word) for word, as_before in zip(self.after, same, strict=True)
        ]
        lines = ((LEARNED, self.before), (TURNED, marked))
        return join(
            *(
                tag(
                    "span",
                    tag("span", name[lang], class_="k-note"),
                    " ",
                    tag("span", tag("span", self.prompt, class_="k-answers__prompt"), *said, lang=tongue),
                    class_="k-spelled",
                )
                for name, said in lines
            )
        )


def _underlined(word: str) -> Markup:
    bare = word.lstrip(" ")
    return join(word[: len(word) - len(bare)], tag("span", bare, class_="k-role k-output"))


class Answer(NamedTuple):
    """A question, what is right, and what the model said before and after."""

    prompt: str
    right: Words
    before: Words
    after: Words


class Answers(NamedTuple):
    """Questions that were asked twice: a square for each right answer now, a cross for each wrong one; then what changed."""

    name: Text
    tongue: str
    answers: Sequence[Answer]

    def html(self, lang: str) -> Markup:
        before = sum(answer.before == answer.right for answer in self.answers)
        after = sum(answer.after == answer.right for answer in self.answers)
        told = COUNTED.fill(name=self.name, before=before, after=after, count=len(self.answers))
        other = [
            tag(
                "span",
                tag("span", f"{answer.prompt} ", class_="k-answers__prompt"),
                tag("span", words(answer.before, lang)),
                " → ",
                tag("span", words(answer.after, lang), class_="k-role k-output"),
                class_="k-answers__change",
                lang=self.tongue if self.tongue != lang else None,
            )
            for answer in self.answers
            if answer.before != answer.after
        ]
        return tag(
            "span",
            tag("span", told[lang], class_="k-answers__count"),
            self._marks(),
            *other,
            class_="k-answers",
        )

    def _marks(self) -> Markup:
        squares, crosses = [], []
        for i, answer in enumerate(self.answers):
            if answer.after == answer.right:
                squares.append(f"M{14 * i + 2} 2h10v10h-10z")
            else:
                crosses.append(f"M{14 * i + 2} 2l10 10M{14 * i + 12} 2l-10 10")
        return tag(
            "svg",
            path("".join(squares) or "M0 0", "k-fill-output"),
            path("".join(crosses) or "M0 0", "k-cross"),
            class_="k-answers__marks",
            viewBox=f"0 0 {14 * len(self.answers)} 14",
            aria_hidden="true",
        )


SHIFT = Text(en="{before:.1%} → {after:.1%}", nl="{before:.1%} → {after:.1%}")
LEARNED = Text(en="as it learned", nl="zoals geleerd")
TURNED = Text(en="as you turned it", nl="zoals gedraaid")
COUNTED = Text(
    en="{name}: {before} of {count} right as it learned, {after} as you turned it",
    nl="{name}: {before} van de {count} goed zoals geleerd, {after} zoals gedraaid",
)
