"""A checkpoint is a run at one moment: all that is needed to go on from there."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engine.array import Array
from engine.batches import Bookmark
from engine.early_stopping import Best


class Checkpoint(NamedTuple):
    """All that a run is, besides its experiment and its history: enough to go on from here, bit for bit."""

    theta: Array
    slots: Array
    statistics: Array
    updates: int
    step: int
    samples_seen: int
    bookmark: Bookmark
    chance: Mapping[str, Any] | None
    """The state of dropout's generator, where there is one."""
    best: Best | None = None
    waited: int = 0
    stopped_at: int | None = None
    augmenting: Mapping[str, Any] | None = None
    """The state of the generator that changes pictures, where there is one."""
    met: Mapping[str, int] = {}
    """The conditions that have stopped the run, each with the step."""
    weights_edited: bool = False
    """Whether a person has set parameters by hand."""
    is_loaded: bool = False
    """Whether the run continues a network from elsewhere."""

    @property
    def size(self) -> int:
        """Bytes of its arrays."""
        arrays = [self.theta, self.slots, self.statistics]
        if self.best is not None:
            arrays += [self.best.theta, self.best.statistics]
        return sum(array.nbytes for array in arrays)


def state_of(generator: np.random.Generator | None) -> Mapping[str, Any] | None:
    """The state of a generator, if there is one."""
    return None if generator is None else generator.bit_generator.state


def generator_at(state: Mapping[str, Any]) -> np.random.Generator:
    """A generator in this state."""
    generator = np.random.default_rng()
    generator.bit_generator.state = state
    return generator
