"""Histograms: counts of numbers in equal intervals, for many runs at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT64, Array

BINS = 40


class Histogram(NamedTuple):
    """Counts of the numbers of every run; `ranges` holds the ends of the first and the last bin."""

    counts: NDArray[np.int32]
    """(R, BINS)"""
    ranges: NDArray[np.float32]
    """(R, 2)"""


def histogram(values: Array, ranges: Array) -> Histogram:
    """Count the values (R, n) in equal bins over ranges (R, 2). Values outside count in the outermost bins."""
    low, high = ranges[:, :1], ranges[:, 1:]
    places = np.nan_to_num((values - low) * (BINS / (high - low)))
    bins = np.clip(places, 0, BINS - 1).astype(np.intp)
    R = len(values)
    counts = np.bincount((bins + BINS * np.arange(R)[:, np.newaxis]).ravel(), minlength=BINS * R)
    return Histogram(counts.reshape(R, BINS).astype(np.int32), ranges.astype(np.float32))


def round_ranges(values: Array) -> Array:
    """Ranges (R, 2) with round ends that hold 0 and all of the values (R, n); 0 to 1 where those are all 0."""
    low = rounded_up(np.maximum(-values.min(axis=-1), 0))
    high = rounded_up(np.maximum(values.max(axis=-1), 0))
    return np.stack([0 - low, np.where(low + high > 0, high, 1)], axis=-1)


def rounded_up(sizes: Array) -> Array:
    """The next of .., 0.1, 0.2, 0.5, 1, 2, 5, .. and 0 for 0, so that the end of an axis rarely changes."""
    bounded = np.clip(np.nan_to_num(sizes.astype(FLOAT64)), 1e-37, 1e37)  # Ten times more is still a float32.
    power = 10 ** np.floor(np.log10(bounded))
    mantissa = np.select([bounded <= power, bounded <= 2 * power, bounded <= 5 * power], [1, 2, 5], 10)
    ends: Array = np.where(sizes > 0, mantissa * power, 0)
    return ends
