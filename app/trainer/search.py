"""A hosted search: a family whose members come over time. Each strategy has one trial in training, all of them side by
side.

All trials in training take equally many steps in a turn, those of one shape as one cohort. After each tenth of its
steps, a trial's validation loss is measured; at its end, or where the median rule stops it, its strategy is told, and
the next one begins. When all have spent their budgets, the best trial of each strategy is trained once more, to the
same state bit for bit, and the test set is looked at: before that, no test loss is shown or stored.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.document.search import as_plain, search_in, trial_of
from app.document.versions import VERSION, Document
from app.frames.search import shown
from app.frames.views import Views
from app.log import note_failure
from app.trainer.family import HostedFamily, evaluate_all, moves, of_single_runs
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed, unpacked
from engine.experiment import Experiment
from engine.fault import Fault
from engine.pauses import pause
from engine.run import Run
from engine.search.contender import DIVERGED, ENDED, STOPPED, TRAINS, Contender, Trial
from engine.search.cube import Cube
from engine.search.search import PARTS, Search, cube_of, space_of
from engine.search.space import Space


class Seat(NamedTuple):
    """A trial in training, and its run."""

    trial: Trial
    member: HostedRun


@dataclass
class HostedSearch(HostedFamily):
    """`run` is a run of the base, which is not trained; `members` are the runs of the seats."""

    search: Search = field(kw_only=True)
    space: Space = field(kw_only=True)
    cube: Cube = field(kw_only=True)
    trials: list[Trial] = field(default_factory=list)
    """All trials, in the order in which they began."""
    finals: dict[str, Trial] = field(default_factory=dict)
    """Of each strategy whose best trial is trained once more, that training."""
    results: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    """The test loss and the test accuracy of the best trial of each strategy, at the end."""
    seats: dict[str, Seat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._take_seats()
        self._begin_contenders()

    def _begin_contenders(self) -> None:
        self.contenders = {
            name: Contender(name, self.cube, [trial for trial in self.trials if trial.strategy == name])
            for name in self.search.strategies
        }

    @property
    def state(self) -> str:
        return "playing" if self.playing else "paused"

    @property
    def is_over(self) -> bool:
        """Whether all budgets are spent, and the test losses are known."""
        return not self.seats and all(
            contender.is_done and (contender.best is None or name in self.results)
            for name, contender in self.contenders.items()
        )

    @property
    def shape(self) -> Hashable:
        """Its members change: the steps of a turn are found for the search as a whole."""
        return "search", id(self.run.shape), self.search.strategies

    def coming(self, most: int) -> int:
        """No more steps than up to the next measurement of any trial."""
        left = [self._measured_at(trial) - trial.steps for trial, _ in self.seats.values()]
        return min(super().coming(most), *left) if left else 0

    def note_steps(self, iterations: int) -> None:
        HostedRun.note_steps(self, iterations)
        self.step += iterations
        for trial, _ in self.seats.values():
            trial.steps += iterations
        self.prepare()

    def prepare(self) -> None:
        """Measure the trials that are due, tell their strategies, and begin the next ones: as often as needed."""
        while not self.is_over:
            due = [
                name for name, seat in self.seats.items() if seat.trial.steps >= self._measured_at(seat.trial)
            ]
            if due:
                evaluate_all(self)
            for name in due:
                self._measure(name)
            begun = [self._begin(name) for name in self.contenders if name not in self.seats]
            if not due and not any(begun):
                break
        if self.is_over and self.playing:
            self.stop()
            self.touch(full=True)

    def _measured_at(self, trial: Trial) -> int:
        """The step after which the next loss of a trial is measured."""
        return self.search.steps // PARTS * len(trial.losses)

    def _measure(self, name: str) -> None:
        """Note the loss of a trial, and whether this was its end."""
        (trial, member), evaluation = self.seats[name], self.seats[name].member.evaluation
        assert evaluation is not None and evaluation.validation_loss is not None
        trial.losses.append(evaluation.validation_loss)
        if member.diverged_at is not None or not isfinite(trial.losses[-1]):
            trial.state = DIVERGED
        elif trial.steps >= self.search.steps or not moves(member):
            trial.state = ENDED
        elif self.search.stops_early and name not in self.finals and self.contenders[name].is_bad(trial):
            trial.state = STOPPED
        if trial.state != TRAINS:
            trial.steps = member.run.step
            if name in self.finals:
                self.results[name] = evaluation.test_loss, evaluation.test_accuracy
            del self.seats[name]
            self._take_seats()

    def _begin(self, name: str) -> bool:
        """Seat the next trial of a strategy, or, when all have spent their budgets, its best one; whether one came."""
        contender = self.contenders[name]
        try:
            point = contender.next_point()
        except Exception as error:  # of a library: the strategy ends, and all other runs go on
            note_failure(name, type(error).__name__)
            contender.is_done, point = True, None
        if point is not None:
            values = self.space.values_at(point)
            trial = Trial(name, point, values)
            member = self._run_of(trial)
            contender.trials.append(trial)
            self.trials.append(trial)
        else:
            best = contender.best
            if (
                best is None
                or name in self.finals
                or not all(each.is_done for each in self.contenders.values())
            ):
                return False
            trial = Trial(name, best.point, best.values)
            member = self._run_of(trial)
            self.finals[name] = trial
        if member is not None:
            self.seats[name] = Seat(trial, member)
            self._take_seats()
        pause()
        return True

    def _run_of(self, trial: Trial) -> HostedRun | None:
        """The run of a trial at step 0; None, and the trial counts as diverged: the values do not go together."""
        try:
            return HostedRun(Run(self.space.experiment_with(trial.values)))
        except (ValidationError, Fault):
            trial.state = DIVERGED
            return None

    def _take_seats(self) -> None:
        self.members = [seat.member for seat in self.seats.values()]
        for member in self.members:
            member.has_past = False

    def obey(self, command: dict[str, Any], owes: int) -> None:
        """Carry out a command of `app.wire`. Raises HostError."""
        match command["do"]:
            case "play":
                self.playing, self.owed = not self.is_over, 0
            case "step":
                self.stop()
                self.owed = 0 if self.is_over else owes
            case "reset":
                self.stop()
                self.trials, self.finals, self.results, self.seats = [], {}, {}, {}
                self._take_seats()
                self._begin_contenders()
                self.step = 0
            case "pause" | "speed":
                return super().obey(command, owes)
            case _:
                raise of_single_runs(command["do"])
        self.touch(full=True)

    def looks(self, views: Views) -> dict[str, Any]:
        return shown(self.trials, self.search.strategies)

    @property
    def header(self) -> dict[str, Any]:
        """The fields of its frames."""
        return {
            **self.common_header,
            "search": self.search.model_dump(mode="json"),
            "is_over": self.is_over,
            "finals": [*self.finals],
            "results": {name: list(result) for name, result in self.results.items()},
        }

    @property
    def told(self) -> dict[str, Any]:
        """Its state, in numbers."""
        trials = [as_plain(trial) for trial in self.trials]
        return {**self.header, "experiment": self.base.model_dump(mode="json"), "trials": trials}

    def packed(self) -> Document:
        """Everything that another host needs to continue it (see `app.document.search`)."""
        return {
            "version": VERSION,
            "experiment": self.base.model_dump(mode="json"),
            "search": self.search.model_dump(mode="json"),
            "trials": [as_plain(trial) for trial in self.trials],
            "finals": {name: as_plain(trial) for name, trial in self.finals.items()},
            "results": {name: list(result) for name, result in self.results.items()},
            "seats": [*self.seats],
            "members": [packed(member) for member in self.members],
            "step": self.step,
            "playing": self.playing,
            "speed": self.speed,
        }


def unpacked_search(document: Document) -> HostedSearch:
    """The search of a document in the present version, also of one that has not begun."""
    base, search = Experiment.model_validate(document["experiment"]), search_in(document)
    space = space_of(base, search)
    trials = [trial_of(plain) for plain in document["trials"]]
    finals = {name: trial_of(plain) for name, plain in document["finals"].items()}
    in_training = {trial.strategy: trial for trial in trials if trial.state == TRAINS} | finals
    seats = {}
    for name, member in zip(document["seats"], document["members"], strict=True):
        seats[name] = Seat(in_training[name], unpacked(member))
        pause()
    return HostedSearch(
        Run(base),
        base=base,
        search=search,
        space=space,
        cube=cube_of(space, search),
        trials=trials,
        finals=finals,
        results={name: (loss, accuracy) for name, (loss, accuracy) in document["results"].items()},
        seats=seats,
        step=document["step"],
        playing=document.get("playing", False),
        speed=document.get("speed"),
    )
