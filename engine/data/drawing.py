"""A visitor's drawing, centred and scaled like the digits of the data set."""

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.data.dataset import Dataset
from engine.data.images import resized
from engine.data.mnist import SIDE

BOX = 20
"""MNIST's digits were fitted into a box of so many pixels, and then their centre of mass was put into the middle of
28 by 28 (yann.lecun.com/exdb/mnist)."""


def normalized(drawing: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A drawing (h, w) of ink (255) on paper (0) as MNIST would have it, with as many pixels as a run's digits have,
    (side, side). An empty one stays empty."""
    rows, columns = np.flatnonzero(drawing.any(axis=1)), np.flatnonzero(drawing.any(axis=0))
    if not len(rows):
        return np.zeros((side, side), np.uint8)
    ink = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (max(1, round(BOX * length / max(ink.shape))) for length in ink.shape)
    fitted = resized(ink, height, width)
    centres = [centre_of_mass(fitted, axis) for axis in (0, 1)]
    top, left = (
        min(max(round((SIDE - 1) / 2 - centre), 0), SIDE - length)
        for centre, length in zip(centres, fitted.shape, strict=True)
    )
    whole = np.zeros((SIDE, SIDE), np.uint8)
    whole[top : top + height, left : left + width] = fitted
    return whole if side == SIDE else resized(whole, side, side)


def centre_of_mass(ink: NDArray[np.uint8], axis: int) -> float:
    """The mean place of the ink along an axis, in pixels from the first; the middle where it is too faint to see."""
    mass = ink.sum(axis=1 - axis, dtype=float)
    places = np.arange(len(mass))
    return float((places * mass).sum() / mass.sum()) if mass.sum() else float(places.mean())


def picture_inputs(dataset: Dataset, picture: NDArray[np.uint8]) -> Array:
    """The inputs (side², 1) for a picture (side, side). Without standardising, mean and deviation are 0 and 1."""
    return dataset.standardized(picture.reshape(-1, 1).astype(dataset.mean.dtype) / 255)
