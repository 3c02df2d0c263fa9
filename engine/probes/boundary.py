"""The boundary probe: the activation of every unit over the plane, or for each of a square of samples."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import isfinite, isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.data import Data, Feature
from engine.data.chosen_columns import MOST_CLASSES
from engine.data.features import FEATURES, features_of
from engine.experiment.fit import MOST_DRAWN_UNITS
from engine.probes.channels import answers_of, over_units
from engine.probes.samples import cell_inputs
from engine.run import Run
from engine.shape import Shape

LEVELS = 127
"""A map is sent as whole numbers from -127 to 127."""


MOST_SHOWN = MOST_DRAWN_UNITS
"""The most units of a hidden layer that are mapped, so that a frame stays small; of pictures, channels."""
MOST_OUTPUTS = MOST_CLASSES
"""The most outputs that are mapped: all outputs of classes, but not every pixel of an autoencoder."""


class Quantized(NamedTuple):
    """Maps as bytes; row 0 is the lowest x2. `ranges` holds the values of -127 and 127."""

    values: NDArray[np.int8]
    """(..., resolution, resolution)"""
    ranges: NDArray[np.float32]
    """(..., 2)"""


@lru_cache(maxsize=64)
def grid(resolution: int, features: tuple[Feature, ...], domain: tuple[float, float]) -> Array:
    """The features (n, resolution²) of the centres of a grid over the domain, row by row from the lowest x2."""
    low, high = domain
    centres = low + (high - low) * (np.arange(resolution) + 0.5) / resolution
    x1, x2 = np.meshgrid(centres, centres)
    return features_of(np.stack([x1.ravel(), x2.ravel()]), features).astype(np.float32)


def inputs(run: Run, X: Array) -> Array:
    """A network's input for features X (n, m) that belong to no data set."""
    return run.dataset.standardized(X) if run.experiment.data.standardize else X


def answers_at(cohort: Cohort, places: Callable[[Data], Array]) -> list[Array]:
    """The shown units of each hidden layer and then every output, each (R, units, m), at `places`: features (n, m) for
    a run's data.

    One stacked forward pass answers for all runs; those that look at the same features share one grid.
    """
    data = [run.experiment.data for run in cohort.runs]
    alike = len({(each.inputs, each.domain) for each in data}) == 1
    distinct = cohort.runs[:1] if alike and not any(each.standardize for each in data) else cohort.runs
    return answers_to(cohort, [inputs(run, places(run.experiment.data)) for run in distinct])


def answers_to(cohort: Cohort, shown: list[Array]) -> list[Array]:
    """The same for what the networks are shown, (n, m) for each run, or for all. Where there is an answer at each step,
    then every class, too: the mean of its outputs over the steps."""
    X = np.stack(shown).astype(cohort.dtype, copy=False)
    found = []
    for part in cohort.network.parts(X.shape[-1]):
        _, output = cohort.forward(X[..., part])
        hidden = [answers_of(layer, MOST_SHOWN) for layer in cohort.network.hidden_layers]
        outputs = over_units(output, cohort.shape.shapes[-1])[:, :MOST_OUTPUTS].mean(axis=2)
        found.append([*hidden, outputs, *classes_over_steps(cohort, output)])
    return (
        found[0] if len(found) == 1 else [np.concatenate(each, axis=-1) for each in zip(*found, strict=True)]
    )


def classes_over_steps(cohort: Cohort, output: Array) -> list[Array]:
    """The mean of each class's outputs over the steps, [(R, k, m)]; none where there is no class at each step."""
    run = cohort.runs[0]
    if cohort.shape.problem == "regression" or not run.experiment.data.answered_steps:
        return []
    head = run.heads[0]
    by_step = head.loss.by_step(output[:, head.rows])
    return [by_step.reshape(*by_step.shape[:2], -1, output.shape[-1]).mean(axis=2)]


