"""An album: a person's own pictures, so far as an experiment describes them.

As it is kept, each picture is a column of bytes: its class, the picture, and, in an album with boxes, the box.
"""

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import Array
from engine.data.chosen_columns import MOST_CLASSES as MOST_CLASSES
from engine.part import Part

SIDE, NUMBERS = 32, 3 * 32 * 32
"""Each is kept as a square of so many pixels along a side, of red, green and blue: so many numbers."""
FEWEST_PICTURES, MOST_PICTURES = 10, 500
EDGES, UNITS = 4, 2**16 - 1
"""A box is kept as the places of its left, upper, right and lower edge: shares of the side in units of 1/65,535, two
bytes each, the higher first. So a box lies within its picture, whatever the bytes are."""


class Album(Part):
    """A person's own pictures, described as far as an experiment must know them."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """A digest of what is in it: equal ids have equal pictures."""
    pictures: int = Field(ge=FEWEST_PICTURES, le=MOST_PICTURES)
    """How many there are."""
    classes: int = Field(ge=2, le=MOST_CLASSES)
    """How many classes they have."""
    boxes: bool = False
    """Whether each has a box around the thing in it."""


def n_rows(has_boxes: bool) -> int:
    """How many bytes are kept of each picture."""
    return 1 + NUMBERS + 2 * EDGES * has_boxes


def packed(edges: Array) -> NDArray[np.uint8]:
    """Edges (EDGES, m) from 0 to 1 as bytes (2 EDGES, m)."""
    units = np.rint(edges * UNITS).astype(np.uint16)
    return np.concatenate([units >> 8, units & 0xFF]).astype(np.uint8)


def edges_in(values: NDArray[np.uint8]) -> Array:
    """The edges (EDGES, m) of the boxes of an album (n_rows(True), m)."""
    high, low = values[1 + NUMBERS :].astype(float).reshape(2, EDGES, -1)
    edges: Array = (256 * high + low) / UNITS
    return edges


def boxes_in(values: NDArray[np.uint8]) -> Array:
    """Each box as the x and y of its middle, its width and its height, (4, m)."""
    start, end = edges_in(values).reshape(2, 2, -1)
    return np.concatenate([(start + end) / 2, end - start])
