"""What the demo `learn` shows beside a reader's own training: one of each size and language, made beforehand.

    python -m workshop.learn_record runs                site_src/knobs/learning/record.json

Each is trained by torch, see learn.py, with the settings that the demo begins with; runs/SIZE-LANGUAGE.safetensors is made
unless it is there. Numbers are rounded to what a picture shows.
"""

import json
import sys
from pathlib import Path

from knobs.learning.choices import BATCH, RATE, SIZES, TONGUES
from knobs.learning.course import Course
from knobs.learning.file import content_of, course_in

from .learn import Learner

PLACE = Path(__file__).parents[1] / "knobs/learning/record.json"
WORDS = {"small": 1_000_000, "middle": 1_000_000, "pocket": 300_000}  # each one of MARKS
SEED = 1
POINTS = 1.1  # a point for each 10% more words is enough for a faint line


def trained(size: str, language: str, folder: Path) -> Course:
    file = folder / f"{size}-{language}.safetensors"
    if file.exists():
        return course_in(file.read_bytes(), Learner)
    course = Course(size, language, SEED, Learner)
    while course.seen.moments[-1].words < WORDS[size]:
        course.go(1, RATE, BATCH)
    file.write_bytes(content_of(course))
    print(
        f"{size} {language}: loss {course.seen.losses[-1][1]:.2f}, {course.seen.right[-1][1]:.0%} of the facts",
        flush=True,
    )
    return course


def record(course: Course) -> dict[str, object]:
    seen = course.seen
    losses = [seen.losses[0]]
    for words, loss in seen.losses[1:]:
        if words >= POINTS * losses[-1][0]:
            losses.append((words, loss))
    return {
        "seed": course.seed,
        "losses": [(words, round(loss, 2)) for words, loss in losses],
        "right": [(words, round(share, 2)) for words, share in seen.right],
        "moments": seen.moments,
    }


def main(folder: str, place: str | Path = PLACE) -> None:
    Path(folder).mkdir(exist_ok=True)
    told = {
        f"{size} {language}": record(trained(size, language, Path(folder)))
        for size in SIZES
        for language in TONGUES
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    Path(place).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
