"""Every operation of knobs.tensor and its gradient, in plain Python, beside torch in float64."""

import math
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import torch
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from knobs.plain import PLAIN, Plain
from knobs.tensor import AdamW, Tape, Tensor, Texts
from torch.nn import functional as F

from . import operations
from .operations import Given

SIZE = st.sampled_from([1, 2, 3, 4, 5, 8, 9, 17])
ROWS = st.sampled_from([0, 1, 2, 3, 4, 5, 9])
SEED = st.integers(0, 2**32)
LOOK = "look at site_src/knobs/plain.py and tensor.py"


def within(starts: list[int], all_rows: int, first: int) -> torch.Tensor:
    """Which rows are seen from each, from row `first` on: those of its text up to itself."""
    rows = torch.arange(first, all_rows)[:, None]
    columns = torch.arange(all_rows)[None]
    return (columns <= rows) & (columns >= torch.tensor(starts, dtype=torch.long).reshape(-1, 1))


def smeared(x: torch.Tensor, starts: list[int], near: int, first: int) -> torch.Tensor:
    far = torch.arange(first, len(x))[:, None] - torch.arange(len(x))
    seen = (within(starts, len(x), first) & (far <= near)).double()
    return seen / seen.sum(-1, keepdim=True) @ x


def attention(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    starts: list[int],
    slopes: list[float],
) -> torch.Tensor:
    first = len(key) - len(query)
    q, k, v = (one.unflatten(-1, (len(slopes), -1)).transpose(0, 1) for one in (query, key, value))
    far = torch.arange(first, len(key))[:, None] - torch.arange(len(key))
    bias = -torch.tensor(slopes, dtype=torch.float64)[:, None, None] * far
    hidden = ~within(starts, len(key), first)
    return (
        F.scaled_dot_product_attention(q, k, v, bias.masked_fill(hidden, -math.inf))
        .transpose(0, 1)
        .flatten(1)
    )


