"""The arithmetic of tensors in plain Python, on lists: the same everywhere, and what all else is measured against.

knobs/kernel.py does the same in the page, on arrays. A matrix [rows, columns] is one list, row after row. `out` is
made before, and filled here. What ends in _back adds to the gradient of an input (dx) what follows from that of the
output (dy). `starts` has for each word the row in which its own text begins; `before` rows came earlier than those
asked for.
"""

import math
import sys
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from itertools import islice
from operator import add, itemgetter, mul

Numbers = MutableSequence[float]
LEFT_TRANSPOSED, RIGHT_TRANSPOSED, ACCUMULATE = 1, 2, 4  # flags of `matmul`
EPSILON = 1e-6  # keeps a row of zeros from a division by 0

if sys.version_info >= (3, 12):
    dot = math.sumprod

    def times(rows: Iterable[Sequence[float]], vector: Sequence[float]) -> list[float]:
        return [dot(row, vector) for row in rows]

    def times_rows(numbers: Iterator[float], rows: int, vector: Sequence[float]) -> list[float]:
        return [dot(islice(numbers, len(vector)), vector) for _ in range(rows)]
else:

    def dot(a: Iterable[float], b: Iterable[float], /) -> float:
        return sum(map(mul, a, b), 0.0)

    def times(rows: Iterable[Sequence[float]], vector: Sequence[float]) -> list[float]:
        return [sum(map(mul, row, vector), 0.0) for row in rows]

    def times_rows(numbers: Iterator[float], rows: int, vector: Sequence[float]) -> list[float]:
        return [sum(map(mul, vector, numbers), 0.0) for _ in range(rows)]  # each ends with the vector


