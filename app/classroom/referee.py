"""The referee: looks at the runs of a class while one of its challenges is on, and notes whose network meets the rule.

What counts is the engine's own snapshot of a run, never what a page says. While a page of the class is open, the
referee looks on at the board's feeds; where one of them seems to meet the rule, it asks for the whole state between two
steps.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Any, NamedTuple, Protocol

from app.classroom.challenge import Challenge, Entry, entry_of
from app.classroom.challenging import fill_teams, without_team
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.ranking import Ranked, ranked_teams, ranking
from app.classroom.rule import Check, Differences, Found, Rule
from app.classroom.task import Task
from app.classroom.trial import Trial, Trials
from app.errors import Refusal
from app.runs.owned import Owned
from engine.experiment import Experiment

AGAIN_SECONDS = 10.0
"""The pause before a trial that was refused is tried again."""
FURTHER = 1.25
"""After a trial that failed, the same experiment is tried again when its run has taken so many times the steps."""


class Board(Protocol):
    """What is seen of the runs: see `app.classroom.board.Board`."""

    def progress_of(self, member: str) -> tuple[int, dict[str, Any]] | None:
        """A number that rises, and the header of the latest frame of a member's run."""


Show = Callable[[Any], None]
Watching = Callable[[Classroom, Show], AbstractContextManager[None]]
Tell = Callable[[], None]


class Tried(NamedTuple):
    """A trial that is over."""

    challenge: Challenge
    experiment: Experiment
    steps: int
    again_at: float


