"""The trail of a run on its ground: the states that it has passed while someone looked."""

import numpy as np

from engine.array import Array
from engine.run import Run

MOST_STATES, MOST_NUMBERS = 256, 2**21
"""The most states of a path, and the most numbers of all of them (8 MB)."""


class Trail:
    """States that a run has passed while someone looked: few of them, evenly thinned."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.steps: list[int] = []
        self.pieces: list[int] = []
        """The number of the piece that each belongs to: another one begins where a person or a reset moves the run."""
        self.piece = -1
        """The piece on which the run is."""
        self.states: list[Array] = []
        self.every = 1
        """Every so many-th state that is shown is kept."""
        self._shown = 0
        self._latest: tuple[int, Array] | None = None

    def note(self, run: Run) -> None:
        """The run is shown in its present state."""
        before, self._latest = self._latest, (run.step, run.theta.copy())
        begins = before is None
        if before is not None and run.step <= before[0]:
            if np.array_equal(before[1], run.theta):
                return
            begins = True
        self._shown += 1
        if not begins and self._shown % self.every:
            return
        state = self._latest[1].astype(np.float32)
        if (
            begins
            and self.pieces[-1:] == [self.piece]
            and self.pieces.count(self.piece) == 1
            and self.steps[-1] == run.step
        ):
            self.states[-1] = (
                state  # The run is being dragged: it has taken no step since it was put elsewhere.
            )
            return
        self.piece += begins
        self.steps.append(run.step)
        self.pieces.append(self.piece)
        self.states.append(state)
        if len(self.states) > self.most:
            self.every *= 2
            for kept in (self.steps, self.pieces, self.states):
                del kept[1::2]

    def until(self, run: Run, *, is_past: bool) -> tuple[list[Array], list[int]]:
        """The states up to the present one of the run, which comes last, and their pieces. At a moment of the past,
        those that came later are left out."""
        kept = [
            number
            for number, (step, piece) in enumerate(zip(self.steps, self.pieces, strict=True))
            if not (is_past and piece == self.piece and step > run.step)
        ]
        states = [*(self.states[number] for number in kept), run.theta]
        return states, [*(self.pieces[number] for number in kept), self.piece]


def most_states(P: int) -> int:
    """How many states of P parameters are kept."""
    return min(MOST_STATES, MOST_NUMBERS // P)
