"""A hosted run is a run with its transport (playing, speed, steps owed) and those who watch it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.frames.look import Keys, Look, Sight, Standing
from app.frames.looks import keys_of, lasting
from app.frames.sight import sight_of
from app.frames.views import Views
from app.trainer.accounts import Account
from app.trainer.costs import is_heavy
from app.trainer.pace import Pace, Share
from app.trainer.past import Past
from engine.array import Array
from engine.checkpoint import Checkpoint
from engine.evaluation import Evaluation
from engine.run import Run
from engine.shape import Shape

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
    losses: list[Array] = field(default_factory=list)
    next_look: dict[type[Look], float] = field(default_factory=dict)
    """When looks that rest are due while the run plays; a frame has them that is due then or later."""
    _shape: Shape | None = None
    _keys: Keys = ()

    def keys(self, shape: Shape) -> Keys:
        """The looks that it sees of a run of this shape."""
        if shape is not self._shape:
            self._shape, self._keys = shape, keys_of(shape, self.views)
        return self._keys

    def resting(self, looks: Iterable[type[Look]], *, playing: bool) -> list[type[Look]]:
        """Those of the looks that are not due while the run plays; the others are taken, and rest after that."""
        resting = []
        for look in looks:
            if playing and self.next_frame < self.next_look.get(look, 0.0):
                resting.append(look)
            else:
                self.next_look[look] = self.next_frame + look.seconds
        return resting


@dataclass
class HostedRun:
    run: Run
    playing: bool = False
    speed: float | None = 500.0
    """Iterations a second; None: as fast as the engine goes."""
    owed: int = 0
    """Iterations still to be taken of a `step` command."""
    late: int = 0
    """Iterations that are due by the clock, and not taken yet."""
    diverged_at: int | None = None
    evaluation: Evaluation | None = None
    """Of the present state; None: not taken yet."""
    version: int = 0
    """Counts the states that a watcher could see."""
    saved_version: int = -1
    cohort: object = None
    """In which it was computed last, which is kept for the next time."""
    safe: Checkpoint | None = None
    """The state before the latest slice, which was finite."""
    played_until: float | None = None
    pace: Pace = field(default_factory=Pace)
    """Its host's."""
    share: Share = field(default_factory=Share)
    """Of its speed that it was given of late."""
    account: Account = field(default_factory=Account)
    """Its visitor's."""
    turns: int = 0
    """So many turns had been taken on its host when this run had its latest (see `app.trainer.turns`)."""
    in_training: bool = False
    """Whether it stands still in the middle of its turn's steps, and is not to be looked at."""
    frame_seconds: float = 0.0
    """What its latest evaluation and frame took, if it is heavy."""
    not_shown_until: float = 0.0
    """A heavy run is not shown again for as long as its latest frame took: half of its time is for training."""
    beats_per_second: float = BEAT
    next_beat: float = 0.0
    watchers: dict[str, Watcher] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    _weighed: Shape | None = None
    """The shape of which it is known, for these watchers, whether it `_is_heavy`."""
    _is_heavy: bool = False

    @property
    def state(self) -> str:
        if self.diverged_at is not None:
            return "diverged"
        return "playing" if self.playing else "paused"

    @property
    def plan(self) -> tuple[object, ...]:
        """What says which steps it takes next, and with whom. A change of its rates or its data is none of this."""
        return self.run.shape, self.run.step, self.playing, self.speed, self.owed

    @property
    def standing(self) -> Standing:
        """What is shown of it beside the run itself. The evaluation must have been taken."""
        assert self.evaluation is not None
        pace = self.share.given if self.playing and self.speed is not None else 1.0
        return Standing(self.state, self.diverged_at, self.speed, pace, self.evaluation, *self.past.counts)

    def sight_for(self, watcher: Watcher) -> Sight:
        """How a watcher sees it now."""
        shape = self.run.shape
        detail = self.pace.detail if self.playing else None
        return sight_of(watcher.views, watcher.keys(shape), sum(self.run.experiment.plan.units[1:]), detail)

    def watch(self, name: str, views: Views) -> None:
        """Begin to show it to someone, in full; or with other views, at once: of the same state, and in full only where
        a look shows something else that is of no step."""
        watcher, shape = Watcher(views), self.run.shape
        known = self.watchers.get(name)
        if known is not None:
            watcher.losses = known.losses
            watcher.full = known.full or lasting(watcher.keys(shape)) != lasting(known.keys(shape))
        self.watchers[name] = watcher
        self._weighed = None

    def unwatch(self, name: str) -> None:
        """Show it no more to someone."""
        self.watchers.pop(name, None)
        self._weighed = None

    @property
    def is_heavy(self) -> bool:
        shape = self.run.shape
        if shape is not self._weighed:  # It is asked in every round.
            views = [watcher.views for watcher in self.watchers.values()]
            finest = max((max(each.resolution, each.still_resolution) for each in views), default=0)
            self._weighed, self._is_heavy = shape, is_heavy(shape, finest**2)
        return self._is_heavy

    def touch(self, *, full: bool) -> None:
        """Something changed by command: show it at once, and everything of it if `full`."""
        self.version += 1
        self.not_shown_until = 0.0
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
        self.beats_per_second = asked
        self.next_beat = next_on_grid(now, asked)
        return True

    def lateness(self, now: float) -> float | None:
        """How many seconds ago a beat came that it is to train on; None: none did."""
        return None if self.played_until is None or now < self.next_beat else now - self.next_beat

    def fall_due(self, now: float, time: float) -> None:
        """A beat has come at `now`, at `time` as it passes for the runs of this host: the steps since the last one are
        due."""
        if not self.playing or self.speed is None or self.owed:
            return
        if self.played_until is None:
            self.played_until = time
            self.share.begin(now)
        # Counted on the common clock, so that runs of one speed take the same steps at the same beats.
        late = self.late + whole_steps(time, self.speed) - whole_steps(self.played_until, self.speed)
        passed = time - self.played_until
        longest = max(LONGEST_DEBT, 2 / self.beats_per_second)
        self.late = min(late, max(1, int(self.speed * longest)))
        self.played_until = time
        self.share.note(now, passed - (late - self.late) / self.speed)

    def coming(self, most: int) -> int:
        """How many steps to take now: what is late beyond `most` of them waits until others have had theirs."""
        if self.owed:
            return min(self.owed, most)
        if not self.playing:
            return 0
        return most if self.speed is None else min(self.late, most)

    def is_hungry(self) -> bool:
        """Whether it would train right now, whatever the clock says."""
        return self.owed > 0 or (self.playing and self.speed is None)

    def due_watchers(self, now: float) -> list[tuple[str, Watcher]]:
        return [
            (name, watcher)
            for name, watcher in self.watchers.items()
            if max(watcher.next_frame, self.not_shown_until) <= now
            and (watcher.full or watcher.version != self.version)
        ]

    def next_due(self, now: float) -> Iterable[float]:
        """Seconds until each of the things that this run waits for."""
        if self.is_hungry() or self.late:
            yield 0.0
        elif self.playing:
            yield self.next_beat - now
        for watcher in self.watchers.values():
            if watcher.full or watcher.version != self.version:
                yield max(watcher.next_frame, self.not_shown_until) - now


def whole_steps(time: float, speed: float) -> int:
    """How many steps fit into a time, which is a sum and so not exact."""
    return math.floor(time * speed + 1e-6)


def next_on_grid(now: float, times_per_second: float) -> float:
    """The next multiple of a period: runs and watchers of one rate meet at the same moments, and so in one cohort."""
    return (math.floor(now * times_per_second + 1e-6) + 1) / times_per_second
