"""A contender: one strategy in a search, and its trials so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite

from engine.family import Value
from engine.pauses import pause
from engine.search.cube import Cube, Point
from engine.search.median_rule import is_bad
from engine.search.strategy import STRATEGIES, Proposals

TRAINS, ENDED, STOPPED, DIVERGED = range(4)
"""The states of a trial. One that was stopped early or has diverged is never the best."""
WORST = 2
"""A strategy is told at most so many times the loss before the first step: how much worse a trial is says nothing."""


@dataclass
class Trial:
    """A point that is tried, its values, and its losses on the validation set, from step 0 on."""

    strategy: str
    point: Point
    values: tuple[Value, ...]
    losses: list[float] = field(default_factory=list)
    state: int = TRAINS
    steps: int = 0

    @property
    def loss(self) -> float:
        """The loss that it is judged by: infinite unless it has ended."""
        return self.losses[-1] if self.state == ENDED else inf

    @property
    def told(self) -> float:
        """The loss that its strategy is told."""
        worst = WORST * self.losses[0] if self.losses and isfinite(self.losses[0]) else 1.0
        last = self.losses[-1] if self.losses and self.state != DIVERGED else inf
        return min(last, worst) if isfinite(last) else worst


class Contender:
    """`trials` are those of its past, where a search goes on."""

    def __init__(self, strategy: str, cube: Cube, trials: Iterable[Trial] = ()) -> None:
        self.strategy = strategy
        self.most = cube.trials
        self.trials: list[Trial] = []
        self.is_done = not STRATEGIES[strategy].is_available
        self._proposals: Proposals = STRATEGIES[strategy].propose(cube)
        for trial in trials:
            self.next_point()
            self.trials.append(trial)
            pause()

    def next_point(self) -> Point | None:
        """The next point, after the losses of all trials; None: its budget is spent, or it has no further point."""
        if self.is_done or len(self.trials) == self.most:
            self.is_done = True
            return None
        try:
            return self._proposals.send(self.trials[-1].told) if self.trials else next(self._proposals)
        except StopIteration:
            self.is_done = True
            return None

    @property
    def best(self) -> Trial | None:
        """The trial with the lowest loss, the first of equal ones; None: none has ended."""
        found = min(self.trials, key=lambda trial: trial.loss, default=None)
        return found if found is not None and isfinite(found.loss) else None

    def is_bad(self, trial: Trial) -> bool:
        """Whether the median rule stops a trial."""
        return is_bad(trial.losses, ended(self.trials))


def ended(trials: Sequence[Trial]) -> list[list[float]]:
    """The losses of those trials that have ended."""
    return [trial.losses for trial in trials if trial.state == ENDED]
