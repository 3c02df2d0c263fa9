"""Measures of a head's predictions besides its loss, such as accuracy.

Each is a number for every sample, (R, m), from Z (R, n_out, m) and the targets Y, (R or 1, n_out, m); its mean is
shown.
"""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import numpy as np

from engine.array import Array
from engine.losses import Loss
from engine.registry import OneOf


class Measure(NamedTuple):
    value: Callable[[Loss, Array, Array], Array]
    needs_classes: bool = False
    needs_boxes: bool = False


def accuracy(loss: Loss, Z: Array, Y: Array) -> Array:
    """1 where the class that is answered is the sample's, 0 elsewhere; of sequences, the share of the steps."""
    return loss.hits(Z, Y)


def whole(loss: Loss, Z: Array, Y: Array) -> Array:
    """1 where the classes of all steps of a sequence are right, 0 elsewhere."""
    return loss.whole(Z, Y)


def mean_error(loss: Loss, Z: Array, Y: Array) -> Array:
    """|A - Y|, the mean over the outputs."""
    A = loss.output.function(Z)
    error: Array = np.add.reduce(np.abs(A - Y), axis=-2) / A.shape[-2]
    return error


def iou(loss: Loss, Z: Array, Y: Array) -> Array:
    """Intersection over union of the box that is answered and the true one, |A ∩ B| / |A ∪ B| (Jaccard, 1901; as the
    measure of found boxes, Everingham et al., 2010, section 4.2): 1 where they are the same, 0 where they do not meet.

    A box is the x and y of its middle, its width and its height. One of no area meets nothing.
    """
    middle, size = np.split(np.stack(np.broadcast_arrays(loss.output.function(Z), Y)), 2, axis=-2)
    size = np.maximum(size, 0)
    low, high = middle - size / 2, middle + size / 2
    overlap = np.multiply.reduce(np.maximum(high.min(axis=0) - low.max(axis=0), 0), axis=-2)
    union = np.multiply.reduce(size, axis=-2).sum(axis=0) - overlap
    share: Array = np.divide(overlap, union, out=np.zeros_like(overlap), where=overlap > 0)
    return share


MEASURES = {
    "accuracy": Measure(accuracy, needs_classes=True),
    "whole": Measure(whole, needs_classes=True),
    "mean_error": Measure(mean_error),
    "iou": Measure(iou, needs_boxes=True),
}

MeasureName = Annotated[str, OneOf(MEASURES)]
