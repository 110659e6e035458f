"""The quiz as a list of questions: answers to press, what becomes of the one that was pressed, and a fold with all.

All that changes are words and attributes, never the number of tags: so the page writes only what differs, and a fold
that the reader opened stays open. Without scripts the answers are words, and the folds have all that is to be known.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..markup import Markup, join, tag
from ..text import Text, same
from .answers import LETTERS, answered, score, write
from .question import Question

CONTROL = "answers"  # of the demo: its name in the form


class Quiz(NamedTuple):
    """Questions, and what the reader has answered: question -> option, the last one at the end."""

    questions: Sequence[Question]
    answers: Mapping[int, int]

    def html(self, lang: str) -> Markup:
        told = self._score()
        last = [self._said(question, option, lang) for question, option in self.answers.items()][-1:]
        return join(
            tag("span", " ".join([*last, told[lang]]), data_say=True, hidden=True),
            tag(
                "span",
                *(self._question(number, lang) for number in range(len(self.questions))),
                class_="k-quiz",
            ),
            tag(
                "span",
                tag("b", told[lang]),
                self._button(AGAIN[lang], {}, "k-offer k-offer--again"),
                class_="k-quiz__score",
            ),
        )

    def _score(self) -> Text:
        found = score(self.answers, [question.right for question in self.questions])
        words = NONE if not found.answered else ALL if found.answered == found.asked else SOME
        return words.fill(**found._asdict())

    def _question(self, number: int, lang: str) -> Markup:
        question, chosen = self.questions[number], self.answers.get(number)
        options = [
            self._button(
                join(tag("b", LETTERS[place]), " ", option.words[lang]),
                answered(self.answers, number, place),
                f"k-offer k-offer--word k-option{_known(place, chosen, question.right)}",
                pressed=place == chosen,
            )
            for place, option in enumerate(question.options)
        ]
        verdict, why = OPEN
        if chosen is not None:
            verdict, why = RIGHT if chosen == question.right else WRONG, question.options[chosen].why
        return tag(
            "span",
            tag("span", tag("b", str(number + 1)), " ", question.asks[lang], class_="k-question__asks"),
            tag("span", *options, class_="k-question__options"),
            tag("span", tag("b", verdict[lang]), " ", why[lang], class_=f"k-question__told{_told(chosen)}"),
            _fold(question, number, lang),
            class_="k-question",
            role="group",
            aria_label=LABEL.fill(number=number + 1)[lang],
        )

    def _button(
        self, label: str, answers: Mapping[int, int], kind: str, pressed: bool | None = None
    ) -> Markup:
        return tag(
            "button",
            label,
            type="button",
            class_=kind,
            data_set=json.dumps({CONTROL: write(answers)}),
            aria_pressed=None if pressed is None else str(pressed).lower(),
        )

    def _said(self, question: int, option: int, lang: str) -> str:
        asked = self.questions[question]
        verdict = RIGHT if option == asked.right else WRONG
        return f"{verdict[lang]} {asked.options[option].why[lang]}"


def _told(chosen: int | None) -> str:
    return " k-question__told--open" if chosen is None else ""


def _known(place: int, chosen: int | None, right: int) -> str:
    """Once a question is answered, its right answer shows."""
    return " k-option--right" if chosen is not None and place == right else ""


def _fold(question: Question, number: int, lang: str) -> Markup:
    """Every answer with why it is, or is not; the right one first."""
    order = sorted(range(len(question.options)), key=lambda place: place != question.right)
    reasons = [
        tag(
            "span",
            tag("b", (IS if place == question.right else IS_NOT).fill(letter=LETTERS[place])[lang]),
            " ",
            question.options[place].why[lang],
        )
        for place in order
    ]
    link = tag("span", SEE[lang], " ", tag("a", question.shown[lang], href=question.address))
    return tag(
        "details",
        tag("summary", FOLD.fill(number=number + 1)[lang]),
        *reasons,
        link,
        class_="k-question__fold",
    )


LABEL = Text(en="Question {number}", nl="Vraag {number}")
FOLD = Text(en="All answers to {number}, and why", nl="Alle antwoorden op {number}, en waarom")
IS = Text(en="It is {letter}.", nl="Het is {letter}.")
IS_NOT = Text(en="Not {letter}:", nl="Niet {letter}:")
SEE = Text(en="To see it:", nl="Om het te zien:")
OPEN = (
    Text(en="Not answered yet.", nl="Nog niet beantwoord."),
    same("\u200b"),
)  # no width, and yet a text: see above
RIGHT = Text(en="As you expected.", nl="Zoals je verwachtte.")
WRONG = Text(en="It turns out otherwise.", nl="Het loopt anders.")
AGAIN = Text(en="Begin again", nl="Begin opnieuw")
NONE = Text(en="{asked} questions, none answered yet.", nl="{asked} vragen, nog geen beantwoord.")
SOME = Text(
    en="You have answered {answered} of {asked} questions, and predicted {right}.",
    nl="Je hebt {answered} van de {asked} vragen beantwoord, en er {right} voorspeld.",
)
ALL = Text(
    en="You have answered all {asked}, and predicted {right}. The others are what this site was for.",
    nl="Je hebt ze alle {asked} beantwoord, en er {right} voorspeld. Voor de andere is deze site er.",
)
