"""A hosted family: many runs that their host trains, shows, commands and stores as one.

Its members are ordinary runs. In a turn, all of them take equally many steps, those of one shape as one cohort, so that
each equals that run alone, bit for bit, and a frame shows all of them after the same step. A member that has stopped by
itself or diverged stays where it is until the family is reset. A family has its turns after the light runs of others,
with one account of its visitor's for all of it: it costs what its members cost, and makes no class slower.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.document.family import experiments_in, variations_in
from app.document.versions import VERSION, Document
from app.errors import HostError
from app.frames import family as frames
from app.frames.ensemble import EnsembleView
from app.frames.family import described, measures_of, shown
from app.frames.frame import Frame
from app.frames.progress import progress
from app.frames.race import RaceView, on_ground
from app.frames.views import Views
from app.log import note_failure
from app.trainer.audience import audiences, losses_of, note_shown
from app.trainer.changes import reset
from app.trainer.costs import is_heavy, largest_cohort
from app.trainer.group import MAPPED_NUMBERS, chunks, cohort_of, evaluate
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed, unpacked
from engine.experiment import Experiment
from engine.family import Variation
from engine.pauses import pause
from engine.probes.race_ground import RaceGround
from engine.run import Run

FINEST = 200**2
"""The most points of a map."""


@dataclass
class HostedFamily(HostedRun):
    """`run` is that of the first member."""

    base: Experiment = field(default_factory=Experiment)
    variations: Sequence[Variation] = ()
    members: Sequence[HostedRun] = ()
    step: int = 0
    """The steps that the family has taken."""
    ground: RaceGround | None = None
    """What is kept of the surface below its members while someone looks at their race."""
    refines: bool = False
    """Whether further frames of the same state show that surface finer."""

    def __post_init__(self) -> None:
        for member in self.members:
            member.has_past = False

    @property
    def state(self) -> str:
        if all(member.diverged_at is not None for member in self.members):
            return "diverged"
        return "playing" if self.playing else "paused"

    @property
    def plan(self) -> tuple[object, ...]:
        return self.step, self.playing, self.speed, self.owed

    @property
    def shape(self) -> Hashable:
        """Families whose members have equal shapes cost alike. Equal shapes are one object (see `engine.shape`)."""
        return frozenset(Counter(id(member.run.shape) for member in self.members).items())

    @property
    def is_heavy(self) -> bool:
        """Always: it is trained and shown in turns."""
        return True

    @property
    def rests_at_all(self) -> bool:
        """Never: a frame shows all members after the same step."""
        return False

    @property
    def parts(self) -> Sequence[HostedRun]:
        return [member for member in self.members if moves(member)]

    def note_steps(self, iterations: int) -> None:
        super().note_steps(iterations)
        self.step += iterations
        if not self.parts:
            self.stop()

    def release(self) -> None:
        for member in self.members:
            if is_heavy(member.run.shape, FINEST):
                member.release()

    def go_on(self) -> None:
        """Play, or take steps: where no member would, those go on that have stopped by themselves."""
        if not self.parts:
            for member in self.members:
                member.run.go_on()

    def obey(self, command: dict[str, Any], owes: int) -> None:
        """Carry out a command of `app.wire`; a `step` command is for `owes` iterations. Raises HostError."""
        match command["do"]:
            case "play":
                self.playing, self.owed = True, 0
                self.go_on()
            case "pause":
                self.stop()
            case "step":
                self.stop()
                self.go_on()
                self.owed = owes if self.parts else 0
            case "speed":
                self.go_at(command["iterations_per_second"])
            case "reset":
                self.stop()
                for member in self.members:
                    reset(member, member.run.experiment)
                    pause()
                self.step = 0
            case _:
                raise of_single_runs(command["do"])
        self.touch(full=True)

    def prepare(self) -> None:
        """What comes before the steps of a turn: all curves begin at step 0."""
        if self.step == 0:
            evaluate_all(self)

    def looks(self, views: Views) -> dict[str, Any]:
        """What a frame shows of it: arrays, and plain values for the header."""
        evaluate_all(self)
        resolution = views.resolution if self.playing else views.still_resolution
        members = [
            frames.Member(member.run, member.evaluation, member.diverged_at)
            for member in self.members
            if member.evaluation is not None
        ]
        places = {id(member): place for place, member in enumerate(self.members)}
        parts = (
            frames.Part([places[id(member)] for member in some], cohort_of(some))
            for some in alike(self.members, MAPPED_NUMBERS // resolution**2)
        )
        asked = views.of(EnsembleView).ensemble
        try:
            found = shown(parts, len(members), resolution, views.stride, ensemble=asked)
        except Exception as error:  # it is left out, so that the training process goes on with all other runs
            found = {}
            note_failure(f"the look {'Ensemble' if asked else 'FamilyTiles'}", type(error).__name__)
        self.refines = False
        return measures_of(members) | found | (self.race() if views.of(RaceView).race else {})

    def race(self) -> dict[str, Any]:
        """The paths of the members on one ground, if they are a race; the surface may be refined in further frames."""
        try:
            self.ground, found, self.refines = on_ground(self.ground, [member.run for member in self.members])
        except Exception as error:
            note_failure("the look RaceOnGround", type(error).__name__)
            return {}
        return found

    def packed(self) -> Document:
        """Everything that another host needs to continue it (see `app.document.family`)."""
        return {
            "version": VERSION,
            "experiment": self.base.model_dump(mode="json"),
            "variations": described(self.variations),
            "members": [packed(member) for member in self.members],
            "step": self.step,
            "playing": self.playing,
            "speed": self.speed,
        }

    @property
    def told(self) -> dict[str, Any]:
        """Its state, in numbers, as that of a run; and that of each member."""
        evaluate_all(self)
        nothing = dict.fromkeys(("diverged_at", "stopped_at", "best_step", *frames.MEASURES))
        return {
            **nothing,
            **self.header,
            "experiment": self.base.model_dump(mode="json"),
            "members": [progress(member.run, member.standing) for member in self.members],
        }

    @property
    def common_header(self) -> dict[str, Any]:
        """The fields of the frames of families and searches alike."""
        return {
            "step": self.step,
            "state": self.state,
            "speed": self.speed,
            "pace": self.share.given if self.playing and self.speed is not None else 1.0,
            "data": self.base.data.model_dump(mode="json", include={"kind", "digits"}),
        }

    @property
    def header(self) -> dict[str, Any]:
        """The fields of its frames."""
        return {
            **self.common_header,
            "epoch": self.step * self.run.shape.batch_size / self.run.shape.n_train,
            "classes": self.run.experiment.heads[0].n_classes or 0,
            "variations": described(self.variations),
        }


def moves(member: HostedRun) -> bool:
    """Whether a member takes further steps: it has neither stopped by itself nor diverged."""
    return member.diverged_at is None and member.run.stopped_at is None


def of_single_runs(what: str) -> HostError:
    return HostError(
        "is-a-family",
        "do",
        "A family is played, paused, stepped and reset as one; {what} is for a single run: open one of its members "
        "first.",
        what=what,
    )


def alike(members: Iterable[HostedRun], most: int | None = None) -> Iterator[Sequence[HostedRun]]:
    """The runs that are stacked: those of one shape, not too many at a time. With `most`, as many as have so many
    activations. Those that stand still are apart, so that the others keep their cohort."""
    kinds: dict[object, list[HostedRun]] = {}
    for member in members:
        kinds.setdefault((member.run.shape, moves(member)), []).append(member)
    for some in kinds.values():
        run = some[0].run
        size = largest_cohort(run.shape)
        if most is not None:
            size = min(size, max(1, most // sum(run.experiment.plan.units[1:])))
        yield from chunks(some, size)


def evaluate_all(family: HostedFamily) -> None:
    """Compute the losses over whole sets for all members with a new state."""
    for some in alike(family.members):
        evaluate(some)
        pause()


def show_family(name: str, family: HostedFamily, now: float, taken: float) -> Iterator[Frame]:
    """Yield the frames due at `now`, which have all that its watchers ask for; `taken` is in seconds since 1970."""
    for audience in audiences(name, family, now):
        found = family.looks(audience.views)
        if watchers := audience.present():
            arrays = {name: each for name, each in found.items() if isinstance(each, np.ndarray)}
            header = {"full": True, "taken": taken, **family.header, **found}
            header = {name: each for name, each in header.items() if name not in arrays}
            frame = Frame(name, header, arrays, losses_of(watchers))
            note_shown(watchers, None if family.refines else family.version, now)
            yield frame


def unpacked_family(document: Document) -> HostedFamily:
    """The family of a document in the present version, also of one that has not begun."""
    members = []
    for member in document["members"]:
        members.append(unpacked(member))
        pause()
    if not members:
        for experiment in experiments_in(document):
            members.append(HostedRun(Run(experiment)))
            pause()
    return HostedFamily(
        members[0].run,
        base=Experiment.model_validate(document["experiment"]),
        variations=variations_in(document),
        members=members,
        step=document["step"],
        playing=document.get("playing", False),
        **({"speed": document["speed"]} if "speed" in document else {}),
    )
