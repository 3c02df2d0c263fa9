"""Regularisers: a penalty on the size of the weights, each beside its derivative."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.array import Array


class Regularizer(NamedTuple):
    """A penalty on every weight, to be multiplied by the regularisation rate and summed."""

    penalty: Callable[[Array], Array]
    derivative: Callable[[Array], Array]


REGULARIZERS: dict[str, Regularizer | None] = {
    "none": None,
    "l1": Regularizer(penalty=np.abs, derivative=np.sign),
    "l2": Regularizer(penalty=lambda w: 0.5 * w * w, derivative=lambda w: w),
}