class Plain:
    """Every operation that knobs/tensor.py needs."""

    def numbers(self, numbers: Iterable[float]) -> Numbers:
        return list(numbers)

    def zeros(self, count: int) -> Numbers:
        return [0.0] * count

    def fill(self, out: Numbers, value: float, count: int) -> None:
        """out [count] = value"""
        out[:] = [value] * count

    def add(self, out: Numbers, a: Numbers, b: Numbers, count: int) -> None:
        """out = a + b, each [count]"""
        out[:] = list(map(add, a, b))

    def add_scaled(self, out: Numbers, x: Numbers, factor: float, count: int) -> None:
        """out += factor · x, each [count]"""
        out[:] = [had + factor * number for had, number in zip(out, x, strict=True)]

    def add_row(self, out: Numbers, x: Numbers, row: Numbers, rows: int, columns: int) -> None:
        """out [rows, columns] = x [rows, columns] + row [columns], the same one for each"""
        out[:] = list(map(add, x, list(row) * rows))

    def sum_rows(self, out: Numbers, x: Numbers, rows: int, columns: int) -> None:
        """out [columns] += the sum of the rows of x [rows, columns]"""
        for column in range(columns):
            out[column] += sum(x[column::columns])

    def scale_rows(self, out: Numbers, x: Numbers, by: Numbers, rows: int, columns: int) -> None:
        """out [rows, columns] = x [rows, columns], each row times its own one of by [rows]"""
        for row, here in _rows(rows, columns):
            out[here] = [number * by[row] for number in x[here]]

    def scale_rows_back(
        self, dx: Numbers, dby: Numbers, dy: Numbers, x: Numbers, by: Numbers, rows: int, columns: int
    ) -> None:
        for row, here in _rows(rows, columns):
            dx[here] = [had + more * by[row] for had, more in zip(dx[here], dy[here], strict=True)]
            dby[row] += dot(dy[here], x[here])

    def matmul(
        self, out: Numbers, left: Numbers, right: Numbers, rows: int, columns: int, inner: int, flags: int
    ) -> None:
        """out [rows, columns] = left [rows, inner] · right [inner, columns]

        flags: 1, left is stored as [inner, rows]; 2, right is stored as [columns, inner]; 4, add to what is in out.
        """
        if rows == 1 and flags == RIGHT_TRANSPOSED:
            out[:] = _times_vector(right, columns, left)
            return
        if flags & RIGHT_TRANSPOSED:
            rights = [right[i * inner : (i + 1) * inner] for i in range(columns)]
        else:
            rights = [right[i::columns] for i in range(columns)]
        for row, here in _rows(rows, columns):
            one = left[row::rows] if flags & LEFT_TRANSPOSED else left[row * inner : (row + 1) * inner]
            made = times(rights, one)
            out[here] = list(map(add, out[here], made)) if flags & ACCUMULATE else made

    def relu(self, out: Numbers, x: Numbers, count: int) -> None:
        """out = x where that is above 0, else 0; each [count]"""
        out[:] = [0.0 if number <= 0 else number for number in x]

    def relu_back(self, dx: Numbers, dy: Numbers, y: Numbers, count: int) -> None:
        dx[:] = [had if seen <= 0 else had + more for had, more, seen in zip(dx, dy, y, strict=True)]

    def rms(self, out: Numbers, scales: Numbers, x: Numbers, rows: int, columns: int) -> None:
        """out [rows, columns] = x [rows, columns], each row times one of scales [rows]: so its mean square is 1"""
        for row, here in _rows(rows, columns):
            one = x[here]
            scales[row] = scale = 1 / math.sqrt(dot(one, one) / columns + EPSILON)
            out[here] = [number * scale for number in one]

    def rms_back(
        self, dx: Numbers, dy: Numbers, y: Numbers, scales: Numbers, rows: int, columns: int
    ) -> None:
        for row, here in _rows(rows, columns):
            along = dot(dy[here], y[here]) / columns
            scale = scales[row]
            changes = zip(dx[here], dy[here], y[here], strict=True)
            dx[here] = [had + scale * (more - along * number) for had, more, number in changes]

    def softmax(self, out: Numbers, x: Numbers, rows: int, columns: int) -> None:
        """out [rows, columns] = e^x of x [rows, columns], as shares: each row adds up to 1"""
        for _, here in _rows(rows, columns):
            out[here] = _shares(x[here])

    def softmax_back(self, dx: Numbers, dy: Numbers, y: Numbers, rows: int, columns: int) -> None:
        for _, here in _rows(rows, columns):
            mean = dot(dy[here], y[here])
            changes = zip(dx[here], dy[here], y[here], strict=True)
            dx[here] = [had + share * (more - mean) for had, more, share in changes]

    def lookup(self, out: Numbers, table: Numbers, ids: Sequence[int], rows: int, columns: int) -> None:
        """out [rows, columns]: for each of ids [rows], that row of the table"""
        for row, here in _rows(rows, columns):
            out[here] = table[ids[row] * columns : (ids[row] + 1) * columns]

    def lookup_back(self, dtable: Numbers, dy: Numbers, ids: Sequence[int], rows: int, columns: int) -> None:
        for row, here in _rows(rows, columns):
            its = slice(ids[row] * columns, (ids[row] + 1) * columns)
            dtable[its] = list(map(add, dtable[its], dy[here]))

    def smear(
        self, out: Numbers, x: Numbers, starts: Sequence[int], rows: int, columns: int, near: int, before: int
    ) -> None:
        """out [rows, columns]: the mean of a row of x [before + rows, columns] and up to `near` rows before it

        The smeared keys of Olsson and others, In-context Learning and Induction Heads (2022), without parameters.
        """
        for row, here in _rows(rows, columns):
            last = before + row
            first = max(starts[row], last - near)
            share = 1 / (last - first + 1)
            some = x[first * columns : (last + 1) * columns]
            out[here] = [share * sum(some[column::columns]) for column in range(columns)]

    def smear_back(
        self, dx: Numbers, dy: Numbers, starts: Sequence[int], rows: int, columns: int, near: int
    ) -> None:
        for row, here in _rows(rows, columns):
            first = max(starts[row], row - near)
            some = slice(first * columns, (row + 1) * columns)
            share = 1 / (row - first + 1)
            more = [share * number for number in dy[here]]
            dx[some] = list(map(add, dx[some], more * (row - first + 1)))

    def attention(
        self,
        out: Numbers,
        shares: Numbers,
        query: Numbers,
        key: Numbers,
        value: Numbers,
        starts: Sequence[int],
        slopes: Numbers,
        rows: int,
        heads: int,
        size: int,
        span: int,
        before: int,
    ) -> None:
        """out [rows, heads · size]: what each head brings to each word, out of the words of its text up to itself

        query [rows, heads · size]; key and value [before + rows, heads · size]; slopes [heads]: what each step back
        takes off a score (ALiBi: Press and others, Train Short, Test Long, 2022). shares [rows, heads, span] are kept
        for attention_back: the first one is that of the first word of the text; no text has more than `span` words.
        """
        columns = heads * size
        smaller = 1 / math.sqrt(size)
        for row in range(rows):
            first, end = starts[row] * columns, (before + row + 1) * columns
            for head in range(heads):
                skip = head * size  # numbers of the heads before
                one = [
                    smaller * number for number in query[row * columns + skip : row * columns + skip + size]
                ]
                scores = [dot(one, key[place : place + size]) for place in range(first + skip, end, columns)]
                if slope := slopes[head]:
                    back = range(len(scores) - 1, -1, -1)
                    scores = [score - slope * far for score, far in zip(scores, back, strict=True)]
                given = _shares(scores)
                kept = (row * heads + head) * span
                shares[kept : kept + len(given)] = given
                out[row * columns + skip : row * columns + skip + size] = [
                    dot(given, value[channel:end:columns])
                    for channel in range(first + skip, first + skip + size)
                ]

    def attention_back(
        self,
        dquery: Numbers,
        dkey: Numbers,
        dvalue: Numbers,
        dout: Numbers,
        out: Numbers,
        shares: Numbers,
        query: Numbers,
        key: Numbers,
        value: Numbers,
        starts: Sequence[int],
        rows: int,
        heads: int,
        size: int,
        span: int,
    ) -> None:
        """What a score gains is measured against what its word gained: dout · out (Dao and others, 2022)."""
        smaller = 1 / math.sqrt(size)
        for row in range(rows):
            for head in range(heads):
                own = slice((row * heads + head) * size, (row * heads + head + 1) * size)
                gained = dout[own]
                mean = dot(gained, out[own])
                kept = (row * heads + head) * span
                for word in range(starts[row], row + 1):
                    its = slice((word * heads + head) * size, (word * heads + head + 1) * size)
                    share = shares[kept + word - starts[row]]
                    dscore = share * (dot(gained, value[its]) - mean) * smaller
                    for changed, place, factor, by in (
                        (dquery, own, dscore, key[its]),
                        (dkey, its, dscore, query[own]),
                        (dvalue, its, share, gained),
                    ):
                        more = [factor * number for number in by]
                        changed[place] = list(map(add, changed[place], more))

    def cross_entropy(
        self,
        gradient: Numbers,
        logits: Numbers,
        targets: Sequence[int],
        weights: Numbers,
        rows: int,
        columns: int,
    ) -> float:
        """The loss: weight · −ln of the share that softmax gives to its target, for each row of logits, summed.

        gradient [rows, columns]: of the loss, for the logits. A target of −1 does not count. weights [rows].
        """
        loss = 0.0
        for row, here in _rows(rows, columns):
            target, weight, one = targets[row], weights[row], logits[here]
            if target < 0:
                gradient[here] = [0.0] * columns
                continue
            highest = max(one)
            powers = [math.exp(number - highest) for number in one]
            total = sum(powers)
            loss += weight * (math.log(total) + highest - one[target])
            gradient[here] = [weight / total * power for power in powers]
            gradient[row * columns + target] -= weight
        return loss

    def adamw(
        self,
        parameters: Numbers,
        gradients: Numbers,
        means: Numbers,
        squares: Numbers,
        count: int,
        learning_rate: float,
        beta1: float,
        beta2: float,
        epsilon: float,
        weight_decay: float,
        correction1: float,
        correction2: float,
    ) -> None:
        """One step of AdamW (Loshchilov and Hutter, 2019): parameters [count] go against their gradients [count].

        means and squares: running means of the gradients and of their squares. The corrections, 1 − beta^step, make
        up for their start at 0.
        """
        for i, gradient in enumerate(gradients):
            means[i] = beta1 * means[i] + (1 - beta1) * gradient
            squares[i] = beta2 * squares[i] + (1 - beta2) * gradient * gradient
            step = means[i] / correction1 / (math.sqrt(squares[i] / correction2) + epsilon)
            parameters[i] = parameters[i] * (1 - learning_rate * weight_decay) - learning_rate * step

    def largest(self, out: Numbers, x: Numbers, rows: int, columns: int) -> None:
        """out [rows]: the largest size of a number in each row of x [rows, columns]; NaN where one is"""
        for row, here in _rows(rows, columns):
            sizes = [abs(number) for number in x[here]]
            out[row] = math.nan if math.isnan(sum(sizes)) else max(sizes)

    def round_rows(
        self, out: Numbers, x: Numbers, scales: Numbers, rows: int, columns: int, most: int
    ) -> None:
        """out [rows, columns] = x [rows, columns], each number on the nearest level of its row

        The levels are the whole numbers from −most to most, times one of scales [rows]; halfway between two it is the
        even one. Where most is 0 there are two: −scale for what is below 0, scale for all else. Of scale 0 all is 0.
        """
        for row, here in _rows(rows, columns):
            out[here] = [_nearest(number, scales[row], most) for number in x[here]]


PLAIN = Plain()


def _rows(rows: int, columns: int) -> Iterable[tuple[int, slice]]:
    """Each row with its place; none where a row has no numbers."""
    return ((row, slice(row * columns, (row + 1) * columns)) for row in range(rows if columns else 0))


def _times_vector(matrix: Numbers, rows: int, vector: Sequence[float]) -> list[float]:
    """matrix [rows, columns] · vector [columns], without what meets a 0: most neurons are silent at most words."""
    columns = len(vector)
    active = [column for column, number in enumerate(vector) if number]
    if not 1 < len(active) < columns / 2:
        return times_rows(iter(matrix), rows, vector)
    pick = itemgetter(*active)
    return times(
        (pick(matrix[start : start + columns]) for start in range(0, rows * columns, columns)), pick(vector)
    )


def _nearest(number: float, scale: float, most: int) -> float:
    if not scale:
        return 0.0
    if not most:
        return -scale if number < 0 else scale
    if math.isnan(number):
        return number
    return scale * round(min(most, max(-most, number / scale)))


def _shares(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
