"""Channel maps, often called feature maps: the activations of every channel for one sample, as pictures."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.layers.layer import Form
from engine.probes.boundary import MOST_SHOWN, quantized

MOST_PIXELS = 32
"""Along each side of a map."""
MOST_CELLS = 48 * 1024
"""Pixels of all maps of a network, a byte each: where there are more, maps have fewer pixels along their sides."""


def map_shapes(shapes: Sequence[Form]) -> list[Form | None]:
    """The shapes (channels, height, width) of the maps of hidden layers of these shapes; None: of no picture."""
    side = MOST_PIXELS
    while True:
        found = [
            None
            if len(shape) != 3
            else (min(shape[0], MOST_SHOWN), *(-(-n // step(n, side)) for n in shape[1:]))
            for shape in shapes
        ]
        if side == 1 or sum(int(np.prod(shape)) for shape in found if shape) <= MOST_CELLS:
            return found
        side //= 2


def step(length: int, most: int) -> int:
    """How many pixels of a side are taken together, so that at most so many are left."""
    return -(-length // most)


def channel_maps(
    cohort: Cohort, replicas: Sequence[int], X: Array
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The first channels of each hidden layer of pictures, layer by layer, (k, cells), for k runs and one sample of
    X (k, n, 1) each; row 0 of a map is the lowest. Beside them the values that -127 and 127 stand for, which the
    channels of a layer share, (k, layers of pictures, 2)."""
    maps, ranges = [], []
    layers = cohort.network.hidden_layers
    activations = cohort.activations(replicas, X)
    for layer, A, shape in zip(
        layers, activations, map_shapes([layer.shape_out for layer in layers]), strict=True
    ):
        if shape is None:
            continue
        pictures = A.reshape(len(A), *layer.shape_out)[:, : shape[0], ::-1]
        pictures = averaged(averaged(np.nan_to_num(pictures), 2, shape[1]), 3, shape[2])
        together = pictures.reshape(len(A), 1, -1, shape[2])
        known = layer.range if np.isfinite(layer.range).all() else None
        levels, bounds = quantized(together, [known])
        maps.append(levels.reshape(len(A), -1))
        ranges.append(bounds)
    return np.concatenate(maps, axis=1), np.concatenate(ranges, axis=1)


def averaged(pictures: Array, axis: int, count: int) -> Array:
    """Pictures with so many pixels along an axis, each the mean of those that lie there."""
    length = pictures.shape[axis]
    if length == count:
        return pictures
    starts = np.arange(0, length, -(-length // count))
    sums = np.add.reduceat(pictures, starts, axis=axis)
    counts = np.diff([*starts, length]).astype(pictures.dtype)
    means: Array = sums / counts.reshape([-1 if each == axis else 1 for each in range(pictures.ndim)])
    return means
