"""Schedules: how the learning rate changes over the steps of a run.

Each gives the factor by which the learning rate is multiplied in the step after t steps, t = 0, 1, 2 ..; `period` T
and `decay` γ are the experiment's. t is (k, R) for k steps of R runs, the others are (R,); all are in float64.
"""

from collections.abc import Callable

import numpy as np

from engine.array import Array


def constant(t: Array, period: Array, decay: Array) -> Array:
    """1"""
    return np.ones_like(t)


def step(t: Array, period: Array, decay: Array) -> Array:
    """γ^⌊t/T⌋: once in a period, the rate is multiplied by γ."""
    return decay ** np.floor(t / period)


def exponential(t: Array, period: Array, decay: Array) -> Array:
    """γ^(t/T): the same, but a little in every step."""
    return decay ** (t / period)


def inverse_sqrt(t: Array, period: Array, decay: Array) -> Array:
    """1 / √(t + 1): slowly enough to get anywhere, fast enough to come to rest (Robbins and Monro, 1951)."""
    return 1 / np.sqrt(t + 1)


def cosine(t: Array, period: Array, decay: Array) -> Array:
    """½ (1 + cos(π t/T)), and 0 after one period (Loshchilov and Hutter, 2017, without restarts)."""
    return 0.5 * (1 + np.cos(np.pi * np.minimum(t / period, 1)))


SCHEDULES: dict[str, Callable[[Array, Array, Array], Array]] = {
    "constant": constant,
    "step": step,
    "exponential": exponential,
    "inverse_sqrt": inverse_sqrt,
    "cosine": cosine,
}


def factors(schedule: str, t: Array, period: Array, decay: Array, warmup: Array) -> Array:
    """The factors after t steps: up along a line to 1 in the first `warmup` steps, and the schedule from there."""
    rising = (t + 1) / np.maximum(warmup, 1)
    return np.where(t < warmup, rising, SCHEDULES[schedule](np.maximum(t - warmup, 0), period, decay))
