"""The targets of several heads, one under the other."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.array import Array


class Joined:
    """Targets (n, m) of which some are pictures, which are made where they are read (see `Images`)."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self.parts = parts
        self.shape = sum(part.shape[0] for part in parts), parts[0].shape[1]

    def __getitem__(self, key: Any) -> Array:
        return np.concatenate([part[key] for part in self.parts])

    def take(self, samples: Any, axis: int) -> Array:
        """The samples (k,) with these numbers, (n, k)."""
        return np.concatenate([part.take(samples, axis=axis) for part in self.parts])


def joined(parts: Sequence[Any]) -> Any:
    """The parts (n_i, m) as one (Σ n_i, m)."""
    if len(parts) == 1:
        return parts[0]
    if all(isinstance(part, np.ndarray) for part in parts):
        return np.concatenate(parts)
    return Joined(parts)
