"""Shapes: pictures that are drawn here, each of a disc, a square, a triangle or a cross, and where in it the shape is.

A shape is given by its signed distance: how far a point is outside of its edge, or, below 0, inside. Along the edge a
pixel has as much of the shape's colour as it is covered by it, which is as good as 1/2 minus the distance in pixels.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import FLOAT32, Array, Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.pictures import Resizable
from engine.pauses import pause

LEAST_RADIUS, GREATEST_RADIUS = 0.16, 0.36
"""The radius of the circle around a shape, as shares of the picture's side."""
CONTRAST = 0.35
"""In every channel, shape and background differ by at least so much."""
SLOPE, GRAIN = 0.15, 0.03
"""How much lighter or darker than its middle a background is at the edge, and how much single pixels differ."""
CHUNK = 250
"""Pictures that are drawn at a time: what is laid out for them stays in the processor's cache."""

Distance = Callable[[Array, Array], Array]


def disc(x: Array, y: Array) -> Array:
    distance: Array = np.sqrt(x * x + y * y) - 1
    return distance


def square(x: Array, y: Array) -> Array:
    distance: Array = np.maximum(np.abs(x), np.abs(y)) - SQUARE
    return distance


def triangle(x: Array, y: Array) -> Array:
    """Equilateral, one corner up: on the picture, y grows downwards."""
    distance: Array = np.maximum(y, np.abs(x) * TRIANGLE - y / 2) - 1 / 2
    return distance


def cross(x: Array, y: Array) -> Array:
    """Two bars: a point is in the shape where it is in one of them."""
    x, y = np.abs(x), np.abs(y)
    distance: Array = np.minimum(np.maximum(x - LONG, y - WIDE), np.maximum(x - WIDE, y - LONG))
    return distance


SQUARE = np.float32(np.sqrt(1 / 2))
TRIANGLE = np.float32(np.sqrt(3 / 4))
WIDE = np.float32(0.32)
"""Half of a bar of the cross, across."""
LONG = np.sqrt(1 - WIDE * WIDE)
"""And along."""


class DrawnShape(NamedTuple):
    """A shape within the circle around 0 of radius 1."""

    name: str
    distance: Distance
    """The distance of points (.., ..) from its edge: exact along the edge, where it is used."""
    corners: Array | None
    """(2, k); None: it is the circle."""


SHAPES = (
    DrawnShape("disc", disc, None),
    DrawnShape(
        "square", square, np.array([[-SQUARE, SQUARE, SQUARE, -SQUARE], [-SQUARE, -SQUARE, SQUARE, SQUARE]])
    ),
    DrawnShape("triangle", triangle, np.array([[0, TRIANGLE, -TRIANGLE], [-1, 1 / 2, 1 / 2]])),
    DrawnShape(
        "cross",
        cross,
        np.array(
            [
                [WIDE, WIDE, -WIDE, -WIDE, LONG, LONG, -LONG, -LONG],
                [LONG, -LONG, LONG, -LONG, WIDE, -WIDE, WIDE, -WIDE],
            ]
        ),
    ),
)
"""A class each, in this order."""


