"""A table: what is in a CSV file once it is read."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Kind = Literal["number", "classes", "index", "text", "constant", "empty", "ambiguous", "pictures"]
"""What a column is good for: numbers and classes are learned from, and numbers that only count the rows if one wishes.
The others are shown and cannot be chosen: texts of too many kinds, one text in all rows, nothing at all, numbers
that mean one thing here and another there. Pictures are a single column of classes."""

SHOWN_ROWS = 5
"""So many of the first rows are shown."""

UNUSABLE: tuple[Kind, ...] = ("text", "constant", "empty", "ambiguous")


class Column(NamedTuple):
    """A column of numbers, or of classes: texts in their order, in whose place their numbers stand."""

    name: str
    """As its file has it, else `column 3`, which the page translates."""
    classes: tuple[str, ...] | None
    lowest: float
    highest: float
    kind: Kind = "number"
    """Of a file that a former release read: `number`, whatever it is."""
    missing: int = 0
    """In so many rows it has no value."""
    unit: str = ""
    """What stands at each of its numbers: %, €, cm."""
    first: tuple[str, ...] = ()
    """Of a column that cannot be chosen: its first cells, for it has no values."""


class Table(NamedTuple):
    """The values are (columns, rows); a column of classes holds 0 to k-1, and NaN is what is missing. They are float64,
    or float32 where a former release kept them. Of pictures they are bytes: see `app.pictures.reading`."""

    columns: tuple[Column, ...]
    values: NDArray[np.float64] | NDArray[np.float32] | NDArray[np.uint8]
