"""Augmented pictures: the inputs of the next step of a run, beside the original pictures."""

import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.batches import Batches
from engine.data import Data
from engine.dealing import batch, coming
from engine.probes.samples import channels_of
from engine.run import Run

MOST_PICTURES = 8


class Augmented(NamedTuple):
    """The first samples of the batch that comes next."""

    numbers: NDArray[np.int32]
    """(k,)"""
    originals: NDArray[np.uint8]
    """The original pictures, (k, channels, height, width), row 0 at the top."""
    changed: NDArray[np.uint8]
    """And as the step will be shown them."""


def augmented_pictures(run: Run) -> Augmented | None:
    """The pictures of a run's next step; the run itself does not change. None: its pictures are not augmented."""
    data, m = run.experiment.data, run.shape.batch_size
    if not data.augments or run.augmenting is None or run.stopped_at is not None:
        return None
    twin = copy.copy(run)
    twin.batches = Batches(np.random.default_rng(), run.batches.n_train)
    twin.batches.resume(run.batches.bookmark())
    twin.augmenting = copy.deepcopy(run.augmenting)
    first = coming(twin, m)[:MOST_PICTURES]
    X, _ = batch(twin, first, len(first))
    return Augmented(first.astype(np.int32), channels_of(data, first), as_bytes(data, run, X))


def as_bytes(data: Data, run: Run, X: Array) -> NDArray[np.uint8]:
    """Inputs (n, k), as a network is shown them, as pictures (k, channels, height, width)."""
    pixels = 255 * (X * run.dataset.deviation + run.dataset.mean)
    pictures: NDArray[np.uint8] = np.rint(np.clip(pixels, 0, 255)).astype(np.uint8)
    return pictures.T.reshape(-1, *data.shape_in)