def in_torch(given: Given) -> dict[str, Callable[..., torch.Tensor]]:
    """The same cases in torch."""
    starts, slopes, near, last = list(given.texts.starts), given.slopes, given.near, given.last
    targets, ids = (torch.tensor(one, dtype=torch.long) for one in (given.targets, given.ids))

    def placed(a: torch.Tensor) -> torch.Tensor:
        return torch.zeros(5, a.shape[1], dtype=torch.float64).index_add(0, ids, a)

    def losses(a: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(a, targets, ignore_index=-1, reduction="none")

    return {
        "add": lambda a, b: a + b,
        "add to itself": lambda a: a + a,
        "add a row": lambda a, b: a + b,
        "times a number": lambda a: a * -1.7,
        "scaled": lambda a, by: a * by,
        "scaled by itself": lambda a: a * a,
        "product": lambda a, b: a @ b,
        "product with rows": lambda a, b: a @ b.T,
        "relu": torch.relu,
        "rms": lambda a: F.rms_norm(a, a.shape[-1:], eps=1e-6),
        "softmax": lambda a: a.softmax(-1),
        "lookup": lambda table: table[ids],
        "placed": placed,
        "placed, and two ways": lambda a: placed(a)[ids] + a,
        "reshaped": lambda a: (
            F.rms_norm(a.reshape(a.shape[::-1]), a.shape[:1], eps=1e-6).reshape(a.shape) + a
            if len(a)
            else a + a
        ),
        "smeared": lambda a: smeared(a, starts, near, 0),
        "smeared, of the last": lambda a: smeared(a, [0] * last, near, len(a) - last),
        "attention": lambda q, k, v: attention(q, k, v, starts, slopes),
        "attention of the last": lambda q, k, v: attention(q, k, v, [0] * last, slopes),
        "one after the other": lambda a, b: torch.cat([a, b]),
        "cross-entropy": lambda a: (losses(a) * torch.tensor(given.weights, dtype=torch.float64)).sum(),
        "cross-entropy, evenly": lambda a: losses(a).sum() / max(1, int((targets >= 0).sum())),
    }


def close(ours: Any, theirs: torch.Tensor, why: str) -> None:
    mine = torch.tensor(list(ours), dtype=torch.float64)
    told = f"{why}; {LOOK}"
    torch.testing.assert_close(
        mine,
        theirs.detach().flatten(),
        rtol=1e-10,
        atol=1e-12,
        equal_nan=True,
        msg=lambda said: f"{told}\n{said}",
    )


@settings(max_examples=40, deadline=None)
@drawn(ROWS, SIZE, SIZE, st.integers(1, 3), SEED, st.booleans())
def test_every_operation_and_its_gradient(
    rows: int, inner: int, columns: int, heads: int, seed: int, at_edges: bool
) -> None:
    """With numbers at the edge, only what comes of it: the gradients of a NaN are nobody's."""
    random = Random(seed)
    given = operations.given(random, rows, columns, heads)
    others = in_torch(given)
    edges = operations.EDGES["d"] if at_edges else ()
    for name, case in operations.cases(given, rows, inner, columns, heads).items():
        inputs = [operations.numbers(random, math.prod(shape), edges) for shape in case.shapes]
        back = operations.results(random, rows, inner, columns, heads)
        tensors = [
            torch.tensor(one, dtype=torch.float64).reshape(shape).requires_grad_(case.learns)
            for one, shape in zip(inputs, case.shapes, strict=True)
        ]
        made = others[name](*tensors)
        ours, *gradients = operations.answers(case, inputs, back, PLAIN)
        if at_edges and name.startswith(("attention", "smeared", "cross-entropy")):
            continue  # torch adds up words that are not seen too, and 0 · infinity is no number
        close(ours, made, name)
        if case.learns and not at_edges:
            made.backward(torch.tensor(back[: made.numel()], dtype=torch.float64).reshape(made.shape))
            for tensor, gradient in zip(tensors, gradients, strict=True):
                wanted = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad
                close(gradient or [0.0] * tensor.numel(), wanted, f"the gradient of {name}")


def test_adamw_goes_the_same_way() -> None:
    random = Random(1)
    start = operations.numbers(random, 7)
    gradients = [operations.numbers(random, 7) for _ in range(5)]
    one = torch.tensor(start, dtype=torch.float64)
    optimizer = torch.optim.AdamW([one], lr=0.01, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1)
    for gradient in gradients:
        one.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
    close(operations.learned(start, gradients, PLAIN), one, "AdamW")


def test_a_language_model_learns() -> None:
    """As the head of tensor.py shows: from a loss of about ln 5 to next to nothing."""
    random, tape = Random(0), Tape()
    shapes = (5, 4), (8, 4), (4, 8)
    weights = [
        tape.learns(Tensor.of([operations.numbers(random, columns) for _ in range(rows)]))
        for rows, columns in shapes
    ]
    embedding, up, down = weights
    optimizer = AdamW(weights)
    losses = []
    for _ in range(150):
        x = embedding[[0, 1, 2, 3, 4]]
        x = x + (x.rms() @ up.T).relu() @ down.T
        loss = (x.rms() @ embedding.T).cross_entropy([1, 2, 3, 4, 0])
        loss.backward()
        optimizer.step(0.03)
        losses.append(float(loss))
    assert losses[0] > 1 and losses[-1] < 0.05, losses[::30]


def test_what_does_not_learn_is_not_written_down() -> None:
    tape = Tape()
    weight = tape.learns(Tensor.of([[1.0, 2.0]]))
    assert (weight.detach() * 2).tape is None
    base = Tensor.of([[3.0], [4.0]])
    (weight @ base).backward()
    assert weight.gradient == [3.0, 4.0]
    assert base.gradient is None


def test_gradients_of_two_ways_add_up() -> None:
    tape = Tape()
    x = tape.learns(Tensor.of([[3.0]]))
    (x @ x + x * 2).backward()
    assert x.gradient == [8.0]
    (x @ x).backward()
    assert x.gradient == [14.0]


def test_gradients_of_two_losses_add_up() -> None:
    """Also where one is handed over as it is, and where one is handed to two."""
    logits = Tape().learns(Tensor.of([[0.0, 0.0], [0.0, 0.0]]))
    first, second = logits.cross_entropy([0, 0]), logits.cross_entropy([0, 1]) * 2
    (first + second).backward()
    assert logits.gradient == [-0.75, 0.75, 0.25, -0.25], LOOK
    assert (first.gradient, second.gradient) == ([1.0], [1.0]), LOOK
    assert first.gradient is not second.gradient, LOOK


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda a, b: a @ b, r"\[2, 3\] @ \[2, 3\]"),
        (lambda a, b: a @ a.T + b, r"\[2, 2\] \+ \[2, 3\]"),
        (lambda a, b: a.scaled(b), r"\[2, 3\] scaled by \[2, 3\]"),
        (lambda a, b: a.placed([0], 4), r"1 places do not fit the rows of \[2, 3\]"),
        (lambda a, b: a.reshaped((3, 3)), r"\[2, 3\] is not as large as \[3, 3\]"),
        (lambda a, b: a.reshaped((-2, -3)), r"\[2, 3\] is not as large as \[-2, -3\]"),
        (lambda a, b: a.then(a @ b.T), r"\[2, 3\] and then \[2, 2\]"),
        (lambda a, b: a.attention(b, a @ b.T, [0.0]), r"\[2, 3\] cannot ask \[2, 3\], \[2, 2\]"),
        (lambda a, b: a.attention(b, b, [0.0, 0.0]), r"\[2, 3\] cannot be shared by 2 heads"),
        (lambda a, b: a.attention(b, b, [0.0], Texts([1, 2])), "2 of 2 rows .* texts of 3 words"),
        (lambda a, b: a.smeared(1, last=3), "3 of 2 rows cannot be read"),
        (lambda a, b: a.smeared(-1), "no -1 rows"),
        (lambda a, b: float(a), r"\[2, 3\] is not one number"),
        (lambda a, b: a.cross_entropy([1]), r"1 targets do not fit \[2, 3\]"),
        (lambda a, b: a.cross_entropy([1, 3]), r"2 targets do not fit \[2, 3\]"),
        (lambda a, b: a.cross_entropy([1, 2], [1.0]), r"1 weights do not fit \[2, 3\]"),
        (lambda a, b: a.backward(), r"\[2, 3\] is no loss"),
        (lambda a, b: a.cross_entropy([1, 2]).backward(), r"\[1, 1\] is no loss"),
        (lambda a, b: Tensor.of([[1.0], [1.0, 2.0]]), "row 1 has 2 numbers, and row 0 has 1"),
        (lambda a, b: Texts([2, 0]), "one word or more, not 0"),
        (lambda a, b: a + Tensor(b.shape, b.numbers, Plain()), "two arithmetics"),
        (lambda a, b: Tape().learns(a).then(b), "rows that learn"),
        (lambda a, b: Tape().learns(a).smeared(1, last=1), "no gradient"),
    ],
)
def test_what_does_not_fit_is_told(wrong: Callable[[Tensor, Tensor], object], told: str) -> None:
    a, b = (Tensor.of([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]) for _ in range(2))
    with pytest.raises(ValueError, match=told):
        wrong(a, b)


@pytest.mark.parametrize("ids", [[2], [-1], [0, 5]])
def test_a_row_that_is_not_there(ids: list[int]) -> None:
    with pytest.raises(IndexError, match=r"not all rows of \[2, 1\]"):
        Tensor.of([[1.0], [2.0]])[ids]
    with pytest.raises(IndexError, match=r"not all rows of \[2, 1\]"):
        Tensor.of([[1.0]] * len(ids)).placed(ids, 2)


def test_in_another_shape_the_numbers_are_the_same_and_the_gradient_is_not() -> None:
    x = Tape().learns(Tensor.of([[1.0, 2.0], [3.0, 4.0]]))
    row = x.reshaped((1, 4))
    assert row.numbers == [1.0, 2.0, 3.0, 4.0]
    (row @ Tensor.of([[1.0], [0.0], [5.0], [0.0]]) + (row @ row.T)).backward()
    assert x.gradient == [3.0, 4.0, 11.0, 8.0], LOOK
    assert row.gradient is not x.gradient


def test_what_has_no_gradient_stays() -> None:
    """As in torch."""
    weight = Tensor.of([[1.0]])
    AdamW([weight]).step(0.1)
    assert weight.numbers == [1.0]
