"""Channel maps, often called feature maps: the activations of every channel for one sample, as pictures."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.layers.layer import Form
from engine.probes.boundary import MOST_SHOWN, quantized
from engine.probes.way_back import way_back

MOST_PIXELS = 32
"""Along each side of a map."""
MOST_CELLS = 48 * 1024
"""Pixels of all maps of a network, a byte each: where there are more, maps have fewer pixels along their sides."""


def map_shapes(shapes: Sequence[Form]) -> list[Form]:
    """The shapes (channels, height, width) of the maps of hidden layers of these shapes; a unit of a row has one
    pixel."""
    side = MOST_PIXELS
    while True:
        found = [
            (min(shape[0], MOST_SHOWN), *(-(-n // step(n, side)) for n in sides(shape))) for shape in shapes
        ]
        if side == 1 or sum(prod(shape) for shape in found) <= MOST_CELLS:
            return found
        side //= 2


def sides(shape: Form) -> Form:
    """The height and the width of what a layer of that shape answers in each unit or channel."""
    return shape[1:] if len(shape) == 3 else (1, 1)


def step(length: int, most: int) -> int:
    """How many pixels of a side are taken together, so that at most so many are left."""
    return -(-length // most)


def channel_maps(
    cohort: Cohort, replicas: Sequence[int], X: Array
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The maps of k runs, each for one sample of X (k, n, 1): the first channels of each hidden layer, layer by layer,
    (k, cells), row 0 of a map the lowest; and the values that -127 and 127 stand for, which the channels of a layer
    share, (k, layers, 2)."""
    layers = cohort.network.hidden_layers
    ranges = [layer.range if np.isfinite(layer.range).all() else None for layer in layers]
    return maps_of(cohort.activations(replicas, X), [layer.shape_out for layer in layers], ranges)


def gradient_maps(
    cohort: Cohort, replica: int, X: Array, labels: Array | None
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The same of one run, (1, cells), with the derivative of the sample's loss by what each channel answers (see
    `engine.probes.way_back`)."""
    network, dA = way_back(cohort, replica, X, labels)
    layers = network.hidden_layers
    # Below the first layer that learns there is no way back.
    found = [dA.get(layer, np.zeros((1, prod(layer.shape_out), 1), cohort.dtype)) for layer in layers]
    return maps_of(found, [layer.shape_out for layer in layers], [None] * len(layers))


def maps_of(
    signals: Sequence[Array], shapes: Sequence[Form], known: Sequence[tuple[float, float] | None]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The signals (k, n, 1) of the hidden layers as maps, over their known ranges or, without one, their own."""
    maps, ranges = [], []
    for A, form, bounds, shape in zip(signals, shapes, known, map_shapes(shapes), strict=True):
        pictures = A.reshape(len(A), form[0], *sides(form))[:, : shape[0], ::-1]
        pictures = averaged(averaged(np.nan_to_num(pictures), 2, shape[1]), 3, shape[2])
        together = pictures.reshape(len(A), 1, -1, shape[2])
        levels, ends = quantized(together, [bounds])
        maps.append(levels.reshape(len(A), -1))
        ranges.append(ends)
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
