"""Boxes: where a network finds the things in some pictures, beside where they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT32, Array
from engine.cohort import Cohort
from engine.data import Data, dataset_of
from engine.data.description import box_rows
from engine.measures import iou
from engine.probes.reconstruction import chosen
from engine.probes.samples import sample_inputs
from engine.rates import read_rates

MOST_PICTURES = 24


class Found(NamedTuple):
    """The predictions of the runs of a cohort for the pictures of `numbers_of`."""

    boxes: Array
    """(R, k, 4): the x and y of its middle, its width and its height, as shares of the picture's sides."""
    shares: Array
    """(R, k): of each, its intersection over union with the true box."""


def numbers_of(data: Data, test: bool) -> NDArray[np.int32]:
    """The numbers of the samples that are shown, (k,)."""
    return chosen(data, test, MOST_PICTURES)


def true_boxes(data: Data, test: bool) -> Array:
    """The true boxes in these pictures, (k, 4), of a data set with boxes."""
    assert data.box_label is not None
    boxes: Array = dataset_of(data).labels[[*box_rows(data.box_label)]][:, numbers_of(data, test)].T
    return boxes


def found_boxes(cohort: Cohort, *, test: bool) -> Found:
    """The boxes that runs with a head of boxes predict, by the first such head."""
    data = [run.experiment.data for run in cohort.runs]
    shown = [
        np.concatenate(
            [sample_inputs(each, n, cohort.dtype) for n in numbers_of(each, test).tolist()], axis=1
        )
        for each in data
    ]
    head = next(head for head in cohort.runs[0].heads if head.targets.are_boxes)
    read_rates(cohort.network, cohort.runs)
    with np.errstate(over="ignore", invalid="ignore"):
        Z = np.nan_to_num(cohort.network.answers(np.stack(shown))[:, head.rows])
    Y = np.stack([true_boxes(each, test).T for each in data])
    boxes = head.loss.output.function(Z).swapaxes(-1, -2)
    return Found(boxes.astype(FLOAT32), iou(head.loss, Z, Y).astype(FLOAT32))
