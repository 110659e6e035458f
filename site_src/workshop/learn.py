"""A model that was trained in the page, in torch: let it speak, and train it on.

    python -m workshop.learn my-model.safetensors                           what it knows, and what it writes
    python -m workshop.learn my-model.safetensors --words 200000            another 200,000 words; then it is written back
    python -m workshop.learn new.safetensors --size middle --language nl --words 1000000      one that does not exist yet

The page can open what was written. A training reads the same texts here and there, and AdamW is torch's own.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from knobs.learning.choices import SIZES, TONGUES
from knobs.learning.course import Course
from knobs.learning.file import content_of, course_in
from knobs.learning.training import Memory
from knobs.pocket import Config, Model, Weights
from torch import Tensor

from .model import END, Pocket, loss

STATE = ("exp_avg", "exp_avg_sq")  # as torch calls the running means of gradients, and of their squares


class Learner:
    """What knobs.learning.training.Learner asks for, by torch."""

    def __init__(self, config: Config, memories: Mapping[str, Memory], updates: int):
        self.config, self.updates, self.model = config, updates, Pocket(config)
        self._parameters = {
            name.replace("feed_forward.", ""): parameter for name, parameter in self.model.named_parameters()
        }
        self._optimizer = torch.optim.AdamW(self._parameters.values())
        for name, shape in config.shapes.items():
            numbers, *state = (torch.tensor(list(some)).reshape(shape) for some in memories[name])
            self._parameters[name].data = numbers
            kept = dict(zip(STATE, state, strict=True))
            self._optimizer.state[self._parameters[name]] = {"step": torch.tensor(float(updates)), **kept}

    def step(self, batch: Sequence[Sequence[int]], learning_rate: float) -> float:
        self._optimizer.zero_grad()
        mean = loss(self.model, padded(batch))
        mean.backward()
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        self._optimizer.step()
        self.updates += 1
        return mean.item()

    @torch.no_grad()
    def loss(self, batch: Sequence[Sequence[int]]) -> float:
        return loss(self.model, padded(batch)).item()

    @torch.no_grad()
    def logits(self, texts: Sequence[Sequence[int]]) -> list[float]:
        rows = self.model(padded(texts))
        return torch.cat([row[: len(text)] for row, text in zip(rows, texts, strict=True)]).flatten().tolist()

    def reader(self) -> Model:
        matrices = {name: memory.numbers for name, memory in self.memories().items()}
        shapes = self.config.shapes
        return Model(
            Weights(
                self.config,
                {
                    n: numbers.reshape(shapes[n]).view(-1, shapes[n][-1]).tolist()
                    for n, numbers in matrices.items()
                },
            )
        )

    def memories(self) -> dict[str, Memory]:
        state = self._optimizer.state
        return {
            name: Memory(parameter.detach().flatten(), *(state[parameter][one].flatten() for one in STATE))
            for name, parameter in self._parameters.items()
        }


def padded(texts: Sequence[Sequence[int]]) -> Tensor:
    """One text a row, [texts, words of the longest]. After <end> nothing is learned, so that fills a row."""
    longest = max(map(len, texts))
    return torch.tensor([[*text, *[END] * (longest - len(text))] for text in texts])


def report(course: Course) -> None:
    words, seen = f"{course.seen.words:,} words", course.seen
    print(
        f"{course.config.parameters:,} parameters, {words}, loss {seen.losses[-1][1]:.2f}, facts right {course.facts_right():.0%}"
    )
    for line in seen.moments[-1].lines:
        print(f"  {line.prompt}{line.more}")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("file", type=Path)
    options.add_argument("--words", type=int, default=0, help="to read, beside those that it has read")
    options.add_argument("--rate", type=float, default=0.01)
    options.add_argument("--texts", type=int, default=32, help="of a batch")
    options.add_argument("--size", choices=SIZES, default="middle", help="of a model that is not there yet")
    options.add_argument("--language", choices=TONGUES, default="nl")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    if chosen.file.exists():
        course = course_in(chosen.file.read_bytes(), Learner)
    else:
        course = Course(chosen.size, chosen.language, chosen.seed, Learner)
    report(course)
    end = course.seen.words + chosen.words
    while course.seen.words < end and not course.blown_up:
        course.go(100, chosen.rate, chosen.texts)
        report(course)
    if chosen.words and not course.blown_up:
        chosen.file.write_bytes(content_of(course))


if __name__ == "__main__":
    main()
