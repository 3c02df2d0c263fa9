"""A hosted run is a run with its transport (playing, speed, steps owed) and those who watch it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.hosts.costs import most_frames, most_iterations
from app.hosts.pace import Pace
from app.hosts.past import Past
from app.views import Views
from engine.array import Array
from engine.checkpoint import Checkpoint
from engine.evaluation import Evaluation
from engine.run import Run

BEAT = 5.0
"""How often a run that nobody watches is trained and evaluated, times a second: many steps at a time cost less."""

LONGEST_DEBT = 0.25
"""Seconds of training that a late run may catch up with, or two beats if they are longer; what is older is let go, for
all runs alike."""


@dataclass
class Watcher:
    """Someone's subscription to a run: what to see, and what has been sent."""

    views: Views
    next_frame: float = 0.0
    full: bool = True
    version: int = -1
    next_worked: float = 0.0
    """When the worked example is due while the run plays; a frame has it that is due then or later."""
    losses: list[Array] = field(default_factory=list)

    def with_views(self, views: Views) -> "Watcher":
        """The same subscription, to be shown other views of the same state at once; in full, if of other samples."""
        full = self.full or views.test != self.views.test
        return replace(self, views=views, full=full, next_frame=0.0, version=-1, next_worked=0.0)


@dataclass
class HostedRun:
    run: Run
    playing: bool = False
    speed: float | None = 500.0
    """Iterations a second; None: as fast as the engine goes."""
    owed: int = 0
    """Iterations still to be taken of a `step` command."""
    late: int = 0
    """Iterations that are due by the clock and did not fit into the latest slice."""
    diverged_at: int | None = None
    evaluation: Evaluation | None = None
    """Of the present state; None: not taken yet."""
    version: int = 0
    """Counts the states that a watcher could see."""
    saved_version: int = -1
    safe: Checkpoint | None = None
    """The state before the latest slice, which was finite."""
    played_until: float | None = None
    pace: Pace = field(default_factory=Pace)
    """Its host's."""
    beats_per_second: float = BEAT
    next_beat: float = 0.0
    watchers: dict[str, Watcher] = field(default_factory=dict)
    past: Past = field(default_factory=Past)

    @property
    def state(self) -> str:
        if self.diverged_at is not None:
            return "diverged"
        return "playing" if self.playing else "paused"

    @property
    def plan(self) -> tuple[object, ...]:
        """What says which steps it takes next, and with whom. A change of its rates or its data is none of this."""
        return self.run.shape, self.run.step, self.playing, self.speed, self.owed

    def frames_per_second(self, watcher: Watcher) -> float:
        """How often a watcher is shown the run: as asked for, or as often as such a network can be."""
        return min(watcher.views.frames_per_second, most_frames(self.run.shape))

    def touch(self, *, full: bool) -> None:
        """Something changed by command: show it at once, and everything of it if `full`."""
        self.version += 1
        for watcher in self.watchers.values():
            watcher.next_frame = 0.0
            watcher.full = watcher.full or full

    def stop(self) -> None:
        """Stand still; what was owed is let go."""
        self.playing = False
        self.owed = self.late = 0
        self.played_until = None

    def begin_anew(self) -> None:
        """The run was restarted: nothing of before is shown any more."""
        self.owed = self.late = 0
        self.diverged_at = self.evaluation = self.safe = None
        for watcher in self.watchers.values():
            watcher.losses.clear()
        self.touch(full=True)

    def go_on_changed(self) -> None:
        """The run goes on with another experiment."""
        # The last finite state was another experiment's: its parameters may not fit this one.
        self.diverged_at = self.evaluation = self.safe = None
        self.touch(full=True)

    def beats(self, now: float) -> bool:
        """Whether a beat has come since the last call."""
        if now < self.next_beat:
            return False
        asked = max((watcher.views.frames_per_second for watcher in self.watchers.values()), default=BEAT)
        self.beats_per_second = min(asked, most_frames(self.run.shape))
        self.next_beat = next_on_grid(now, self.beats_per_second)
        return True

    def lateness(self, now: float) -> float | None:
        """How many seconds ago a beat came that it is to train on; None: none did."""
        return None if self.played_until is None or now < self.next_beat else now - self.next_beat

    def due_iterations(self, time: float, quantum: int, *, on_beat: bool) -> int:
        """How many steps to take at `time` (seconds, as they pass for the runs of its host); `quantum` is the share of
        one that goes as fast as it can.

        They are never more than a slice: what of a large network's is late then waits until others have had theirs.
        """
        most = most_iterations(self.run.shape)
        if self.owed:
            return min(self.owed, quantum, most)
        if not self.playing:
            return 0
        if self.speed is None:
            return min(quantum, most)
        if self.played_until is None:
            self.played_until = time
        if on_beat:
            # Counted on the common clock, so that runs of one speed take the same steps at the same beats.
            due = whole_steps(time, self.speed) - whole_steps(self.played_until, self.speed)
            self.played_until = time
            longest = max(LONGEST_DEBT, 2 / self.beats_per_second)
            self.late = min(self.late + due, max(1, int(self.speed * longest)))
        taken = min(self.late, most)
        self.late -= taken
        return taken

    def is_hungry(self) -> bool:
        """Whether it would train right now, whatever the clock says."""
        return self.owed > 0 or (self.playing and self.speed is None)

    def due_watchers(self, now: float) -> list[tuple[str, Watcher]]:
        return [
            (name, watcher)
            for name, watcher in self.watchers.items()
            if watcher.next_frame <= now and (watcher.full or watcher.version != self.version)
        ]

    def next_due(self, now: float) -> Iterable[float]:
        """Seconds until each of the things that this run waits for."""
        if self.is_hungry() or self.late:
            yield 0.0
        elif self.playing:
            yield self.next_beat - now
        for watcher in self.watchers.values():
            if watcher.full or watcher.version != self.version:
                yield watcher.next_frame - now


def whole_steps(time: float, speed: float) -> int:
    """How many steps fit into a time, which is a sum and so not exact."""
    return math.floor(time * speed + 1e-6)


def next_on_grid(now: float, times_per_second: float) -> float:
    """The next multiple of a period: runs and watchers of one rate meet at the same moments, and so in one cohort."""
    return (math.floor(now * times_per_second + 1e-6) + 1) / times_per_second
