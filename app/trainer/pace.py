"""The pace of a host: where its core cannot train and show its light runs, maps become coarser and time goes slower,
for all of them alike.

Without it, each late round would owe more steps than the one before, and frames would become rarer and rarer. Heavy
runs, and those of visitors who use more than an equal part of the time, have no say in it: they have what is left (see
`app.trainer.turns`). What a run was given of its speed in the end, its `Share` says.
"""

TERM = 0.1
"""Seconds after which the pace is thought over: a single hiccup says little."""
ALLOWED_LATENESS, BUSY = 0.02, 0.6
"""A host is overloaded if beats are later than so many seconds and it has worked for such a share of the term: one that
was only kept waiting, by other programs, gains nothing by working less. One that works so much and is in time stays as
it is, unless training has less than its share."""
SHARE = 1 / 4
"""Of an overloaded host training takes no more; the rest goes into what is seen of it."""
FASTER, SLOWER, ALARMING_LATENESS = 1.05, 0.25, 0.4
"""A term changes the pace by no more than these factors; and by little, where beats are late by far less than that."""
SLOWEST = 0.02
"""With fewer steps still, a round costs as much as with one."""
OF_LATE = 0.5
"""Seconds after which half of what was given and missing is forgotten."""
FINER, COARSER, COARSEST = 1.02, 0.9, 0.5
"""And the detail by these; half of the points along each side are always left."""


class Share:
    """How much of its speed a run was given of late: what was let go (see `hosted_run.LONGEST_DEBT`) is missing."""

    def __init__(self) -> None:
        self.begin(0.0)

    def begin(self, now: float) -> None:
        """Nothing was missing before."""
        self._now = now
        self._passed = self._missing = 0.0

    def note(self, now: float, given: float) -> None:
        """Of the seconds since the last time, the run was given the steps of so many."""
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
        """How much of its time this host can give to each run."""
        self.limit = 1.0
        """How much the slowest host of the server can: nobody's run is to be ahead because it lives elsewhere."""
        self.detail = 1.0
        """How many of the points are mapped that watchers of playing runs ask for, along each side."""
        self._now: float | None = None
        self._began = 0.0
        """When this term did."""
        self._lateness = 0.0
        self._trained = 0.0
        self._spent = 0.0

    @property
    def pace(self) -> float:
        return min(self.own, self.limit)

    def keep(self, limit: float) -> None:
        """Go no faster than that."""
        self.limit = limit

    def pass_until(self, now: float) -> None:
        """Let time pass."""
        if now >= self._began + TERM:
            self._adapt(now - self._began)
            self._began = now
            self._lateness = self._trained = self._spent = 0.0
        if self._now is not None:
            self.time += (now - self._now) * self.pace
        self._now = now

    def note(self, lateness: float, trained: float, spent: float) -> None:
        """What was due is done: its beats had come so many seconds before, and of those spent training took some."""
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
