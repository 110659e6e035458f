"""Matrices of a language model, written as the mathematics, and the gradients of what they lead to.

    tape = Tape()
    embedding, up, down = (tape.learns(Tensor.of(rows)) for rows in ...)
    x = embedding[words]
    x = x + (x.rms() @ up.T).relu() @ down.T
    loss = (x.rms() @ embedding.T).cross_entropy(following)
    loss.backward()             # each of the three has a gradient now,
    optimizer.step(0.003)       # against which AdamW([embedding, up, down]) goes a step

A tensor is a matrix, [rows, columns]; a vector is one row. What is made of tensors that learn goes on their tape: the
way back, step by step. Of others nothing is written down, so reading a text costs no more than the arithmetic.
That is done by `Plain` everywhere, or by `Kernel` in the page: see `knobs.kernel.quickest`.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence

from .plain import ACCUMULATE, LEFT_TRANSPOSED, PLAIN, RIGHT_TRANSPOSED, Numbers, Plain

Shape = tuple[int, int]


class Tape:
    """What was done, so that it can be gone through backwards."""

    def __init__(self) -> None:
        self._steps: list[tuple[Tensor, Callable[[], None]]] = []

    def learns(self, tensor: "Tensor") -> "Tensor":
        """The tensor, which from now on gets a gradient."""
        tensor.tape = self
        return tensor

    def record(self, made: "Tensor", back: Callable[[], None]) -> None:
        """`back` tells what `made` came from how the loss changes with it, once it is known for `made`."""
        self._steps.append((made, back))

    def rewind(self) -> None:
        """Go back to the beginning. The tape is empty then."""
        while self._steps:
            made, back = self._steps.pop()
            if made.gradient is not None:
                back()


class Texts:
    """Rows that are the words of several texts, of these lengths, one after the other."""

    def __init__(self, lengths: Iterable[int]) -> None:
        self.starts = array("i")  # for each word the row in which its own text begins
        self.longest = 0
        for length in lengths:
            if length < 1:
                raise ValueError(f"a text has one word or more, not {length}")
            self.starts.extend([len(self.starts)] * length)
            self.longest = max(self.longest, length)
        self.places = array(
            "i", (row - start for row, start in enumerate(self.starts))
        )  # in its own text, from 0


class Transposed:
    """A tensor whose rows are meant as columns: the right side of a product."""

    def __init__(self, tensor: "Tensor") -> None:
        self.tensor = tensor
        self.shape = tensor.shape[::-1]


class Tensor:
    """`numbers` [rows, columns] may be changed, not their count. `gradient`, as many, is None until there is one."""

    __slots__ = "arithmetic", "gradient", "numbers", "shape", "tape"

    def __init__(self, shape: Shape, numbers: Numbers, arithmetic: Plain, tape: Tape | None = None) -> None:
        self.shape = shape
        self.numbers = numbers  # made by `arithmetic`
        self.arithmetic = arithmetic
        self.tape = tape
        self.gradient: Numbers | None = None

    @classmethod
    def of(cls, rows: Sequence[Sequence[float]], arithmetic: Plain = PLAIN) -> "Tensor":
        """Raises ValueError: rows that are not equally long."""
        columns = len(rows[0]) if rows else 0
        for number, row in enumerate(rows):
            if len(row) != columns:
                raise ValueError(f"row {number} has {len(row)} numbers, and row 0 has {columns}")
        return cls((len(rows), columns), arithmetic.numbers(one for row in rows for one in row), arithmetic)

    def tolist(self) -> list[list[float]]:
        """The numbers row by row, to look at: what is changed there does not count."""
        columns = self.shape[1]
        starts = (columns * row for row in range(self.shape[0]))
        return [list(self.numbers[start : start + columns]) for start in starts]

    def copy(self) -> "Tensor":
        """The same numbers in a place of their own, without a tape."""
        return Tensor(self.shape, self.numbers[:], self.arithmetic)

    def detach(self) -> "Tensor":
        """The same numbers, without a tape: what is made of it is not written down."""
        return Tensor(self.shape, self.numbers, self.arithmetic)

    def backward(self) -> None:
        """How this one number changes with each tensor that it came from: added to the gradients that they have."""
        if self.shape != (1, 1) or self.tape is None:
            raise ValueError(
                f"{_written(self.shape)} is no loss: one number that came from tensors that learn"
            )
        self.gradient = self.arithmetic.numbers([1.0])
        self.tape.rewind()

    def __float__(self) -> float:
        """The one number that this is."""
        if self.shape != (1, 1):
            raise ValueError(f"{_written(self.shape)} is not one number")
        return self.numbers[0]

    @property
    def T(self) -> Transposed:
        return Transposed(self)

    def __getitem__(self, ids: Sequence[int]) -> "Tensor":
        """The rows with these numbers, from 0: [ids, columns]. Raises IndexError."""
        asked = _rows_of(self.shape, ids)
        out = self._new((len(asked), self.shape[1]))
        self.arithmetic.lookup(out.numbers, self.numbers, asked, *out.shape)
        if out.tape:
            out.tape.record(
                out, lambda: self.arithmetic.lookup_back(_gradient(self), _gradient(out), asked, *out.shape)
            )
        return out

    def __setitem__(self, row: int, numbers: Sequence[float]) -> None:
        """Other numbers for one row. Raises ValueError: not as many as there are columns, or no such row."""
        rows, columns = self.shape
        if not 0 <= row < rows or len(numbers) != columns:
            raise ValueError(f"{len(numbers)} numbers do not fit row {row} of {_written(self.shape)}")
        self.numbers[row * columns : (row + 1) * columns] = self.arithmetic.numbers(numbers)

    def placed(self, ids: Sequence[int], rows: int) -> "Tensor":
        """The opposite of `x[ids]`: zeros, [rows, columns], to whose rows with these numbers these rows are added.

        Raises IndexError; ValueError: not as many numbers as rows.
        """
        if len(ids) != self.shape[0]:
            raise ValueError(f"{len(ids)} places do not fit the rows of {_written(self.shape)}")
        out = self._new((rows, self.shape[1]))
        asked = _rows_of(out.shape, ids)
        self.arithmetic.lookup_back(out.numbers, self.numbers, asked, *self.shape)
        if out.tape:

            def back() -> None:
                given = self.arithmetic.zeros(len(self.numbers))
                self.arithmetic.lookup(given, _gradient(out), asked, *self.shape)
                _add_gradient(self, given)

            out.tape.record(out, back)
        return out

    def reshaped(self, shape: Shape) -> "Tensor":
        """The same numbers, in rows of another length. Raises ValueError: not as many."""
        if shape[0] * shape[1] != len(self.numbers) or min(shape) < 0:
            raise ValueError(f"{_written(self.shape)} is not as large as {_written(shape)}")
        out = Tensor(shape, self.numbers, self.arithmetic, self.tape)  # with a gradient of its own
        if out.tape:
            out.tape.record(out, lambda: _add_gradient(self, _gradient(out)))
        return out

    def then(self, more: "Tensor") -> "Tensor":
        """These rows, and then more. For what is kept of a text while it is read: it has no gradient."""
        (rows, columns), (added, others) = self.shape, more.shape
        if columns != others:
            raise _unequal(self, "and then", more)
        if self.tape or more.tape:
            raise ValueError("rows that learn cannot be put together")
        return Tensor((rows + added, columns), self.numbers + more.numbers, self.arithmetic)  # type: ignore[operator]

    def __add__(self, other: "Tensor") -> "Tensor":
        """Number by number; one row is added to all rows. Raises ValueError: shapes that do not fit."""
        (rows, columns), (others, _) = self.shape, other.shape
        single = others == 1 != rows
        if other.shape != (others if single else rows, columns):
            raise _unequal(self, "+", other)
        out = self._new(self.shape, other)
        count = rows * columns
        if single:
            self.arithmetic.add_row(out.numbers, self.numbers, other.numbers, rows, columns)
        else:
            self.arithmetic.add(out.numbers, self.numbers, other.numbers, count)

        if out.tape:

            def back() -> None:
                if self.tape:
                    _add_gradient(self, _gradient(out))
                if other.tape and single:
                    self.arithmetic.sum_rows(_gradient(other), _gradient(out), rows, columns)
                elif other.tape:
                    _add_gradient(other, _gradient(out))

            out.tape.record(out, back)
        return out

    def __mul__(self, factor: float) -> "Tensor":
        """Each number times the same one."""
        out = self._new(self.shape)
        count = len(out.numbers)
        self.arithmetic.add_scaled(out.numbers, self.numbers, factor, count)
        if out.tape:
            out.tape.record(
                out, lambda: self.arithmetic.add_scaled(_gradient(self), _gradient(out), factor, count)
            )
        return out

    def scaled(self, by: "Tensor") -> "Tensor":
        """Each row times its own number, `by` [rows, 1]. Raises ValueError: shapes that do not fit."""
        if by.shape != (self.shape[0], 1):
            raise _unequal(self, "scaled by", by)
        out = self._new(self.shape, by)
        self.arithmetic.scale_rows(out.numbers, self.numbers, by.numbers, *self.shape)
        if out.tape:
            out.tape.record(
                out,
                lambda: self.arithmetic.scale_rows_back(
                    _gradient(self), _gradient(by), _gradient(out), self.numbers, by.numbers, *self.shape
                ),
            )
        return out

    def __matmul__(self, right: "Tensor | Transposed") -> "Tensor":
        """The matrix product, with `right` or `right.T`. Raises ValueError: shapes that do not fit."""
        other = right.tensor if isinstance(right, Transposed) else right
        flipped = other is not right
        (rows, inner), (fitting, columns) = self.shape, right.shape
        if inner != fitting:
            raise _unequal(self, "@", right)
        out = self._new((rows, columns), other)
        product = self.arithmetic.matmul
        product(out.numbers, self.numbers, other.numbers, rows, columns, inner, flipped * RIGHT_TRANSPOSED)

        if out.tape:

            def back() -> None:
                given = _gradient(out)
                if self.tape:
                    flags = ACCUMULATE | (not flipped) * RIGHT_TRANSPOSED
                    product(_gradient(self), given, other.numbers, rows, inner, columns, flags)
                if other.tape and flipped:
                    flags = ACCUMULATE | LEFT_TRANSPOSED
                    product(_gradient(other), given, self.numbers, columns, inner, rows, flags)
                elif other.tape:
                    flags = ACCUMULATE | LEFT_TRANSPOSED
                    product(_gradient(other), self.numbers, given, inner, columns, rows, flags)

            out.tape.record(out, back)
        return out

    def relu(self) -> "Tensor":
        """0 for what is below 0."""
        out = self._new(self.shape)
        count = len(out.numbers)
        self.arithmetic.relu(out.numbers, self.numbers, count)
        if out.tape:
            out.tape.record(
                out, lambda: self.arithmetic.relu_back(_gradient(self), _gradient(out), out.numbers, count)
            )
        return out

    def rms(self) -> "Tensor":
        """Each row scaled so that the mean of its squares is 1."""
        out = self._new(self.shape)
        scales = self.arithmetic.zeros(self.shape[0])
        self.arithmetic.rms(out.numbers, scales, self.numbers, *self.shape)
        if out.tape:
            out.tape.record(
                out,
                lambda: self.arithmetic.rms_back(
                    _gradient(self), _gradient(out), out.numbers, scales, *self.shape
                ),
            )
        return out

    def softmax(self) -> "Tensor":
        """Each row as shares that add up to 1; a number that is 1 higher gets e times as much."""
        out = self._new(self.shape)
        self.arithmetic.softmax(out.numbers, self.numbers, *self.shape)
        if out.tape:
            out.tape.record(
                out,
                lambda: self.arithmetic.softmax_back(
                    _gradient(self), _gradient(out), out.numbers, *self.shape
                ),
            )
        return out

    def smeared(self, near: int, texts: Texts | None = None, last: int | None = None) -> "Tensor":
        """The mean of each row and up to `near` rows before it, those of its own text; only for the `last` rows,
        where so many are asked for. Without `texts`, all rows are one. No parameters; after Olsson and others, 2022.
        """
        if near < 0:
            raise ValueError(f"there are no {near} rows before one")
        near = min(near, self.shape[0])
        rows = self.shape[0] if last is None else last
        starts, _ = self._within(texts, rows, self.shape[0])
        before = self.shape[0] - rows
        out = self._new((rows, self.shape[1]))
        self.arithmetic.smear(out.numbers, self.numbers, starts, *out.shape, near, before)
        if out.tape:
            _all_rows(before)
            out.tape.record(
                out,
                lambda: self.arithmetic.smear_back(_gradient(self), _gradient(out), starts, *out.shape, near),
            )
        return out

    def attention(
        self, key: "Tensor", value: "Tensor", slopes: Sequence[float], texts: Texts | None = None
    ) -> "Tensor":
        """What each word gets from the words of its text up to itself, by as many heads as there are slopes.

        This is the query. Keys and values may have more rows: then these are the last words of a text, and nothing is
        asked for those before. A head takes its slope off a score for each step back (ALiBi: Press and others, 2022).
        Raises ValueError: shapes that do not fit.
        """
        (rows, columns), heads = self.shape, len(slopes)
        if key.shape != value.shape or columns != key.shape[1] or rows > key.shape[0]:
            raise ValueError(
                f"{_written(self.shape)} cannot ask {_written(key.shape)}, {_written(value.shape)}"
            )
        if not (heads and columns) or columns % heads:
            raise ValueError(f"{_written(self.shape)} cannot be shared by {heads} heads")
        starts, span = self._within(texts, rows, key.shape[0])
        before, size = key.shape[0] - rows, columns // heads
        out = self._new(self.shape, key, value)
        shares = self.arithmetic.zeros(rows * heads * span)
        given = self.numbers, key.numbers, value.numbers, starts
        sizes = rows, heads, size, span
        steps = self.arithmetic.numbers(slopes)
        self.arithmetic.attention(out.numbers, shares, *given, steps, *sizes, before)

        if out.tape:
            _all_rows(before)

            def back() -> None:
                gradients = [_gradient(one) for one in (self, key, value, out)]
                self.arithmetic.attention_back(*gradients, out.numbers, shares, *given, *sizes)  # type: ignore[call-arg,arg-type]

            out.tape.record(out, back)
        return out

    def cross_entropy(self, targets: Sequence[int], weights: Sequence[float] | None = None) -> "Tensor":
        """How surprised these logits are, in nats: −ln of the share that each row gives to its target; [1, 1].

        A target of −1 does not count. Rows have the weights that are given; without any, those that count have equal
        ones that add up to 1. Raises ValueError: targets or weights that do not fit.
        """
        rows, columns = self.shape
        if len(targets) != rows or not -1 <= min(targets, default=-1) <= max(targets, default=-1) < columns:
            raise ValueError(
                f"{len(targets)} targets do not fit {_written(self.shape)}, or are no columns of it"
            )
        if weights is None:
            counting = rows - list(targets).count(-1)
            weights = [1 / counting if counting else 0.0] * rows
        elif len(weights) != rows:
            raise ValueError(f"{len(weights)} weights do not fit {_written(self.shape)}")
        loss, changes = self._new((1, 1)), self.arithmetic.zeros(rows * columns)
        wanted, weighing = array("i", targets), self.arithmetic.numbers(weights)
        loss.numbers[0] = self.arithmetic.cross_entropy(
            changes, self.numbers, wanted, weighing, rows, columns
        )
        if loss.tape:

            def back() -> None:
                factor = _gradient(loss)[0]
                if self.gradient is None and factor == 1:
                    self.gradient = changes  # as nobody else has them: logits are large
                else:
                    self.arithmetic.add_scaled(_gradient(self), changes, factor, rows * columns)

            loss.tape.record(loss, back)
        return loss

    def _new(self, shape: Shape, *others: "Tensor") -> "Tensor":
        """Zeros, on the tape of this one and the others."""
        tape = self.tape
        for other in others:
            if other.arithmetic is not self.arithmetic:
                raise ValueError("tensors of two arithmetics do not go together")
            tape = tape or other.tape
        return Tensor(shape, self.arithmetic.zeros(shape[0] * shape[1]), self.arithmetic, tape)

    @staticmethod
    def _within(texts: Texts | None, rows: int, all_rows: int) -> tuple["array[int]", int]:
        """Where each row's text begins, and how many words the longest has."""
        if texts is None and rows <= all_rows:
            return array("i", bytes(4 * rows)), all_rows
        if texts is None or not len(texts.starts) == rows == all_rows:
            known = "as one text" if texts is None else f"as texts of {len(texts.starts)} words"
            raise ValueError(f"{rows} of {all_rows} rows cannot be read {known}")
        return texts.starts, texts.longest


