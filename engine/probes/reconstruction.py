"""Reconstruction: the outputs of an autoencoder for some pictures.

A denoising autoencoder (Vincent et al., 2008) reads them with noise, which is drawn once and not for every frame: only
the network changes from frame to frame.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.data import Data, dataset_of
from engine.probes.samples import EMPTY, cells, sample_inputs

MOST_PICTURES = 10
SEED = 0
"""The seed of the noise, the same for every run."""


class ReconstructedPictures(NamedTuple):
    """The reconstructions of k pictures, in grey like those of `pixels_of`."""

    pictures: NDArray[np.uint8]
    """The output of each run for them, (R, k, height, width)."""
    noisy: NDArray[np.uint8] | None
    """The pictures with noise, where the input has any: the same shape."""


@lru_cache(maxsize=64)
def chosen(data: Data, test: bool, most: int = MOST_PICTURES) -> NDArray[np.int32]:
    """The numbers of the samples that are shown, (k,): of those in the cells of a map, evenly from all classes."""
    ordered = cells(data, test)[::-1].ravel()
    there = ordered[ordered != EMPTY]
    evenly = np.linspace(0, len(there), min(most, len(there)), endpoint=False).astype(int)
    numbers: NDArray[np.int32] = there[evenly]
    return numbers


def reconstructions(cohort: Cohort, *, test: bool) -> ReconstructedPictures:
    """The reconstructions of each run."""
    data = [run.experiment.data for run in cohort.runs]
    X = np.stack(
        [
            np.concatenate(
                [sample_inputs(each, n, cohort.dtype) for n in chosen(each, test).tolist()], axis=1
            )
            for each in data
        ]
    )
    noisy = disturbed(cohort, X)
    _, output = cohort.forward(X if noisy is None else noisy)
    return ReconstructedPictures(
        in_grey_of(data, output), None if noisy is None else in_grey_of(data, noisy.astype(cohort.dtype))
    )


def disturbed(cohort: Cohort, X: Array) -> Array | None:
    """Inputs X (R, n, m) with the noise of the first layers; None: there is none."""
    first = list(takewhile(lambda layer: layer.disturbs, cohort.network.layers))
    if not first:
        return None
    cohort.read_rates()
    generator = np.random.default_rng(SEED)
    for layer in first:
        layer.draw(generator.random((1, layer.n_random, X.shape[-1]), cohort.dtype))
        X = layer.forward(X)
    return X


def in_grey_of(data: Sequence[Data], A: Array) -> NDArray[np.uint8]:
    """The same for each run, A (R, n, k) as pictures (R, k, height, width)."""
    return np.stack([in_grey(each, own) for each, own in zip(data, A, strict=True)])


def in_grey(data: Data, A: Array) -> NDArray[np.uint8]:
    """Inputs (n, k), or their reconstructions, as pictures (k, height, width) of bytes: the mean over the channels,
    clipped to black and white."""
    dataset = dataset_of(data)
    channels = (A * dataset.deviation + dataset.mean).T.reshape(-1, *data.shape_in)
    grey = 255 * np.nan_to_num(channels.mean(axis=1))
    pictures: NDArray[np.uint8] = np.rint(np.clip(grey, 0, 255)).astype(np.uint8)
    return pictures
