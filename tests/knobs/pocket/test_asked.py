"""The facts that a turned model is asked are facts of its world, as it was told them, and the same in both languages."""

from knobs import world
from knobs.pocket.asked import ASKED

FILE = "look in site_src/knobs/pocket/asked.py"


def test_each_is_a_question_of_the_world():
    known = {
        (question.prompt.en, question.answer.en, question.prompt.nl, question.answer.nl)
        for fact in world.facts()
        for _, question in world.questions(fact)
    }
    for en, nl in zip(ASKED["en"], ASKED["nl"], strict=True):
        assert (*en, *nl) in known, (
            f"{FILE}: the world does not say “{en.prompt} {en.answer}” / “{nl.prompt} {nl.answer}”"
        )


def test_there_are_24_of_several_kinds():
    assert sum(map(len, ASKED.values())) == 24, FILE
    for asked in ASKED.values():
        assert len({one.answer for one in asked}) == len({one.prompt for one in asked}) == len(asked), FILE
