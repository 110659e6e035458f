"""Each operation of knobs.tensor on matrices of some sizes, for whoever does the arithmetic: plain Python, the kernel
under node, and the one in a page, where this file is run as it stands. So it imports nothing but knobs.
"""

import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from knobs.plain import PLAIN, Numbers, Plain
from knobs.tensor import AdamW, Shape, Tape, Tensor, Texts

# By the kind of number. In float32 none that is large: what cancels there is another thing than in float64. The squares
# of the last two are finite.
NAN, INFINITY = float("nan"), float("inf")
EDGES = {
    "d": (NAN, INFINITY, -INFINITY, 0.0, -0.0, 800.0, -800.0, 1e150, -1e150),
    "f": (NAN, 0.0, -0.0),
}
TOLERANCE = {"d": 1e-12, "f": 2e-5}


class Case(NamedTuple):
    """What is made of tensors of these shapes. `learns`: whether there is a way back."""

    shapes: list[Shape]
    make: Callable[..., Tensor]
    learns: bool = True


class Given(NamedTuple):
    """What a case needs besides tensors."""

    ids: list[int]  # rows of a table of five
    texts: Texts
    near: int
    slopes: list[float]
    targets: list[int]
    weights: list[float]
    last: int  # so many rows are asked for, where only the last ones are


def given(random: Random, rows: int, columns: int, heads: int) -> Given:
    lengths: list[int] = []
    while (left := rows - sum(lengths)) > 0:
        lengths.append(random.randint(1, left))
    return Given(
        ids=[random.randrange(5) for _ in range(rows)],
        texts=Texts(lengths),
        near=random.randint(0, 3),
        slopes=[random.choice((0.0, 0.5, 0.03)) for _ in range(heads)],
        targets=[random.randrange(-1, columns) for _ in range(rows)],
        weights=[random.uniform(0, 2) for _ in range(rows)],
        last=random.randint(min(1, rows), rows),
    )


def cases(given: Given, rows: int, inner: int, columns: int, heads: int) -> dict[str, Case]:
    """By name. `inner` is shared by both sides of a product, and the size of a head."""
    here, wide = (rows, columns), (rows, heads * inner)
    few = (given.last, heads * inner)
    texts, slopes, near = given.texts, given.slopes, given.near
    return {
        "add": Case([here, here], lambda a, b: a + b),
        "add to itself": Case([here], lambda a: a + a),
        "add a row": Case([here, (1, columns)], lambda a, b: a + b),
        "times a number": Case([here], lambda a: a * -1.7),
        "scaled": Case([here, (rows, 1)], lambda a, by: a.scaled(by)),
        "scaled by itself": Case([(rows, 1)], lambda a: a.scaled(a)),
        "product": Case([(rows, inner), (inner, columns)], lambda a, b: a @ b),
        "product with rows": Case([(rows, inner), (columns, inner)], lambda a, b: a @ b.T),
        "relu": Case([here], lambda a: a.relu()),
        "rms": Case([here], lambda a: a.rms()),
        "softmax": Case([here], lambda a: a.softmax()),
        "lookup": Case([(5, columns)], lambda table: table[given.ids]),
        "placed": Case([here], lambda a: a.placed(given.ids, 5)),
        "placed, and two ways": Case([here], lambda a: a.placed(given.ids, 5)[given.ids] + a),
        "reshaped": Case([here], lambda a: a.reshaped((columns, rows)).rms().reshaped(here) + a),
        "smeared": Case([here], lambda a: a.smeared(near, texts)),
        "smeared, of the last": Case([here], lambda a: a.smeared(near, last=given.last), False),
        "attention": Case([wide, wide, wide], lambda q, k, v: q.attention(k, v, slopes, texts)),
        "attention of the last": Case([few, wide, wide], lambda q, k, v: q.attention(k, v, slopes), False),
        "one after the other": Case([here, here], lambda a, b: a.then(b), False),
        "cross-entropy": Case([here], lambda a: a.cross_entropy(given.targets, given.weights)),
        "cross-entropy, evenly": Case([here], lambda a: a.cross_entropy(given.targets)),
    }


def rounded(random: Random, x: Sequence[float], rows: int, columns: int, arithmetic: Plain) -> list[Numbers]:
    """Rows on a few levels; without gradients. Two levels, or 2 · most + 1, whose distance may be of any size."""
    sizes, out = arithmetic.zeros(rows), arithmetic.zeros(rows * columns)
    arithmetic.largest(sizes, arithmetic.numbers(x), rows, columns)
    scales = [random.choice((0.0, 0.5, 2.0**-24, 1e-30, random.uniform(0.01, 3))) for _ in range(rows)]
    most = random.choice((0, 1, 3, 127))
    arithmetic.round_rows(out, arithmetic.numbers(x), arithmetic.numbers(scales), rows, columns, most)
    return [sizes, out]


