"""Samples: the points of the plane or of the line; for other data, the samples in the cells of a map."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.frames.look import Entry, Look, Watched
from app.frames.views import LookView, Views
from engine.data import Data
from engine.data.images import resized
from engine.probes.samples import cell_inputs, cell_labels, cells, pictures_of
from engine.shape import Shape

MOST_THUMB_PIXELS = 14
"""Pixels along each side of a sample's picture; a frame has many of them."""
WITHOUT_PLANE = "without a plane"


class SamplesView(LookView):
    test: bool = False
    """Without a plane: whether to send the samples of the test set instead of the training set."""


class Samples(Look):
    """The samples of `parity`, `digits` and `table` have no plane: the cells of a map then stand for
    samples, ordered by label."""

    view = SamplesView
    entries = (
        Entry(
            "points",
            "x1, x2 and label (class from 0, or value) of every sample; of a line x1 and label; of a truth table each "
            "row once. Training samples first, then the validation's, then the test's",
            "f4",
            "(n, c)",
            "of a plane or a line",
            is_full=True,
        ),
        Entry(
            "cells",
            "the sample in each cell, training samples first; -1: none",
            "i4",
            "(res, res)",
            WITHOUT_PLANE,
            is_full=True,
        ),
        Entry("cell_labels", "its label", "f4", "(res, res)", WITHOUT_PLANE, is_full=True),
        Entry(
            "cell_inputs",
            "the network's inputs for it",
            "f4",
            "(res, res, n)",
            "without a plane, not of pictures",
            is_full=True,
        ),
        Entry(
            "cell_pictures",
            "each picture, with up to 14 pixels along a side, row 0 at the top",
            "u1",
            "(res, res, p, p[, 3])",
            "of pictures",
            is_full=True,
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return shape.view == "samples" and views.of(SamplesView).test

    def of(self, watched: Watched) -> Mapping[str, Any]:
        run = watched.run
        if run.shape.view == "samples":
            return in_cells(run.experiment.data, test=watched.views.of(SamplesView).test)
        return {"points": np.concatenate([run.dataset.points, run.dataset.labels]).T.astype(np.float32)}


def in_cells(data: Data, *, test: bool) -> dict[str, Any]:
    """The samples of the training set, or of the test set."""
    numbers = cells(data, test)
    shown = {"cells": numbers, "cell_labels": cell_labels(data, test)}
    if data.picture is not None:
        height, width = (min(pixels, MOST_THUMB_PIXELS) for pixels in data.picture)
        return {**shown, "cell_pictures": reduced(pictures_of(data, numbers), height, width)}
    return {**shown, "cell_inputs": cell_inputs(data, test).T.reshape(*numbers.shape, -1)}


def reduced(pictures: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Pictures (res, res, h, w), or (res, res, h, w, 3) in colour, with so many pixels."""
    if pictures.ndim == 4:
        return resized(pictures, height, width)
    return np.moveaxis(resized(np.moveaxis(pictures, -1, -3), height, width), -3, -1)