class Shapes(Resizable, title="Shapes"):
    """Discs, squares, triangles and crosses: drawn here, each with its place in the picture."""

    kind: Literal["shapes"] = "shapes"
    samples: int = Field(
        default=1000,
        ge=10,
        le=10_000,
        title="Samples",
        json_schema_extra=control("data", order=40, hint="How many pictures are taken, all sets together."),
    )
    """How many pictures are drawn, all sets together."""

    @property
    def n_samples(self) -> int:
        return self.samples

    @property
    def n_classes(self) -> int:
        return len(SHAPES)

    @property
    def class_names(self) -> tuple[str, ...]:
        return tuple(shape.name for shape in SHAPES)

    @property
    def box_label(self) -> int:
        return 1

    @property
    def label_classes(self) -> tuple[int, ...]:
        """The class, and then the box around the shape: the middle's x and y, the width and the height, as shares of
        the picture's side, from its upper left corner."""
        return (self.n_classes, 0, 0, 0, 0)

    @property
    def n_held(self) -> int:
        """A byte for each pixel of each channel, which are a quarter of a number."""
        return -(-self.n_inputs // 4)

    def dataset(self, dtype: Precision) -> Dataset:
        """Pictures drawn by the seed, of each class as many."""
        pixels, labels = drawn(np.random.default_rng(self.seed), self.samples, self.shape_in)
        return self.pictured(self.in_sets(pixels, dtype), labels)


def drawn(
    generator: np.random.Generator, count: int, shape: tuple[int, int, int]
) -> tuple[NDArray[np.uint8], Array]:
    """Pictures (count, C·H·W) of a `shape` (C, side, side), and their labels (5, count): class, x, y, width, height."""
    channels, side, _ = shape
    classes = generator.permutation(count) % len(SHAPES)
    radius = generator.uniform(LEAST_RADIUS, GREATEST_RADIUS, count)
    turned = generator.uniform(0, 2 * np.pi, count)
    low, high = extents(
        classes, radius, turned
    )  # (2, count): how far it reaches from the middle of its circle
    middle = -low + generator.random((2, count)) * (1 - (high - low))
    background = generator.random((count, channels))
    # A turn of the scale by about one half: whatever the background is, the shape is seen.
    ink = (background + generator.uniform(CONTRAST, 1 - CONTRAST, (count, channels))) % 1
    slope = generator.uniform(-SLOPE, SLOPE, (2, count, 1))
    pixels = np.empty((count, channels, side * side), np.uint8)
    at = (np.arange(side, dtype=FLOAT32) + np.float32(0.5)) / side
    x, y = np.tile(at, side), np.repeat(at, side)
    for number, shape_of_class in enumerate(SHAPES):
        own = np.flatnonzero(classes == number)
        for start in range(0, len(own), CHUNK):
            some = own[start : start + CHUNK]
            u, v = inside(x, y, middle[:, some, None], radius[some, None], turned[some, None])
            away = shape_of_class.distance(u, v) * single(radius[some, None] * side)
            covered = np.clip(np.float32(0.5) - away, 0, 1)
            shade = generator.standard_normal(covered.shape, FLOAT32) * np.float32(GRAIN)
            shade += (x - np.float32(0.5)) * single(2 * slope[0, some])
            shade += (y - np.float32(0.5)) * single(2 * slope[1, some])
            for channel in range(channels):
                color = single(background[some, channel, None]) + shade
                color += covered * (single(ink[some, channel, None]) - color)
                pixels[some, channel] = np.rint(np.clip(color, 0, 1) * np.float32(255))
            pause()
    box = [*(middle + (low + high) / 2), *(high - low)]
    return pixels.reshape(count, -1), np.stack([classes, *box])


def single(values: Array) -> Array:
    """In single precision: what is drawn is rounded to bytes."""
    return values.astype(FLOAT32)


def inside(x: Array, y: Array, middle: Array, radius: Array, turned: Array) -> tuple[Array, Array]:
    """Pixels x and y (n,) in the own coordinates of shapes (m, 1), u and v (m, n)."""
    right, down = np.cos(turned) / radius, np.sin(turned) / radius
    x0, y0 = middle
    u = x * single(right) + y * single(down) - single(x0 * right + y0 * down)
    v = y * single(right) - x * single(down) - single(y0 * right - x0 * down)
    return u, v


def extents(classes: NDArray[np.integer], radius: Array, turned: Array) -> tuple[Array, Array]:
    """How far shapes (m,) reach from the middles of their circles along x and y: lowest and highest, (2, m) each."""
    low, high = np.stack([-radius, -radius]), np.stack([radius, radius])
    for number, shape in enumerate(SHAPES):
        if shape.corners is None:
            continue
        own = classes == number
        (x, y), turn = shape.corners[:, :, None], turned[own]
        corners = radius[own] * np.stack(
            [x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)]
        )
        low[:, own], high[:, own] = corners.min(axis=1), corners.max(axis=1)
    return low, high
