"""The pace of a host: where its core cannot train and show its light runs, maps become coarser and time passes more
slowly, for all of them alike.

Without it, each late round would owe more steps than the one before, and frames would become ever rarer. Heavy runs,
and runs of visitors who use more than an equal part of the time, do not affect it: they get the remaining time (see
`app.trainer.turns`). The `Share` of a run is the part of its speed that it has reached.
"""

TERM = 0.1
"""Seconds between two adaptations of the pace; a single delay does not count."""
ALLOWED_LATENESS, BUSY = 0.02, 0.6
"""A host is overloaded if beats are later than so many seconds and it has worked for such a share of the term. A host
that only waited for other programs gains nothing by working less. A busy host that is in time keeps its pace, unless
training has less than its share."""
SHARE = 1 / 4
"""The share of training in the time of an overloaded host; the rest goes into frames."""
FASTER, SLOWER, ALARMING_LATENESS = 1.05, 0.25, 0.4
"""A term changes the pace by no more than these factors, and by little where beats are only a little late."""
SLOWEST = 0.02
"""The lowest pace; with fewer steps, a round costs as much as with one."""
OF_LATE = 0.5
"""Seconds after which half of the given and missing time is forgotten."""
FINER, COARSER, COARSEST = 1.02, 0.9, 0.5
"""The factors for the detail, and its minimum: half of the points along each side."""


class Share:
    """The share of its speed that a run has recently reached: dropped steps (see `hosted_run.LONGEST_DEBT`) are
    missing."""

    def __init__(self) -> None:
        self.begin(0.0)

    def begin(self, now: float) -> None:
        """Begin without missing steps."""
        self._now = now
        self._passed = self._missing = 0.0

    def note(self, now: float, given: float) -> None:
        """Record that the run took the steps of `given` seconds since the last call."""
        passed = now - self._now
        left = 0.5 ** (passed / OF_LATE)
        self._now = now
        self._passed = self._passed * left + passed
        self._missing = self._missing * left + max(0.0, passed - given)

    @property
    def given(self) -> float:
        """1 where nothing is missing."""
        return round(1 - self._missing / self._passed, 4) if self._passed else 1.0


class Pace:
    """The clock by which the runs of a host train; `time` is in seconds, and passes no faster than the real one."""

    def __init__(self) -> None:
        self.time = 0.0
        self.own = 1.0
        """The pace that this host can keep."""
        self.limit = 1.0
        """The pace of the server's slowest host, which limits all others so that no run is ahead because of its
        host."""
        self.detail = 1.0
        """The share of the requested points, along each side, that maps of playing runs have."""
        self._now: float | None = None
        self._began = 0.0
        """When this term began."""
        self._lateness = 0.0
        self._trained = 0.0
        self._spent = 0.0

    @property
    def pace(self) -> float:
        return min(self.own, self.limit)

    def keep(self, limit: float) -> None:
        """Set the limit of the pace."""
        self.limit = limit

    def pass_until(self, now: float) -> None:
        """Advance the time."""
        if now >= self._began + TERM:
            self._adapt(now - self._began)
            self._began = now
            self._lateness = self._trained = self._spent = 0.0
        if self._now is not None:
            self.time += (now - self._now) * self.pace
        self._now = now

    def note(self, lateness: float, trained: float, spent: float) -> None:
        """Record a round: the lateness of its beats, the seconds of training in it, and all seconds spent."""
        self._lateness = max(self._lateness, lateness)
        self._trained += trained
        self._spent += spent

    def _adapt(self, elapsed: float) -> None:
        # With so many times the steps, training would take its SHARE, if every step cost the same.
        fitting = SHARE / (1 - SHARE) * (self._spent - self._trained) / max(self._trained, 1e-9)
        if self._spent <= BUSY * elapsed:
            self._change(FASTER, FINER)
        elif self._lateness > ALLOWED_LATENESS:
            slower = max(1 - self._lateness / ALARMING_LATENESS, SLOWER)
            self._change(min(max(fitting, slower), FASTER), COARSER)
        elif fitting >= FASTER:
            self._change(FASTER, 1.0)

    def _change(self, faster: float, finer: float) -> None:
        self.own = min(max(self.own * faster, SLOWEST), 1.0)
        self.detail = min(max(self.detail * finer, COARSEST), 1.0)
