"""Costs: what a run takes of its core, reckoned from its shape, so that a large network does not hold up the others.

They are counted in multiplications, of which a core does about ten thousand million a second in matrices of this size.
Counted and not measured, they are the same on every machine and in every test.
"""

import itertools
from functools import lru_cache

from engine.shape import Shape

SLICE = 30_000_000
"""At most so many at a time: about 8 ms with an optimiser that costs as much as the gradient does."""
FRAMES = 3_000_000_000
"""At most so many a second for the evaluations and maps of a run: a fifth of a core."""
STACKED_NUMBERS = 2**22
"""At most so many inputs and parameters (16 MB each) are laid out together."""
SAMPLES_OF_A_FRAME = 2_500
"""How many go through a network of pictures for a frame: both sets, as far as they are examined, and the maps."""


def weights(shape: Shape) -> int:
    return sum(n_in * n_out for n_in, n_out in itertools.pairwise(shape.sizes))


@lru_cache(maxsize=256)
def most_iterations(shape: Shape) -> int:
    """How many steps of such a run make a slice, at least one."""
    return max(1, SLICE // (weights(shape) * shape.batch_size))


@lru_cache(maxsize=256)
def most_frames(shape: Shape) -> float:
    """How often a second such a run is evaluated and shown, at most."""
    return FRAMES / (weights(shape) * SAMPLES_OF_A_FRAME)


def largest_cohort(shape: Shape) -> int:
    """How many of such runs gain from being stacked, at least one."""
    samples = shape.examined or max(shape.n_train, shape.n_test)
    return max(1, STACKED_NUMBERS // (weights(shape) + shape.sizes[0] * samples))
