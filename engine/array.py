"""The arrays of the course and their axes.

Samples are columns, and the first axis counts replicas: runs of one shape that are computed together. `A` is
(R, n, m): R runs, n units, m samples. `W` is (R, n_out, n_in), `b` is (R, n_out, 1), `theta` is (R, P).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

Precision = np.dtype[np.floating[Any]]
FLOAT32: Precision = np.dtype(np.float32)
FLOAT64: Precision = np.dtype(np.float64)
"""Runs train in float32 by default; gradients are checked in float64."""
