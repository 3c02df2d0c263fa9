"""A hosted run is a run with its transport (playing, speed, steps owed) and its watchers."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from app.frames.look import Sight, Standing
from app.frames.looks import lasting
from app.frames.sight import sight_of
from app.frames.views import Views
from app.trainer.accounts import Account
from app.trainer.costs import is_heavy
from app.trainer.pace import Pace, Share
from app.trainer.past import Past
from app.trainer.watcher import Watcher, next_on_grid
from engine.checkpoint import Checkpoint
from engine.evaluation import Evaluation
from engine.run import Run
from engine.shape import Shape

BEAT = 5.0
"""The beats a second at which a run without watchers is trained and evaluated; many steps at a time cost less."""

LONGEST_DEBT = 0.25
"""The most training, in seconds, that a late run makes up for, or two beats if they are longer. Older steps are
dropped, for all runs alike."""


@dataclass
class HostedRun:
    run: Run
    playing: bool = False
    speed: float | None = 500.0
    """Iterations a second; None: as fast as the engine can."""
    owed: int = 0
    """Iterations of a `step` command that are still to be taken."""
    late: int = 0
    """Iterations that are due by the clock, but not taken yet."""
    diverged_at: int | None = None
    evaluation: Evaluation | None = None
    """The evaluation of the present state; None: not computed yet."""
    version: int = 0
    """A counter of the states that a watcher could see."""
    saved_version: int = -1
    cohort: object = None
    """The cohort in which it was last computed, kept for the next time."""
    safe: Checkpoint | None = None
    """The state before the latest slice, which was finite."""
    played_until: float | None = None
    pace: Pace = field(default_factory=Pace)
    """The pace of its host."""
    share: Share = field(default_factory=Share)
    """The share of its speed that it has recently reached."""
    account: Account = field(default_factory=Account)
    """The account of its visitor."""
    turns: int = 0
    """The number of this run's latest turn on its host (see `app.trainer.turns`)."""
    in_training: bool = False
    """Whether it is interrupted within the steps of its turn, and must not be read."""
    frame_seconds: float = 0.0
    """The duration of its latest evaluation and frame, if it is heavy."""
    not_shown_until: float = 0.0
    """A heavy run is not shown again for the duration of its latest frame, so that half of its time goes to
    training."""
    beats_per_second: float = BEAT
    next_beat: float = 0.0
    watchers: dict[str, Watcher] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    _weighed: Shape | None = None
    """The shape for which `_is_heavy` was computed, with these watchers."""
    _is_heavy: bool = False

    @property
    def state(self) -> str:
        if self.diverged_at is not None:
            return "diverged"
        return "playing" if self.playing else "paused"

    @property
    def shape(self) -> Hashable:
        """What a turn of it costs by."""
        return self.run.shape

    @property
    def parts(self) -> "Sequence[HostedRun]":
        """The runs that take the steps of its turn: itself alone."""
        return [self]

    @property
    def plan(self) -> tuple[object, ...]:
        """The state that decides its next steps and its cohort. Changes of rates or data do not affect it."""
        return self.run.shape, self.run.step, self.playing, self.speed, self.owed

    @property
    def standing(self) -> Standing:
        """The host's data on the run for frames. The evaluation must exist."""
        assert self.evaluation is not None
        pace = self.share.given if self.playing and self.speed is not None else 1.0
        return Standing(self.state, self.diverged_at, self.speed, pace, self.evaluation, *self.past.counts)

    def sight_for(self, watcher: Watcher) -> Sight:
        """The present sight of a watcher."""
        shape = self.run.shape
        detail = self.pace.detail if self.playing else None
        return sight_of(watcher.views, watcher.keys(shape), sum(self.run.experiment.plan.units[1:]), detail)

    def watch(self, name: str, views: Views) -> None:
        """Add a watcher, with a full frame first, or change its views: the same state is sent again, as a full frame
        only where a look's entries for full frames change."""
        # Watchers with equal views share one object, so that they are quickly found to be alike.
        views = next((each.views for each in self.watchers.values() if each.views == views), views)
        watcher, shape = Watcher(views), self.run.shape
        known = self.watchers.get(name)
        if known is not None:
            watcher.losses = known.losses
            watcher.full = known.full or lasting(watcher.keys(shape)) != lasting(known.keys(shape))
        self.watchers[name] = watcher
        self._weighed = None

    def unwatch(self, name: str) -> None:
        """Remove a watcher."""
        self.watchers.pop(name, None)
        self._weighed = None

    @property
    def is_heavy(self) -> bool:
        shape = self.run.shape
        if shape is not self._weighed:  # Every round reads this property.
            views = [watcher.views for watcher in self.watchers.values()]
            finest = max((max(each.resolution, each.still_resolution) for each in views), default=0)
            self._weighed, self._is_heavy = shape, is_heavy(shape, finest**2)
        return self._is_heavy

    def touch(self, *, full: bool) -> None:
        """Show a change by command at once, with a full frame if `full`."""
        self.version += 1
        self.not_shown_until = 0.0
        for watcher in self.watchers.values():
            watcher.next_frame = 0.0
            watcher.full = watcher.full or full

    def begin_turn(self) -> None:
        """Keep the present state, to which the run can return; until the turn is over, no other is to be read."""
        self.safe = self.run.checkpoint()
        self.in_training = True

    def note_steps(self, iterations: int) -> None:
        """Count so many steps as taken: the state is a new one."""
        self.version += 1
        self.evaluation = None
        self.owed = max(0, self.owed - iterations)
        self.late = max(0, self.late - iterations)

    def release(self) -> None:
        """Free all activations of the latest pass."""
        self.cohort = None

    def stop(self) -> None:
        """Pause, and drop the owed steps."""
        self.playing = False
        self.owed = self.late = 0
        self.played_until = None

    def begin_anew(self) -> None:
        """Forget the former state: the run was restarted."""
        self.owed = self.late = 0
        self.diverged_at = self.evaluation = self.safe = None
        for watcher in self.watchers.values():
            watcher.losses.clear()
        self.touch(full=True)

    def go_on_changed(self) -> None:
        """Continue with another experiment."""
        # The last finite state belongs to another experiment: its parameters may not fit this one.
        self.diverged_at = self.evaluation = self.safe = None
        self.touch(full=True)

    def beats(self, now: float) -> bool:
        """Whether a beat has come since the last call."""
        if now < self.next_beat:
            return False
        asked = max((watcher.views.frames_per_second for watcher in self.watchers.values()), default=BEAT)
        self.beats_per_second = asked
        self.next_beat = next_on_grid(now, asked)
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

    def due_watchers(self, now: float) -> list[tuple[str, Watcher]]:
        return [
            (name, watcher)
            for name, watcher in self.watchers.items()
            if max(watcher.next_frame, self.not_shown_until) <= now
            and (watcher.full or watcher.version != self.version)
        ]

    def next_due(self, now: float) -> Iterable[float]:
        """Seconds until each of the events that this run waits for."""
        if self.is_hungry() or self.late:
            yield 0.0
        elif self.playing:
            yield self.next_beat - now
        for watcher in self.watchers.values():
            if watcher.full or watcher.version != self.version:
                yield max(watcher.next_frame, self.not_shown_until) - now


def whole_steps(time: float, speed: float) -> int:
    """The number of whole steps in a time, which is a sum and therefore inexact."""
    return math.floor(time * speed + 1e-6)
