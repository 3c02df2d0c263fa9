"""Costs: what a run takes of its core, reckoned from its shape, so that a large network does not hold up the others.

They are counted in multiplications, of which a core does some ten thousand million a second in matrices of this size.
Counted and not measured, they are the same on every machine and in every test; who pays for it is measured
(`app.trainer.accounts`).
"""

from functools import lru_cache
from math import prod

from engine.shape import Shape

SLICE = 30_000_000
"""At most so many at a time: about 8 ms with an optimiser that costs as much as the gradient does."""
STACKED_NUMBERS = 2**22
"""At most so many inputs and parameters (16 MB each) are laid out together."""
STACKED_STEP = 2**22
"""At most so many multiplications for a step of runs that are trained together."""
SAMPLES_OF_A_FRAME = 2_500
"""How many go through a network of pictures for a frame: both sets, as far as they are examined, and the maps."""
LIGHT_FRAME, LIGHT_STEP = 2**25, 2**20
"""More for a frame, or for a step, makes a run heavy."""


def weights(shape: Shape) -> int:
    """What one sample costs on its way through the network."""
    return max(1, shape.multiplications)


@lru_cache(maxsize=256)
def is_heavy(shape: Shape, points: int) -> bool:
    """Whether such a run, mapped at so many points, gains nothing from being stacked, and is to be trained and shown in
    slices."""
    seen = points if shape.view == "plane" else SAMPLES_OF_A_FRAME
    return weights(shape) * seen > LIGHT_FRAME or weights(shape) * shape.batch_size > LIGHT_STEP


@lru_cache(maxsize=256)
def most_iterations(shape: Shape) -> int:
    """How many steps of such a run make a slice, at least one."""
    return max(1, SLICE // (weights(shape) * shape.batch_size))


@lru_cache(maxsize=256)
def largest_cohort(shape: Shape) -> int:
    """How many of such runs gain from being stacked, at least one."""
    samples = shape.examined or max(shape.n_train, shape.n_test)
    numbers = weights(shape) + prod(shape.shapes[0]) * samples
    return max(1, min(STACKED_NUMBERS // numbers, STACKED_STEP // (weights(shape) * shape.batch_size)))
