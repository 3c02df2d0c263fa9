"""Costs: the time that a run needs, estimated from its shape, so that a large network does not delay the others.

Costs are counted in multiplications, of which a core does about ten thousand million a second in matrices of this size.
They are counted and not measured, so that they are equal on every machine and in every test. The charged time is
measured (`app.trainer.accounts`).
"""

from functools import lru_cache
from math import prod

from engine.shape import Shape

SLICE = 30_000_000
"""The most multiplications in a slice: about 8 ms with an optimiser that costs as much as the gradient."""
STACKED_NUMBERS = 2**22
"""The most inputs and parameters that are allocated together (16 MB each)."""
STACKED_STEP = 2**22
"""The most multiplications in a step of runs that are trained together."""
LARGEST_COHORT = 64
"""The most runs in a cohort. Larger ones gain little, and their first frames would wait for the last."""
SAMPLES_OF_A_FRAME = 2_500
"""Samples that pass through a network of pictures for a frame: the examined part of both sets, and the maps."""
LIGHT_FRAME, LIGHT_STEP = 2**25, 2**20
"""A run that needs more for a frame, or for a step, is heavy."""


def weights(shape: Shape) -> int:
    """The multiplications of one sample in a forward pass."""
    return max(1, shape.multiplications)


@lru_cache(maxsize=256)
def is_heavy(shape: Shape, points: int) -> bool:
    """Whether such a run, mapped at so many points, gains nothing from stacking, and is trained and shown in slices."""
    seen = points if shape.view == "plane" else SAMPLES_OF_A_FRAME
    return weights(shape) * seen > LIGHT_FRAME or weights(shape) * shape.batch_size > LIGHT_STEP


@lru_cache(maxsize=256)
def most_iterations(shape: Shape) -> int:
    """The number of steps of such a run in a slice, at least one."""
    return max(1, SLICE // (weights(shape) * shape.batch_size))


@lru_cache(maxsize=256)
def largest_cohort(shape: Shape) -> int:
    """The number of such runs that form a cohort, at least one; large networks gain nothing from stacking."""
    samples = shape.examined or max(shape.n_train, shape.n_test)
    numbers = weights(shape) + prod(shape.shapes[0]) * samples
    gaining = min(STACKED_NUMBERS // numbers, STACKED_STEP // (weights(shape) * shape.batch_size))
    return max(1, min(LARGEST_COHORT, gaining))
