"""The pace of a host: where its core cannot both train and show all runs, time goes slower for all of them alike.

Without it, each late round would owe more steps than the one before, and frames would become rarer and rarer.
"""

ALLOWED_LATENESS = 0.03
"""Seconds that a beat may be late: of 20 frames a second, at least 12 are left."""
SHARE = 1 / 3
"""Of a host whose beats are later than that, training takes no more; the rest goes into what is seen of it."""
FASTER, SLOWER = 1.05, 0.8
"""A round changes the pace by no more than these factors."""


class Pace:
    """The clock by which the runs of a host train; `time` is in seconds, and passes no faster than the real one."""

    def __init__(self) -> None:
        self.time = 0.0
        self.own = 1.0
        """How much of its time this host can give to each run."""
        self.limit = 1.0
        """How much the slowest host of the server can: nobody's run is to be ahead because it lives elsewhere."""
        self._now: float | None = None

    @property
    def pace(self) -> float:
        return min(self.own, self.limit)

    def pass_until(self, now: float) -> None:
        """Let time pass."""
        if self._now is not None:
            self.time += (now - self._now) * self.pace
        self._now = now

    def adapt(self, lateness: float, share: float) -> None:
        """A round of beats, late by so many seconds, is over; training took this share of it."""
        late = lateness > ALLOWED_LATENESS and share > 0
        self.own *= min(max(SHARE / share, SLOWER), FASTER) if late else FASTER
        self.own = min(self.own, 1.0)

    def keep(self, limit: float) -> None:
        """Go no faster than that."""
        self.limit = limit
