"""Quanta: how many steps a run takes in a turn, so that each turn takes about the same time."""

from collections.abc import Hashable

from app.trainer.costs import most_iterations
from app.trainer.hosted_run import HostedRun

FIRST_STEPS, MOST_STEPS = 25, 1000
"""Steps in a turn, before their duration is known, and at most."""
MOST_SHAPES = 1000
"""The number of steps in a turn is stored for so many shapes."""


class Quanta:
    """The number of steps in a turn, by the shape of the runs."""

    def __init__(self) -> None:
        self._steps: dict[Hashable, int] = {}

    def of(self, hosted: HostedRun) -> int:
        """The number of steps of a run in a turn."""
        known = self._steps.get(hosted.shape)
        if known is not None:
            return known
        return 1 if hosted.is_heavy else min(FIRST_STEPS, most_iterations(hosted.run.shape))

    def adapt(self, hosted: HostedRun, steps: int, took: float, seconds: float) -> None:
        """After a turn of so many steps, which took so long instead of `seconds`: at most twice or half as many."""
        took = max(took, 1e-6)
        if steps >= self.of(hosted) or took > seconds:
            if len(self._steps) >= MOST_SHAPES:
                self._steps.clear()
            steps = round(steps * min(max(seconds / took, 0.5), 2))
            self._steps[hosted.shape] = min(max(steps, 1), MOST_STEPS)
