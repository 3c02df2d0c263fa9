"""The scene: the samples of a run, and the features as the network is shown them, which only full frames carry."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.frames.curves import FINENESS
from engine.data import Data
from engine.data.images import resized
from engine.probes.boundary import feature_maps
from engine.probes.curve import feature_curves, truth
from engine.probes.samples import cell_inputs, cell_labels, cells, pixels_of
from engine.run import Run

MOST_THUMB_PIXELS = 14
"""Along each side of a sample's picture, of which there are many."""


def scene(run: Run, resolution: int, stride: int, *, test: bool) -> dict[str, NDArray[Any]]:
    """The points, and the features over the plane or along the line; or the samples that the cells stand for."""
    data = run.experiment.data
    if data.view == "samples":
        return samples(data, test=test)
    points = np.concatenate([run.dataset.points, run.dataset.labels]).T.astype(np.float32)
    view = line(data, resolution, stride) if data.view == "line" else plane(data, resolution, stride)
    return {"points": points, **view}


def plane(data: Data, resolution: int, stride: int) -> dict[str, NDArray[Any]]:
    """The features as maps."""
    features = feature_maps(resolution, stride, data.domain)
    return {"features": features.values, "feature_ranges": features.ranges}


def line(data: Data, resolution: int, stride: int) -> dict[str, NDArray[Any]]:
    """The features as curves, and the function from which the samples were taken, where there is one."""
    points = FINENESS * resolution
    features = feature_curves(points, data)[:, :: stride * FINENESS // 2]
    behind = truth(points, data)
    return {"feature_curves": features, **({} if behind is None else {"truth": behind})}


def samples(data: Data, *, test: bool) -> dict[str, NDArray[Any]]:
    """The samples of the training or of the test set."""
    numbers = cells(data, test)
    shown = {"cells": numbers, "cell_labels": cell_labels(data, test)}
    if data.picture is not None:
        height, width = (min(pixels, MOST_THUMB_PIXELS) for pixels in data.picture)
        return {**shown, "cell_pictures": resized(pixels_of(data, numbers), height, width)}
    return {**shown, "cell_inputs": cell_inputs(data, test).T.reshape(*numbers.shape, -1)}
