"""The boundary probe: what every unit of a network answers over the plane, or to each of a square of samples."""

from collections.abc import Sequence
from functools import lru_cache
from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.data.features import FEATURES, features_of
from engine.data.planar import DOMAIN
from engine.experiment import MOST_DRAWN_UNITS, Feature
from engine.probes.samples import cell_inputs
from engine.run import Run

LEVELS = 127
"""A map is sent as whole numbers from -127 to 127."""


MOST_SHOWN = MOST_DRAWN_UNITS
"""Of each hidden layer the first so many units are mapped, so that a frame stays small."""


class Maps(NamedTuple):
    """Maps as bytes; row 0 is the lowest x2. `ranges` says what -127 and 127 stand for."""

    values: NDArray[np.int8]
    """(..., resolution, resolution)"""
    ranges: NDArray[np.float32]
    """(..., 2)"""


@lru_cache(maxsize=64)
def grid(resolution: int, features: tuple[Feature, ...]) -> Array:
    """The features (n, resolution²) of the centres of a grid over the domain, row by row from the lowest x2."""
    centres = DOMAIN * ((2 * np.arange(resolution) + 1) / resolution - 1)
    x1, x2 = np.meshgrid(centres, centres)
    return features_of(np.stack([x1.ravel(), x2.ravel()]), features).astype(np.float32)


def inputs(run: Run, resolution: int, test: bool) -> Array:
    """Where one looks: what a run's network is shown of the grid, (n, resolution²), or of samples, (n, side²)."""
    data = run.experiment.data
    if data.view == "samples":
        return cell_inputs(data, test)
    X = grid(resolution, data.features)
    return run.dataset.standardized(X) if data.standardize else X


def boundary(cohort: Cohort, resolution: int, *, test: bool = False) -> Array:
    """The first hidden units of each layer and then every output over the grid, (R, units, resolution, resolution).

    Where there is no plane: over a square of samples of the training or of the `test` set, (R, units, side, side).
    One stacked forward pass answers for all runs; those that look at the same things share one grid.
    """
    data = [run.experiment.data for run in cohort.runs]
    if cohort.shape.view == "plane":
        alike = len({each.features for each in data}) == 1 and not any(each.standardize for each in data)
    else:
        alike = len(set(data)) == 1
    distinct = cohort.runs[:1] if alike else cohort.runs
    X = np.stack([inputs(run, resolution, test) for run in distinct]).astype(cohort.dtype, copy=False)
    hidden, output = cohort.forward(X)
    maps: Array = np.concatenate([*(A[:, :MOST_SHOWN] for A in hidden), output], axis=1)
    side = isqrt(X.shape[-1])
    return maps.reshape(len(cohort.runs), -1, side, side)


def unit_ranges(cohort: Cohort) -> list[tuple[float, float] | None]:
    """The range of every mapped unit and then of every output, where its activation has one on both sides."""
    ranges: list[tuple[float, float]] = []
    for layer, n in zip(cohort.network.hidden_layers(), cohort.shape.sizes[1:-1], strict=True):
        ranges += [layer.range] * min(n, MOST_SHOWN)
    ranges += [cohort.loss.output.range] * cohort.shape.sizes[-1]
    return [each if np.isfinite(each).all() else None for each in ranges]


def quantized(maps: Array, ranges: Sequence[tuple[float, float] | None]) -> Maps:
    """Maps (..., units, r, r) as bytes. A unit without a range of its own gets ± the largest value that it shows."""
    bounds = np.empty((*maps.shape[:-2], 2), np.float32)
    for unit, known in enumerate(ranges):
        if known is None:
            with np.errstate(over="ignore"):
                largest = np.abs(maps[..., unit, :, :]).max(axis=(-2, -1)).astype(np.float32)
            largest = np.where(np.isfinite(largest) & (largest > 0), largest, 1)
            bounds[..., unit, 0], bounds[..., unit, 1] = -largest, largest
        else:
            bounds[..., unit, :] = known
    middle = bounds.mean(axis=-1)
    scale = LEVELS / (bounds[..., 1] - middle)
    levels = (maps - middle[..., np.newaxis, np.newaxis]) * scale[..., np.newaxis, np.newaxis]
    if None in ranges:  # Only an unbounded unit can overflow.
        levels = np.clip(np.nan_to_num(levels), -LEVELS, LEVELS)
    return Maps(np.rint(levels).astype(np.int8), bounds)


@lru_cache(maxsize=16)
def feature_maps(resolution: int, stride: int) -> Maps:
    """All features over the plane at every `stride`-th point of the grid, in the order of `FEATURES`."""
    maps = grid(resolution, tuple(FEATURES)).reshape(-1, resolution, resolution)
    return quantized(thinned(maps, stride), [None] * len(FEATURES))


def thinned(maps: Array, stride: int) -> Array:
    """Maps (..., r, r) at every `stride`-th point, beginning half a stride from the edge."""
    start = stride // 2
    return maps[..., start::stride, start::stride]
