"""The transport of a run, like that of a tape: whether it plays, how fast, and which steps are due by the clock."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.trainer.pace import Pace, Share
from app.trainer.watcher import next_on_grid

BEAT = 5.0
"""The beats a second at which a run without watchers is trained and evaluated; many steps at a time cost less."""

LONGEST_DEBT = 0.25
"""The most training, in seconds, that a late run makes up for, or two beats if they are longer. Older steps are
dropped, for all runs alike."""


@dataclass(kw_only=True)
class Transport:
    playing: bool = False
    speed: float | None = 500.0
    """Iterations a second; None: as fast as the engine can."""
    owed: int = 0
    """Iterations of a `step` command that are still to be taken."""
    late: int = 0
    """Iterations that are due by the clock, but not taken yet."""
    played_until: float | None = None
    """The time on the host's clock up to which steps were counted."""
    pace: Pace = field(default_factory=Pace)
    """The pace of its host."""
    share: Share = field(default_factory=Share)
    """The share of its speed that it has recently reached."""
    beats_per_second: float = BEAT
    next_beat: float = 0.0

    @property
    def moves(self) -> bool:
        """Whether steps are to come: it plays, or owes some."""
        return self.playing or self.owed > 0

    @property
    def frames_per_second(self) -> float:
        """The beats a second that are asked for."""
        return BEAT

    def beats(self, now: float) -> bool:
        """Whether a beat has come since the last call."""
        if now < self.next_beat:
            return False
        self.beats_per_second = self.frames_per_second
        self.next_beat = next_on_grid(now, self.beats_per_second)
        return True

    def lateness(self, now: float) -> float | None:
        """How many seconds ago a beat came on which the run must train; None where no beat came."""
        return None if self.played_until is None or now < self.next_beat else now - self.next_beat

    def fall_due(self, now: float, time: float) -> None:
        """Count the steps since the last beat as due. `now` is the real time, `time` the time of the host's pace."""
        if not self.playing or self.speed is None or self.owed:
            return
        if self.played_until is None:
            self.played_until = time
            self.share.begin(now)
        # Steps are counted on the common clock, so that runs of one speed take the same steps at the same beats.
        late = self.late + whole_steps(time, self.speed) - whole_steps(self.played_until, self.speed)
        passed = time - self.played_until
        longest = max(LONGEST_DEBT, 2 / self.beats_per_second)
        self.late = min(late, max(1, int(self.speed * longest)))
        self.played_until = time
        self.share.note(now, passed - (late - self.late) / self.speed)

    def coming(self, most: int) -> int:
        """The number of steps to take now; late steps beyond `most` wait until other runs have had theirs."""
        if self.owed:
            return min(self.owed, most)
        if not self.playing:
            return 0
        return most if self.speed is None else min(self.late, most)

    def is_hungry(self) -> bool:
        """Whether the run can train at any time, independent of the clock."""
        return self.owed > 0 or (self.playing and self.speed is None)

    def next_steps_due(self, now: float) -> Iterable[float]:
        """Seconds until its next steps."""
        if self.is_hungry() or self.late:
            yield 0.0
        elif self.playing:
            yield self.next_beat - now

    def take(self, iterations: int) -> None:
        """Count so many steps as taken."""
        self.owed = max(0, self.owed - iterations)
        self.late = max(0, self.late - iterations)

    def go_at(self, speed: float | None) -> None:
        """Take so many iterations a second from now on."""
        self.speed, self.played_until, self.late = speed, None, 0

    def stand_still(self) -> None:
        """Pause, and drop the owed steps."""
        self.playing = False
        self.owed = self.late = 0
        self.played_until = None


def whole_steps(time: float, speed: float) -> int:
    """The number of whole steps in a time, which is a sum and therefore inexact."""
    return math.floor(time * speed + 1e-6)