def numbers(random: Random, count: int, edges: Sequence[float] = ()) -> list[float]:
    """Those of everyday, and now and then one of the edges of what numbers can be."""
    everyday = [random.gauss(0, 1) for _ in range(count)]
    return [random.choice(edges) if edges and random.random() < 0.1 else one for one in everyday]


def results(random: Random, rows: int, inner: int, columns: int, heads: int) -> list[float]:
    """Numbers for the gradient of whatever a case makes: at least as many as that has."""
    return numbers(random, max(5, rows) * max(columns, heads * inner))


def answers(
    case: Case, inputs: Sequence[Sequence[float]], seed: Sequence[float], arithmetic: Plain
) -> list[Numbers]:
    """What comes of it, and the gradients of the inputs where that of the result is `seed`."""
    tape = Tape()
    tensors = [
        Tensor(shape, arithmetic.numbers(one), arithmetic)
        for shape, one in zip(case.shapes, inputs, strict=True)
    ]
    for tensor in tensors if case.learns else ():
        tape.learns(tensor)
    made = case.make(*tensors)
    if not case.learns:
        return [made.numbers]
    made.gradient = arithmetic.numbers(seed[: len(made.numbers)])
    tape.rewind()
    return [made.numbers, *(tensor.gradient or arithmetic.zeros(0) for tensor in tensors)]


def learned(start: Sequence[float], gradients: Sequence[Sequence[float]], arithmetic: Plain) -> Numbers:
    """What AdamW makes of numbers that have these gradients, one after the other."""
    one = Tensor((1, len(start)), arithmetic.numbers(start), arithmetic)
    optimizer = AdamW([one], betas=(0.9, 0.95), weight_decay=0.1)
    for gradient in gradients:
        one.gradient = arithmetic.numbers(gradient)
        optimizer.step(0.01)
    return one.numbers


def differences(
    kernel: Plain, element: str, sizes: tuple[int, int, int, int], seed: int, *, at_edges: bool
) -> Iterator[str]:
    """What a kernel makes otherwise than plain Python does: a sentence for each number.

    `element` is "d" for float64 or "f" for float32; `sizes` are rows, inner, columns and heads.
    """
    random = Random(seed)
    rows, _, columns, heads = sizes
    edges = EDGES[element] if at_edges else ()
    for name, case in cases(given(random, rows, columns, heads), *sizes).items():
        inputs = [_rounded(element, numbers(random, math.prod(shape), edges)) for shape in case.shapes]
        seeds = _rounded(element, results(random, *sizes))
        for number, (ours, plain) in enumerate(
            zip(answers(case, inputs, seeds, kernel), answers(case, inputs, seeds, PLAIN), strict=True)
        ):
            if number and at_edges and element == "f":
                continue  # gradients at the edge are of another size there, or none
            what = f"gradient {number} of {name}" if number else name
            yield from _differing(ours, plain, TOLERANCE[element], what)
    start, *gradients = [_rounded(element, numbers(random, columns)) for _ in range(4)]
    ours, plain = (learned(start, gradients, arithmetic) for arithmetic in (kernel, PLAIN))
    yield from _differing(ours, plain, TOLERANCE[element], "AdamW")
    chosen, x = random.random(), _rounded(element, numbers(random, rows * columns, (*edges, 0.25, -0.75)))
    made = [rounded(Random(chosen), x, rows, columns, arithmetic) for arithmetic in (kernel, PLAIN)]
    for ours, plain, what in zip(*made, ("the largest of a row", "a rounded row"), strict=True):
        yield from _differing(ours, plain, 0.0 if element == "d" else TOLERANCE[element], what)


def _rounded(element: str, numbers: Sequence[float]) -> list[float]:
    return array(element, numbers).tolist()


def _differing(ours: Numbers, plain: Numbers, tolerance: float, what: str) -> Iterator[str]:
    if len(ours) != len(plain):
        yield f"{what}: {len(ours)} numbers, and in plain Python {len(plain)}"
    least = tolerance * max([1.0, *(abs(number) for number in plain if math.isfinite(number))])
    for i, (one, other) in enumerate(zip(ours, plain, strict=False)):
        same = math.isclose(one, other, rel_tol=tolerance, abs_tol=least)
        if not tolerance:  # then not even the sign of a 0 may differ
            same = one.hex() == other.hex()
        if not same and not (math.isnan(one) and math.isnan(other)):
            yield f"{what}: number {i} is {one}, and in plain Python {other}"
