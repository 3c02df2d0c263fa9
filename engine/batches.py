"""Mini-batches: every epoch shows all training samples once, in a new order."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Bookmark(NamedTuple):
    """A place in the stream: the generator's state when this epoch's order was drawn, and the samples dealt since."""

    state: Mapping[str, Any]
    position: int


class Batches:
    """An endless stream of sample numbers: one permutation after another.

    A batch may begin in one epoch and end in the next, so that all batches have the same size.
    """

    def __init__(self, generator: np.random.Generator, n_train: int) -> None:
        self.generator = generator
        self.n_train = n_train
        self.draw()

    def draw(self) -> None:
        """A new order for a new epoch."""
        self.state = self.generator.bit_generator.state
        self.order = self.generator.permutation(self.n_train)
        self.position = 0

    def deal(self, count: int) -> NDArray[np.intp]:
        """The next `count` sample numbers. Dealing them one by one gives the same ones."""
        dealt = []
        while count > 0:
            if self.position == self.n_train:
                self.draw()
            taken = self.order[self.position : self.position + count]
            self.position += len(taken)
            count -= len(taken)
            dealt.append(taken)
        return dealt[0] if len(dealt) == 1 else np.concatenate(dealt)

    def bookmark(self) -> Bookmark:
        """The position of the stream."""
        return Bookmark(self.state, self.position)

    def resume(self, bookmark: Bookmark) -> None:
        """Go to where a stream of as many samples stood."""
        self.generator.bit_generator.state = bookmark.state
        self.draw()
        self.position = bookmark.position
