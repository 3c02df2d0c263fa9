"""A table: the content of a CSV file."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Kind = Literal["number", "classes", "index", "text", "constant", "empty", "ambiguous", "pictures", "boxes"]
"""The kind of a column. Networks learn from numbers and classes, and from an index if a visitor chooses it. The other
kinds are shown and cannot be chosen: too many different texts, one text in all rows, no values, or numbers that are
ambiguous. Pictures are a column of classes, behind which a column of boxes may come."""

SHOWN_ROWS = 5
"""The number of first rows that are shown."""

UNUSABLE: tuple[Kind, ...] = ("text", "constant", "empty", "ambiguous")


class Column(NamedTuple):
    """A column of numbers, or of classes, whose values are indices into the sorted texts."""

    name: str
    """The name in the file, else `column 3`, which the page translates."""
    classes: tuple[str, ...] | None
    lowest: float
    highest: float
    kind: Kind = "number"
    """`number` for every column that a former release read."""
    missing: int = 0
    """The number of rows without a value."""
    unit: str = ""
    """The unit beside its numbers: %, €, cm."""
    first: tuple[str, ...] = ()
    """The first cells of a column that cannot be chosen, since it has no values."""


class Table(NamedTuple):
    """Values are (columns, rows). A column of classes holds 0 to k-1; NaN is a missing value. They are float64, or
    float32 where a former release stored them. Values of pictures are bytes: see `engine.data.album`."""

    columns: tuple[Column, ...]
    values: NDArray[np.float64] | NDArray[np.float32] | NDArray[np.uint8]
