"""The scene: the samples of a run, as its maps show them, which only full frames carry."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset
from engine.data.images import resized
from engine.experiment import Data
from engine.probes.boundary import feature_maps
from engine.probes.samples import cell_inputs, cell_labels, cells, pixels_of
from engine.run import Run

MOST_THUMB_PIXELS = 14
"""Along each side of a sample's picture, of which there are many."""


def scene(run: Run, resolution: int, stride: int, *, test: bool) -> dict[str, NDArray[Any]]:
    """The points of the plane and the features over it, or the samples that the cells of a map stand for."""
    if run.experiment.data.view == "plane":
        return plane(run.dataset, resolution, stride)
    return samples(run.experiment.data, test=test)


def plane(dataset: Dataset, resolution: int, stride: int) -> dict[str, NDArray[Any]]:
    """The points and the features."""
    features = feature_maps(resolution, stride)
    return {
        "points": np.concatenate([dataset.points, dataset.labels]).T.astype(np.float32),
        "features": features.values,
        "feature_ranges": features.ranges,
    }


def samples(data: Data, *, test: bool) -> dict[str, NDArray[Any]]:
    """The samples of either set."""
    numbers = cells(data, test)
    shown = {"cells": numbers, "cell_labels": cell_labels(data, test)}
    if data.kind == "digits":
        side = min(data.side, MOST_THUMB_PIXELS)
        return {**shown, "cell_pictures": resized(pixels_of(data, numbers), side, side)}
    return {**shown, "cell_inputs": cell_inputs(data, test).T.reshape(*numbers.shape, -1)}
