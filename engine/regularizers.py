"""Regularisers: a penalty on the size of the weights, each beside its derivative."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.array import Array


class Regularizer(NamedTuple):
    """A penalty on every weight, to be multiplied by the regularisation rate and summed."""

    penalty: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    truncates: bool = False
    """Whether it has a corner at 0: a step then follows the gradient of the loss alone, and `truncate` follows it."""


REGULARIZERS: dict[str, Regularizer | None] = {
    "none": None,
    "l1": Regularizer(penalty=np.abs, derivative=np.sign, truncates=True),
    "l2": Regularizer(penalty=lambda w: 0.5 * w * w, derivative=lambda w: w),
}


def truncate(theta: Array, pull: Array) -> None:
    """w ← sgn(w) max(|w| - pull, 0) in place: pull theta (R, P) towards 0, and set to 0 what would cross it.

    That is the truncated gradient (Langford, Li and Zhang, 2009, equation 4 without a bound, in every step). A gradient
    of the penalty would throw a useless weight to and fro over 0 for ever; here it becomes 0, and stays there until
    the loss pulls at it more than the penalty does. TensorFlow Playground, too, sets a weight to 0 whose sign L1 would
    change (`src/nn.ts`, `updateWeights`), but never lets it go again.
    """
    theta -= np.maximum(np.minimum(theta, pull), -pull)
