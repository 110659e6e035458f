"""Ten questions that ask for a prediction, each with its answers and why; the page that shows them fetches this part."""

from .answers import answered, parse, score, write
from .picture import Quiz
from .question import Option, Question
from .questions import QUESTIONS

__all__ = ["QUESTIONS", "Option", "Question", "Quiz", "answered", "parse", "score", "write"]
