"""Reconstruction: the outputs of an autoencoder for some pictures."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.data import Data, dataset_of
from engine.probes.samples import EMPTY, cells, sample_inputs

MOST_PICTURES = 10


@lru_cache(maxsize=64)
def chosen(data: Data, test: bool, most: int = MOST_PICTURES) -> NDArray[np.int32]:
    """The numbers of the samples that are shown, (k,): of those in the cells of a map, evenly from all classes."""
    ordered = cells(data, test)[::-1].ravel()
    there = ordered[ordered != EMPTY]
    evenly = np.linspace(0, len(there), min(most, len(there)), endpoint=False).astype(int)
    numbers: NDArray[np.int32] = there[evenly]
    return numbers


def reconstructions(cohort: Cohort, *, test: bool) -> NDArray[np.uint8]:
    """The reconstruction of these samples by each run, in grey like the pictures of `pixels_of`, (R, k, height,
    width)."""
    data = [run.experiment.data for run in cohort.runs]
    shown = [
        np.concatenate([sample_inputs(each, n) for n in chosen(each, test).tolist()], axis=1) for each in data
    ]
    _, output = cohort.forward(np.stack(shown))
    pictures = [in_grey(each, A) for each, A in zip(data, output, strict=True)]
    return np.stack(pictures)


def in_grey(data: Data, A: Array) -> NDArray[np.uint8]:
    """Inputs (n, k), or their reconstructions, as pictures (k, height, width) of bytes: the mean over the channels,
    clipped to black and white."""
    dataset = dataset_of(data)
    channels = (A * dataset.deviation + dataset.mean).T.reshape(-1, *data.shape_in)
    grey = 255 * np.nan_to_num(channels.mean(axis=1))
    pictures: NDArray[np.uint8] = np.rint(np.clip(grey, 0, 255)).astype(np.uint8)
    return pictures