class AdamW:
    """Steps against the gradients of tensors that learn (Loshchilov and Hutter, 2019). Names as in torch.

    What it remembers: how many `steps` it has made, and for each parameter the running means of its gradients and of
    their squares, as `kept`. Whoever keeps those can go on later as if nothing had been in between.
    """

    def __init__(
        self,
        parameters: Iterable[Tensor],
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        self.steps = 0
        self.kept = [
            (one, one.arithmetic.zeros(len(one.numbers)), one.arithmetic.zeros(len(one.numbers)))
            for one in parameters
        ]
        self._betas, self._epsilon, self._weight_decay = betas, epsilon, weight_decay

    def step(self, learning_rate: float) -> None:
        """One step for each that has a gradient, which is 0 again then."""
        self.steps += 1
        corrections = [1 - beta**self.steps for beta in self._betas]
        settings = learning_rate, *self._betas, self._epsilon, self._weight_decay, *corrections
        for one, means, squares in self.kept:
            if one.gradient is not None:
                count = len(one.numbers)
                one.arithmetic.adamw(one.numbers, one.gradient, means, squares, count, *settings)
                one.arithmetic.fill(one.gradient, 0.0, count)


def _gradient(tensor: Tensor) -> Numbers:
    if tensor.gradient is None:
        tensor.gradient = tensor.arithmetic.zeros(len(tensor.numbers))
    return tensor.gradient


def _add_gradient(tensor: Tensor, more: Numbers) -> None:
    if tensor.gradient is None:
        tensor.gradient = more[:]  # sooner done than to add it to zeros
    else:
        tensor.arithmetic.add_scaled(tensor.gradient, more, 1.0, len(more))


def _rows_of(shape: Shape, ids: Sequence[int]) -> "array[int]":
    """The ids, all of them rows of what has this shape. Raises IndexError."""
    if ids and not 0 <= min(ids) <= max(ids) < shape[0]:
        raise IndexError(f"{min(ids)} to {max(ids)} are not all rows of {_written(shape)}")
    return array("i", ids)


def _all_rows(before: int) -> None:
    if before:
        raise ValueError("there is no gradient where only the last rows are asked for")


def _unequal(left: Tensor, sign: str, right: Tensor | Transposed) -> ValueError:
    return ValueError(f"{_written(left.shape)} {sign} {_written(right.shape)}: the shapes do not fit")


def _written(shape: Sequence[int]) -> str:
    return str(list(shape))