def mapped_outputs(shape: Shape) -> int:
    """The number of outputs that are mapped."""
    return min(shape.shapes[-1][0], MOST_OUTPUTS)


def boundary(cohort: Cohort, resolution: int, *, test: bool = False) -> list[Array]:
    """The shown units of each hidden layer and then every output over the plane, each (R, units, resolution,
    resolution); the last is what tells the class.

    Where there is no plane: over a square of samples of the training or of the `test` set, (R, units, side, side).
    """
    if cohort.shape.view == "samples":
        data = [run.experiment.data for run in cohort.runs]
        distinct = data[:1] if len(set(data)) == 1 else data
        layers = answers_to(cohort, [cell_inputs(each, test, cohort.dtype) for each in distinct])
    else:
        layers = answers_at(cohort, lambda data: grid(resolution, data.chosen_features, data.domain))
    side = isqrt(layers[-1].shape[-1])
    return [answers.reshape(*answers.shape[:2], side, side) for answers in layers]


def unit_ranges(cohort: Cohort) -> list[tuple[float, float] | None]:
    """The range of every mapped unit and then of every output, where its activation has one on both sides."""
    ranges = [(layer.range, min(layer.shape_out[0], MOST_SHOWN)) for layer in cohort.network.hidden_layers]
    return [
        each if isfinite(each[0]) and isfinite(each[1]) else None
        for each, n in [*ranges, (cohort.loss.output.range, mapped_outputs(cohort.shape))]
        for _ in range(n)
    ]


def quantized(maps: Array, ranges: Sequence[tuple[float, float] | None]) -> Quantized:
    """Maps (..., units, r, r) as bytes, over the bounds of each unit."""
    bounds = bounds_of(maps.reshape(*maps.shape[:-2], maps.shape[-2] * maps.shape[-1]), ranges)
    middle = (bounds[..., 0] + bounds[..., 1]) / 2
    scale = LEVELS / (bounds[..., 1] - middle)
    levels = (maps - middle[..., np.newaxis, np.newaxis]) * scale[..., np.newaxis, np.newaxis]
    if None in ranges:  # Only an unbounded unit can overflow.
        levels = np.clip(np.nan_to_num(levels), -LEVELS, LEVELS)
    return Quantized(np.rint(levels).astype(np.int8), bounds)


def bounds_of(answers: Array, ranges: Sequence[tuple[float, float] | None]) -> NDArray[np.float32]:
    """The range of every unit, (..., units, 2), for what it answers (..., units, m): its own or, where it has none,
    ± the largest value there."""
    bounds = np.empty((*answers.shape[:-1], 2), np.float32)
    bounds[:] = np.array([known or (-1, 1) for known in ranges], np.float32).reshape(-1, 2)
    if None in ranges:
        unknown = [unit for unit, known in enumerate(ranges) if known is None]
        with np.errstate(over="ignore"):
            largest = np.abs(answers[..., unknown, :]).max(axis=-1).astype(np.float32)
        # So many levels are not divided by the least numbers of four bytes: these count as 0.
        least = LEVELS * np.finfo(np.float32).tiny
        largest = np.where(np.isfinite(largest) & (largest > least), largest, 1)
        bounds[..., unknown, :] = np.stack([-largest, largest], axis=-1)
    return bounds


@lru_cache(maxsize=16)
def feature_maps(
    resolution: int, stride: int, domain: tuple[float, float], formulas: tuple[Feature, ...] = ()
) -> Quantized:
    """All features over the plane at every `stride`-th point of the grid, in the order of `FEATURES`, and then these
    formulas."""
    features = (*FEATURES, *formulas)
    maps = grid(resolution, features, domain).reshape(-1, resolution, resolution)
    return quantized(thinned(maps, stride), [None] * len(features))


def thinned(maps: Array, stride: int) -> Array:
    """Maps (..., r, r) at every `stride`-th point, beginning half a stride from the edge."""
    start = stride // 2
    return maps[..., start::stride, start::stride]
