"""The median rule: a trial is stopped that was never as good as others have been on average. Golovin et al., Google
Vizier: A Service for Black-Box Optimization, KDD 2017, section 3.2.2, here for a loss."""

from collections.abc import Sequence
from statistics import mean, median

LEAST = 3
"""So many trials must have ended before another one is stopped."""


def is_bad(losses: Sequence[float], ended: Sequence[Sequence[float]]) -> bool:
    """Whether the lowest loss of a trial is above the median of the mean losses up to the same step, one of each trial
    that has ended."""
    means = [mean(other[: len(losses)]) for other in ended]
    return len(means) >= LEAST and min(losses) > median(means)
