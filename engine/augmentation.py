"""Augmentation: in every step, each training picture is moved, turned, cropped, mirrored or coloured anew.

What a network is to learn is the same in all of these pictures: with them it sees more than there are. The pictures of
the validation and the test set stay as they are.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import FLOAT32, Array
from engine.control import control
from engine.part import Part

DRAWN = 13
"""Random numbers for a picture, always as many: a change of one strength does not shift the numbers of another."""
AT_ONCE = 64
"""Pictures that are changed at a time: where their pixels come from takes some megabytes."""
MOVING, COLORING = 300, 20
"""The measured cost of changing one number of a picture, in multiplications of matrices."""


def strength(
    title: str, order: int, most: float, help: str, *, unit: str = "%", times: int = 100, step: float = 5
) -> Any:
    """A field for the strength of one of the changes; 0: no change."""
    words = control(
        "data", more=True, order=order, scale="linear", step=step, unit=unit, times=times, help=help
    )
    return Field(default=0, ge=0, le=most, title=title, json_schema_extra=words)


class Augmentation(Part):
    """The strength of each kind of change."""

    shift: float = strength(
        "Shift", 110, 0.5, "Augmentation: pictures move by up to this share of their side."
    )
    """By so much of its side, at most, a picture is moved along x and y."""
    rotation: float = strength(
        "Rotation", 120, 180, "Augmentation: pictures turn by up to this angle.", unit="°", times=1
    )
    """By so many degrees, at most, it is turned either way."""
    scale: float = strength("Scaling", 130, 1, "Augmentation: pictures grow or shrink by up to this share.")
    """It becomes up to 1 + scale times as large, or as small."""
    crop: float = strength("Cropping", 140, 0.5, "Augmentation: up to this share of each side is cut off.")
    """Up to this share of its sides is cut off, and what is left fills the picture."""
    flip: float = strength("Mirroring", 150, 1, "Augmentation: this share of the pictures is mirrored.")
    """The probability of a mirror image, left to right."""
    color: float = strength(
        "Colour change", 160, 1, "Augmentation: brightness and colours change by this much."
    )
    """How much brightness, contrast and, of three channels, their balance change."""

    @property
    def moves(self) -> bool:
        """Whether things change their places in the pictures."""
        return any((self.shift, self.rotation, self.scale, self.crop, self.flip))

    @property
    def augments(self) -> bool:
        """Whether there is anything to be done."""
        return self.moves or self.color > 0

    @property
    def cost(self) -> int:
        """The multiplications for each number of a picture."""
        return MOVING * self.moves + COLORING * (self.color > 0)


def draw(count: int, generator: np.random.Generator) -> Array:
    """The numbers of chance (DRAWN, count) by which so many pictures are changed: one picture's after another's."""
    return generator.random((count, DRAWN)).T


def changed(how: Augmentation, pictures: Array, chance: Array) -> Array:
    """Pictures (C, H, W, m) of numbers from 0 to 1, each changed by its numbers (DRAWN, m) of chance."""
    found = np.empty_like(pictures)
    for start in range(0, pictures.shape[-1], AT_ONCE):
        few = slice(start, start + AT_ONCE)
        some, drawn = pictures[..., few], chance[:, few]
        if how.moves:
            some = moved(some, *sources(how, drawn[:8], pictures.shape[1:3]))
        if how.color:
            some = recolored(how.color, some, drawn[8:])
        found[..., few] = some
    return found


class InverseTransform(NamedTuple):
    """Where a place in a changed picture comes from: (a x + b y + start_x, c x + d y + start_y), (m,) each. x and y are
    pixels from the middle; what is found is counted from the first pixel."""

    a: Array
    b: Array
    c: Array
    d: Array
    start_x: Array
    start_y: Array


def inverse_transform(how: Augmentation, chance: Array, size: tuple[int, ...]) -> InverseTransform:
    """For pictures of this size (height, width), by numbers (8, m) of chance.

    They are cropped, scaled, turned, mirrored and then moved.
    """
    height, width = size
    either = 2 * chance - 1
    angle = np.radians(how.rotation * either[2])
    window = 1 - how.crop * chance[4]
    zoom = window * (1 + how.scale) ** -either[3]
    mirror = np.where(chance[7] < how.flip, -1, 1)
    along, across = zoom * np.cos(angle), zoom * np.sin(angle)
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    shift_x, shift_y = how.shift * width * either[0], how.shift * height * either[1]
    rest = (1 - window) / 2
    a, b, c, d = along * mirror, across, -across * mirror, along
    return InverseTransform(
        a,
        b,
        c,
        d,
        middle_x + rest * width * either[5] - a * shift_x - b * shift_y,
        middle_y + rest * height * either[6] - c * shift_x - d * shift_y,
    )


def sources(how: Augmentation, chance: Array, size: tuple[int, ...]) -> tuple[Array, Array]:
    """Where in the picture each pixel (H W, m) comes from, as x and y in pixels, for numbers (8, m) of chance."""
    way = inverse_transform(how, chance, size)
    # Pixels are counted from the middle: of an unchanged picture each comes from itself, exactly.
    down, right = np.indices(size).reshape(2, -1, 1).astype(FLOAT32)
    x, y = (at - FLOAT32.type((length - 1) / 2) for at, length in ((right, size[1]), (down, size[0])))

    def place(to_x: Array, to_y: Array, start: Array) -> Array:
        found: Array = x * to_x.astype(FLOAT32) + y * to_y.astype(FLOAT32)
        return found + start.astype(FLOAT32)

    return place(way.a, way.b, way.start_x), place(way.c, way.d, way.start_y)


def moved_boxes(how: Augmentation, boxes: Array, chance: Array, size: tuple[int, ...]) -> Array:
    """The boxes (4, m) in pictures that were changed by the same random numbers, but not turned.

    A box is the x and y of its middle, its width and its height, as shares of the picture's sides. What is beyond the
    edge is cut off: one that has left its picture lies at the edge, and has no width or no height.
    """
    way = inverse_transform(how, chance[:8], size)
    # Without a turn, b and c are 0: x depends on x alone, and y on y.
    found = np.empty_like(boxes)
    for axis, (scale, start, length) in enumerate(
        ((way.a, way.start_x, size[1]), (way.d, way.start_y, size[0]))
    ):
        middle, half = boxes[axis], boxes[axis + 2] / 2
        ends = [
            ((share * length - 0.5 - start) / scale + length / 2) / length
            for share in (middle - half, middle + half)
        ]
        low, high = np.clip(np.sort(ends, axis=0), 0, 1)
        found[axis], found[axis + 2] = (low + high) / 2, high - low
    return found


def moved(pictures: Array, x: Array, y: Array) -> Array:
    """Pictures (C, H, W, m) resampled at the places x and y (H W, m), by bilinear interpolation; beyond the edge, the
    pixel at the edge counts."""
    channels, height, width, m = pictures.shape
    x, left, right = between(x, width)
    y, above, below = between(y, height)
    samples = np.arange(m)
    flat = pictures.reshape(channels, -1)
    corners = [[(row * width + column) * m + samples for column in (left, right)] for row in (above, below)]
    found = np.empty_like(pictures)
    for channel, out in zip(flat, found.reshape(channels, -1, m), strict=True):
        rows = []
        for here, there in corners:
            row = channel.take(here)
            rows.append(row + x * (channel.take(there) - row))
        np.add(rows[0], y * (rows[1] - rows[0]), out=out)
    return found


def between(places: Array, length: int) -> tuple[Array, NDArray[np.intp], NDArray[np.intp]]:
    """How far places along a line are behind a pixel, from 0 to 1, that pixel, and the next."""
    places = np.clip(places, 0, length - 1)
    before = places.astype(np.intp)
    return places - before.astype(places.dtype), before, np.minimum(before + 1, length - 1)


def recolored(strength: float, pictures: Array, chance: Array) -> Array:
    """Pictures (C, H, W, m) in other colours, from numbers (5, m) of chance, within 0 and 1."""
    brightness, contrast, *balance = 2 * chance - 1
    dtype = pictures.dtype
    gains = [(1 + strength) ** (contrast + (one if len(pictures) > 1 else 0)) for one in balance]
    lift = (strength / 2 * brightness).astype(dtype)
    found = np.empty_like(pictures)
    for picture, gain, out in zip(pictures, gains[: len(pictures)], found, strict=True):
        np.clip(picture * gain.astype(dtype) + lift, 0, 1, out=out)
    return found
