"""A hosted run is a run that is played, with its watchers, its latest evaluation and its past."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from app.frames.look import MadeLooks, Moment, Sight, Standing
from app.frames.looks import lasting
from app.frames.sight import sight_of
from app.frames.views import Views
from app.trainer.accounts import Account
from app.trainer.costs import is_heavy
from app.trainer.formers import Formers
from app.trainer.transport import BEAT, Transport
from app.trainer.watcher import Watcher
from engine.changes import losses_of
from engine.checkpoint import Checkpoint
from engine.evaluation import Evaluation
from engine.left import Left
from engine.run import Run
from engine.shape import Shape
from engine.timeline import Timeline

REST = 3
"""A heavy run that moves on is evaluated again after so many times the duration of its latest frame with an evaluation;
it pays for it in advance, so that it does not stand still afterwards."""


@dataclass
class HostedRun(Transport):
    run: Run
    diverged_at: int | None = None
    evaluation: Evaluation | None = None
    """The latest evaluation; None: not computed since the run began or was changed."""
    evaluated_at: int = -1
    """The step of that evaluation."""
    made: MadeLooks = field(default_factory=dict)
    """The looks at many samples after that step, if it is heavy."""
    version: int = 0
    """A counter of the states that a watcher could see."""
    saved_version: int = -1
    cohort: object = None
    """The cohort in which it was last computed, kept for the next time."""
    safe: Checkpoint | None = None
    """The state before the latest slice, which was finite."""
    account: Account = field(default_factory=Account)
    """The account of its visitor."""
    turns: int = 0
    """The number of this run's latest turn on its host (see `app.trainer.turns`)."""
    in_training: bool = False
    """Whether it is interrupted within the steps of its turn, and must not be read."""
    frame_seconds: float = 0.0
    """The duration of its latest evaluation and frame, if it is heavy."""
    rest: float = 0.0
    """Seconds of its own work until the next evaluation, if it is heavy and moves on."""
    saved: float = 0.0
    """Seconds that its account has paid in advance for that."""
    not_shown_until: float = 0.0
    """A heavy run is not shown again for the duration of its latest frame, so that half of its time goes to
    training."""
    watchers: dict[str, Watcher] = field(default_factory=dict)
    formers: Formers = field(default_factory=Formers)
    timeline: Timeline = field(default_factory=Timeline)
    has_past: bool = True
    """Whether its timeline is kept; that of a family's members is not."""
    present: "HostedRun | None" = None
    """While it stands at a moment of its past: the state in which it left the present."""
    left: Left | None = None
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
        return Standing(
            self.state,
            self.diverged_at,
            self.speed,
            pace,
            self.evaluation,
            self.evaluated_at,
            *self.formers.counts,
            moment=self.moment,
            traced=self.traced,
            left=self.left,
        )

    @property
    def moment(self) -> Moment:
        """Its place in its past."""
        if self.present is None:
            return Moment(self.timeline.first)
        return Moment(self.present.timeline.first, self.present.run.step, self.run.step + self.owed)

    @property
    def is_on_its_way(self) -> bool:
        """Whether steps are missing on its way to a moment of its past."""
        return self.present is not None and self.owed > 0

    @property
    def traced(self) -> Run:
        """The run whose curve is shown: in the past that of the present, where the losses can be compared."""
        if self.present is None:
            return self.run
        other = self.present.run
        return other if losses_of(other.experiment) == losses_of(self.run.experiment) else self.run

    @property
    def is_evaluated(self) -> bool:
        """Whether the evaluation is of the present state."""
        return self.evaluation is not None and self.evaluated_at == self.run.step

    @property
    def rests(self) -> bool:
        """Whether frames show the evaluation of an earlier step: a heavy run that plays, or is on its way to
        a step, spends most of its time on training, and on what is computed from few samples."""
        if self.rest <= 0 or not self.moves or self.evaluation is None or not self.rests_at_all:
            return False
        keys = {key for watcher in self.watchers.values() for key in watcher.keys(self.run.shape)}
        return all(key in self.made for key in keys if key[0].is_of_sets)

    @property
    def rests_at_all(self) -> bool:
        """Whether the evaluation costs more than the rest of a frame."""
        return self.is_heavy and self.run.shape.view == "samples"

    def save_up(self, seconds: float) -> None:
        """Count work towards the next evaluation, of which a part is paid in advance."""
        self.rest -= seconds
        if self.rests_at_all:
            self.saved += seconds / REST
            self.account.used += seconds / REST

    def use_savings(self) -> None:
        """Get back what was paid in advance: an evaluation comes."""
        self.account.used = max(0.0, self.account.used - self.saved)
        self.saved = 0.0

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
        self.secure()
        self.in_training = True

    def secure(self) -> None:
        """Keep the present state before the coming steps."""
        self.safe = self.run.checkpoint()
        if self.has_past:
            self.timeline.note(self.run, self.safe)

    def go_on(self) -> None:
        """Take further steps, with full patience, also after it has stopped by itself."""
        self.diverged_at = None
        self.timeline.is_changed |= self.run.waited > 0 or self.run.stopped_at is not None
        self.run.go_on()

    def note_steps(self, iterations: int) -> None:
        """Count so many steps as taken: the state is a new one."""
        self.version += 1
        self.take(iterations)
        if not self.owed:
            self.settle()

    def settle(self) -> None:
        """Give a run at a moment of its past the histories that it had then."""
        traced = self.traced
        if traced is not self.run:
            self.run.losses = traced.losses.until(self.run.step)
            self.run.evaluations = traced.evaluations.until(self.run.step)
            self.run.milestones = [each for each in traced.milestones if each.step <= self.run.step]

    def release(self) -> None:
        """Free all activations of the latest pass."""
        self.cohort = None

    def stop(self) -> None:
        """Pause, and drop the owed steps."""
        self.stand_still()
        self.settle()

    def begin_anew(self) -> None:
        """Forget the former state and its past: the run was restarted."""
        self.timeline, self.present, self.left = Timeline(), None, None
        self.stand_elsewhere(full=True)

    def stand_elsewhere(self, *, full: bool) -> None:
        """Show another state of the run, with a full frame if `full`."""
        self.owed = self.late = 0
        self.diverged_at = self.evaluation = self.safe = None
        self.made.clear()
        self.drop_losses()
        self.touch(full=full)

    def drop_losses(self) -> None:
        """Send no watcher the losses that it has not been sent yet: where they still count, the history of its next
        frame, which is a full one, contains them."""
        for watcher in self.watchers.values():
            watcher.full = watcher.full or bool(watcher.losses)
            watcher.losses.clear()

    def go_on_changed(self, *, is_evaluated: bool = False) -> None:
        """Continue with another experiment, whose evaluation may be the former's."""
        self.timeline = self.timeline.changed(self.run.experiment)
        if not len(self.run.losses.steps):  # Its losses so far cannot be compared with those that come.
            self.drop_losses()
        # The last finite state belongs to another experiment: its parameters may not fit this one.
        self.diverged_at = self.safe = None
        if not is_evaluated:
            self.evaluation = None
        self.touch(full=True)

    @property
    def frames_per_second(self) -> float:
        """The frames a second that its watchers ask for."""
        return max((watcher.views.frames_per_second for watcher in self.watchers.values()), default=BEAT)

    def due_watchers(self, now: float) -> list[tuple[str, Watcher]]:
        return [
            (name, watcher)
            for name, watcher in self.watchers.items()
            if max(watcher.next_frame, self.not_shown_until) <= now
            and (watcher.full or watcher.version != self.version)
        ]

    def next_due(self, now: float) -> Iterable[float]:
        """Seconds until each of the events that this run waits for."""
        yield from self.next_steps_due(now)
        for watcher in self.watchers.values():
            if watcher.full or watcher.version != self.version:
                yield max(watcher.next_frame, self.not_shown_until) - now