class Referee:
    """The referee of one class."""

    def __init__(
        self, classrooms: Classrooms, trials: Trials, watching: Watching, classroom: Classroom
    ) -> None:
        self.classrooms = classrooms
        self.trials = trials
        self.classroom = classroom
        self._watching = watching
        self.listeners: dict[str | None, set[Tell]] = {}
        """By the member of whose standing they are told; None: of the ranking alone."""
        self._ranked: dict[str, list[Ranked]] = {}
        """The ranking of each task, until it changes."""
        self._listens = ExitStack()
        self._looks: ExitStack | None = None
        self._seen: dict[str, tuple[int, str]] = {}
        """The number of the frame at which a member was last looked at, and the task."""
        self._differences: dict[str, tuple[Experiment, Rule, Differences]] = {}
        """What was found of the experiment that a member's run had; they change seldom."""
        self._checks: dict[str, tuple[str, Check]] = {}
        self._trials: dict[str, tuple[str, Trial]] = {}
        self._tried: dict[str, Tried] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._listens.enter_context(classrooms.telling.listening(classroom.code, self.follow))
        self.follow()

    # Looking

    def follow(self) -> None:
        """Look on while there is a challenge, and give latecomers a team."""
        is_on = False
        for task in self.classroom.tasks:
            if task.challenge is None or task.challenge.is_over:
                continue
            is_on = True
            if without_team(self.classroom, task):
                with self.classrooms.changing(self.classroom):
                    fill_teams(self.classroom, task)
        if is_on and self._looks is None:
            self._looks = ExitStack()
            self._looks.enter_context(self._watching(self.classroom, self.look))
        elif not is_on and self._looks is not None:
            self._looks.close()
            self._looks = None
        self._seen = {}  # a rule may be another one now
        self._tell(None)

    def look(self, board: Board) -> None:
        """Look at every run that has changed."""
        for member in self.classroom.inside():
            task = self.classroom.task_of(member)
            seen = board.progress_of(member.id)
            owned = None if member.run is None else self.classrooms.runs.awake.get(member.run)
            if task is None or seen is None or owned is None or not is_on(task):
                continue
            number, progress = seen
            if self._seen.get(member.id) == (number, task.id):
                continue
            self._seen[member.id] = number, task.id
            self._look_at(member, task, owned, Found(progress, owned.experiment))

    def _look_at(self, member: Member, task: Task, owned: Owned, found: Found) -> None:
        challenge = task.challenge
        assert challenge is not None
        experiment, rule, differences = self._differences.get(member.id, (None, None, None))
        if differences is None or experiment is not found.experiment or rule is not challenge.rule:
            differences = challenge.rule.differences(found.experiment, task.experiment)
            self._differences[member.id] = found.experiment, challenge.rule, differences
        check = challenge.rule.check(found, differences)
        if self._checks.get(member.id) != (task.id, check):
            self._checks[member.id] = task.id, check
            self._tell(member.id)
        if check.is_met and member.id not in self._busy and self._would_gain(member, task, found):
            self._busy[member.id] = asyncio.create_task(self._confirm(member, task, challenge, owned))

    def _would_gain(self, member: Member, task: Task, found: Found) -> bool:
        """Whether the student would have a place, or a better one."""
        challenge, before = task.challenge, member.entries.get(task.id)
        assert challenge is not None
        if before is not None:
            now = self._entry(member, task, found)
            if now.key(challenge.ranked_by) >= before.key(challenge.ranked_by):
                return False
        tried = self._tried.get(member.id)
        if not challenge.seeds or tried is None:
            return True
        is_other = challenge is not tried.challenge or unseeded(found.experiment) != tried.experiment
        return (
            is_other or found.progress["step"] > FURTHER * tried.steps
        ) and time.monotonic() > tried.again_at

    def _entry(self, member: Member, task: Task, found: Found) -> Entry:
        now = self.classrooms.clock()
        return entry_of(found, is_loaded=member.run in member.loaded, now=now)

    # Confirming

    async def _confirm(self, member: Member, task: Task, challenge: Challenge, owned: Owned) -> None:
        """Check the whole state of a run, and give its student a place where it meets the rule."""
        try:
            with suppress(Refusal):  # a run that cannot be asked is looked at again
                progress = await owned.snapshot()
                found = Found(progress, Experiment.model_validate(progress["experiment"]))
                if not challenge.rule.is_met(found, task.experiment):
                    return
                entry = self._entry(member, task, found)
                if challenge.seeds:
                    steps = await self._try_out(member, task, challenge, found)
                    if steps is None:
                        return
                    entry.values["steps"] = steps
                before = member.entries.get(task.id)
                by = challenge.ranked_by
                is_better = before is None or entry.key(by) < before.key(by)
                is_there = self.classrooms.exists(self.classroom) and member in self.classroom.members
                if is_better and is_there and task.challenge is challenge and is_on(task):
                    with self.classrooms.changing(self.classroom):
                        member.entries = {**member.entries, task.id: entry}
                    self._tell(None)
        finally:
            self._busy.pop(member.id, None)
            self._seen.pop(member.id, None)  # what came meanwhile was not tried

    async def _try_out(self, member: Member, task: Task, challenge: Challenge, found: Found) -> int | None:
        """The most steps that a fresh network took to meet the rule; None: one of them has not met it."""
        trial = Trial(challenge.seeds)
        self._trials[member.id] = task.id, trial
        taken = int(found.progress["step"])
        most = challenge.rule.most_steps(found.experiment)

        def is_met(fresh: Found) -> bool:
            return challenge.rule.is_met(fresh, task.experiment)

        self._tell(member.id)
        steps = await self.trials.carry_out(
            trial,
            found.experiment,
            max(taken, 1) if most is None else most,
            is_met,
            lambda: self._tell(member.id),
        )
        wait = 0.0
        if trial.state == "refused":
            wait = AGAIN_SECONDS
            asyncio.get_running_loop().call_later(wait, self._seen.pop, member.id, None)
        self._tried[member.id] = Tried(
            challenge, unseeded(found.experiment), 0 if wait else taken, time.monotonic() + wait
        )
        if steps is not None:
            self._trials.pop(member.id, None)
        self._tell(member.id)
        return steps

    # Telling

    def _tell(self, member: str | None) -> None:
        """The standing of a member has changed; None: the ranking."""
        if member is None:
            self._ranked = {}
        heard = [self.listeners.get(member, set())] if member is not None else self.listeners.values()
        for tell in [tell for tells in heard for tell in tells]:
            tell()

    def _ranking(self, task: Task) -> list[Ranked]:
        if task.id not in self._ranked:
            self._ranked[task.id] = ranking(self.classroom, task)
        return self._ranked[task.id]

    def standing(self, member: Member) -> dict[str, Any] | None:
        """What a student is told of the challenge of their task; None: it has none."""
        task = self.classroom.task_of(member)
        if task is None or task.challenge is None:
            return None
        of, check = self._checks.get(member.id, ("", None))
        at, trial = self._trials.get(member.id, ("", None))
        ranked = self._ranking(task)
        own = next((each for each in ranked if each.member is member), None)
        return {
            "check": check.shown() if check is not None and of == task.id else None,
            "trial": trial.shown() if trial is not None and at == task.id else None,
            "place": None if own is None else own.place,
            "value": None if own is None else value_of_place(task.challenge, own.entry),
            "marks": [] if own is None else own.entry.marks,
            "met": len(ranked),
            "team": member.teams.get(task.id),
            "teams": [each._asdict() for each in ranked_teams(self.classroom, task, ranked)],
        }

    def on_board(self, task: Task | None) -> dict[str, Any] | None:
        """What the teacher's page and the projector's are told of a task's challenge; None: it has none. Members go by
        their ids: their names are told, or withheld, elsewhere."""
        if task is None or task.challenge is None:
            return None
        ranked = self._ranking(task)
        return {
            "challenge": task.challenge.model_dump(mode="json"),
            "ranking": [
                {
                    "place": each.place,
                    "member": each.member.id,
                    "value": value_of_place(task.challenge, each.entry),
                    "marks": each.entry.marks,
                    "team": each.member.teams.get(task.id),
                }
                for each in ranked
            ],
            "trials": sum(trial.state in ("waiting", "training") for _, trial in self._trials.values()),
            "teams": [each._asdict() for each in ranked_teams(self.classroom, task, ranked)],
        }

    def end(self) -> None:
        self._listens.close()
        if self._looks is not None:
            self._looks.close()
        for task in self._busy.values():
            task.cancel()


