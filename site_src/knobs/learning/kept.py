"""The training that goes on in this Python, of which there is one at a time: what the demo `learn` makes.

It stands here, and not in the demo's own file, so that it is the same one for a reader who edits the demo.
"""

from math import log

from ..controls import Value
from ..text import Text
from .choices import BATCH, BATCHES, RATE, RATES
from .course import Course
from .file import content_of, course_in


class Trained:
    """See knobs/made.py for what the page does with it."""

    file = Text(en="my-model.safetensors", nl="mijn-model.safetensors")
    course: Course | None = None

    def at(self, size: str, language: str, seed: int, updates: int) -> Course:
        """The training of this size, language and seed; a new one, if so many updates are none.

        It may have had more than so many: who presses Pause sees an earlier picture.
        """
        course = self.course
        wanted = size, language, seed
        if (
            not course
            or (course.size, course.language, course.seed) != wanted
            or (course.updates and not updates)
        ):
            self.course = course = Course(size, language, seed)
        return course

    @property
    def learned(self) -> Course | None:
        """The training, if it has come to something: not one that has read nothing, or has blown up."""
        course = self.course
        return course if course and course.updates and not course.blown_up else None

    def content(self) -> bytes | None:
        return content_of(self.learned) if self.learned else None

    def take(self, content: bytes) -> dict[str, Value]:
        """Go on from a file. Raises WeightsError, one sentence, and leaves all as it is."""
        self.course = course = course_in(content)
        _, rate, texts = course.seen.changes[-1] if course.seen.changes else (0, RATE, BATCH)
        return {
            "language": course.language,
            "size": course.size,
            "seed": str(course.seed),
            "rate": _nearest(RATES, rate),
            "batch": _nearest(BATCHES, texts),
            "until": str(course.updates),
        }


def _nearest(choices: tuple[float, ...], value: float) -> int:
    """The place of the choice that is fewest times larger or smaller."""
    return min(range(len(choices)), key=lambda place: abs(log(choices[place] / max(value, choices[0] / 2))))


TRAINED = Trained()
