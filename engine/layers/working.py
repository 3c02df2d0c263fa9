"""The working of a layer: of what one cell of it is made, and what flows back through it, with all numbers."""

from collections.abc import Mapping
from math import prod
from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.layers.layer import Form, Layer, whole

Record = Mapping[Layer, "Passed"]
"""Input and output of every layer in a pass, blocks included."""
MOST_TERMS = 100
"""The most terms of a sum that are told."""


class Sum(NamedTuple):
    """A sum of products."""

    length: int
    """The number of all terms."""
    terms: list[list[float]]
    """The factors of the first terms."""
    value: float


def sum_of(*factors: Array) -> Sum:
    """The sum over arrays of one shape, multiplied number by number."""
    flat = [np.asarray(each).ravel() for each in factors]
    products = flat[0]
    for each in flat[1:]:
        products = products * each
    told = np.stack([each[:MOST_TERMS] for each in flat], axis=-1)
    return Sum(len(products), told.tolist(), float(products.sum()))


class Passed(NamedTuple):
    """Input and output of a layer, (R, n, m) each, and their gradients after a backward pass."""

    before: Array
    after: Array
    d_after: Array | None = None
    d_before: Array | None = None


class Cell(NamedTuple):
    """A cell of what a layer gives for one sample of a batch, and a parameter that has a share in it."""

    before: Array
    """(n_in, m), what came in; `after` (n, m) is what went out."""
    after: Array
    d_after: Array | None
    """Their gradients, of the sum of the losses of the batch: through batch normalisation a sample has a share in the
    losses of others. None: there is no way back."""
    d_before: Array | None
    nth: int
    """The sample."""
    shape_in: Form
    shape_out: Form
    unit: int
    """The channel, or the unit of a row."""
    row: int
    column: int
    letter: str
    """The letter of the parameter, if it is the layer's own; "" if not."""
    weight: int
    """The parameter's number among those of the unit with its letter; 0 where the layer has none of it."""
    record: Record

    @property
    def number(self) -> int:
        """Among the n numbers that went out."""
        return flat_index(self.shape_out, self.unit, self.row, self.column)

    def picture(self, A: Array, shape: Form) -> Array:
        """The sample's part of A, as (C, H, W)."""
        return pictures_of(A, shape)[..., self.nth]

    @property
    def came(self) -> Array:
        """The sample as it came in, (C, H, W)."""
        return self.picture(self.before, self.shape_in)


class Working(NamedTuple):
    """The working of a cell. A name means the same for all layers; the page has its words."""

    numbers: dict[str, float]
    sums: dict[str, Sum]
    places: dict[str, tuple[int, ...]]
    """The places of other cells, (channel, row, column); `read` and `winner` lie in the input."""


def pictures_of(A: Array, shape: Form) -> Array:
    """Samples (n, m) as (C, H, W, m); numbers in a row have one cell each."""
    _, _, height, width = whole(shape)
    return A.reshape(-1, height, width, A.shape[-1])


def flat_index(shape: Form, unit: int, row: int, column: int) -> int:
    """The index of a cell among all numbers of a sample."""
    _, _, height, width = whole(shape)
    return (unit * height + row) * width + column


def place_at(shape: Form, index: int) -> tuple[int, int, int]:
    """(channel, row, column) of a number of a sample; the last one where there is no such."""
    _, _, height, width = whole(shape)
    unit, rest = divmod(min(max(index, 0), prod(shape) - 1), height * width)
    return unit, *divmod(rest, width)
