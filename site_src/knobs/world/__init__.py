"""The Little World / Kleine wereld: a grammar that writes the same in English and in Dutch, from one meaning.

A small language model learns both languages from nothing but these facts and stories. Read grammar.py first. What is so
stands in lands.py and truths.py, how it is said in patterns.py, and facts.py brings them together. What might happen
begins in stories.py; whom it happens to stands in lexicon.py, and how that is said in sentences.py.
"""

from ..text import LANGUAGES
from .facts import Fact, facts, questions
from .grammar import Phrasing, Question
from .stories import KINDS, WEIGHTS, story
from .tale import Story
from .vocabulary import nearest, words

__all__ = [
    "KINDS",
    "LANGUAGES",
    "WEIGHTS",
    "Fact",
    "Phrasing",
    "Question",
    "Story",
    "facts",
    "nearest",
    "questions",
    "story",
    "words",
]
