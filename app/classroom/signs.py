"""The sign of a student's tile: how it goes, by rules that a teacher can check."""

from enum import StrEnum
from typing import Any

LEAST_FALL = 0.01
"""A training loss that has fallen by less than this share, in so many steps, has not fallen."""
STUCK_STEPS = 500
AWAY_SECONDS = 20.0


class Sign(StrEnum):
    HAND = "hand"
    """They have raised their hand."""
    DONE = "done"
    """They say that they are done, or their run met a condition at which it stops."""
    AWAY = "away"
    """No page of theirs has been open for twenty seconds."""
    DIVERGED = "diverged"
    """The loss became infinite."""
    STUCK = "stuck"
    """The run plays, and its training loss has not fallen by one per cent below its lowest in the last 500 steps, since
    its conditions changed."""
    WELL = "well"
    """Nothing of all that."""


class Fall:
    """The fall of a training loss: when it was last lower than before by a hundredth."""

    def __init__(self) -> None:
        self._conditions: object = None
        self._lowest: float | None = None
        self._since = 0
        self._step = 0

    def under(self, conditions: object) -> None:
        """The conditions of the training. Under others its fall begins anew: another loss has other numbers."""
        if conditions is not self._conditions:
            self._conditions, self._lowest = conditions, None

    def note(self, step: int, loss: float | None) -> None:
        """A loss after so many steps. Fewer steps than before: the run began anew."""
        if step < self._step:
            self._lowest = None
        self._step = step
        if loss is None:
            return
        if self._lowest is None or loss < (1 - LEAST_FALL) * self._lowest:
            self._lowest, self._since = loss, step

    @property
    def is_over(self) -> bool:
        """Whether it has not fallen for long."""
        return self._lowest is not None and self._step - self._since >= STUCK_STEPS


def sign_of(frame: dict[str, Any] | None, fall: Fall, *, hand: bool, done: bool, away: float) -> Sign:
    """The sign for the header of a run's latest frame, None where there was none; `away` is in seconds."""
    if hand:
        return Sign.HAND
    if done or (frame is not None and frame["met"]):
        return Sign.DONE
    if away >= AWAY_SECONDS:
        return Sign.AWAY
    if frame is not None and frame["state"] == "diverged":
        return Sign.DIVERGED
    if frame is not None and frame["state"] == "playing" and fall.is_over:
        return Sign.STUCK
    return Sign.WELL