class Referees:
    """The referees of the classes of which a page is open."""

    def __init__(self, classrooms: Classrooms, watching: Watching) -> None:
        self.classrooms = classrooms
        self.trials = Trials(classrooms.runs)
        self._watching = watching
        self._all: dict[str, Referee] = {}

    @contextmanager
    def attending(self, classroom: Classroom, member: str | None, tell: Tell) -> Iterator[Referee]:
        """The referee of a class, who calls `tell` at each change of the ranking and of a member's standing, until the
        block ends."""
        if classroom.code not in self._all:
            self._all[classroom.code] = Referee(self.classrooms, self.trials, self._watching, classroom)
        referee = self._all[classroom.code]
        referee.listeners.setdefault(member, set()).add(tell)
        try:
            yield referee
        finally:
            referee.listeners[member].discard(tell)
            if not referee.listeners[member]:
                del referee.listeners[member]
            if not referee.listeners and self._all.get(classroom.code) is referee:
                referee.end()
                del self._all[classroom.code]


def is_on(task: Task) -> bool:
    return task.challenge is not None and not task.challenge.is_over


def unseeded(experiment: Experiment) -> Experiment:
    """The experiment without the seed that a student may draw at will."""
    return experiment.changed({"training": {"seed": 0}})


def value_of_place(challenge: Challenge, entry: Entry) -> float | None:
    """The value by which it ranks; the earliest ones by the time, in seconds since 1970."""
    return entry.at if challenge.ranked_by == "earliest" else entry.values.get(challenge.ranked_by)
