"""The referee: looks at the runs of a class while one of its challenges is on, and notes whose network meets the rule.

What counts is the engine's own snapshot of a run, never what a page says. While a page of the class is open, the
referee looks on at the board's feeds; where one of them seems to meet the rule, it asks for the whole state between two
steps.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Any, NamedTuple, Protocol

from app.classroom.challenge import Challenge, Entry, entry_of
from app.classroom.challenging import fill_teams, without_team
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.rule import Differences, Found, Rule
from app.classroom.standings import Standings
from app.classroom.task import Task
from app.classroom.telling import EVERYBODY
from app.classroom.trial import Trial, Trials
from app.errors import Refusal
from app.runs.owned import Owned
from engine.experiment import Experiment

AGAIN_SECONDS = 10.0
"""The pause before a trial that was refused is tried again."""
FURTHER = 1.25
"""After a trial that failed, the same experiment is tried again when its run has taken so many times the steps."""


class Board(Protocol):
    """The board as the referee sees it: see `app.classroom.board.Board`."""

    def progress_of(self, member: str) -> tuple[int, dict[str, Any]] | None:
        """A number that rises, and the header of the latest frame of a member's run."""


Show = Callable[[Any], None]
Watching = Callable[[Classroom, Show], AbstractContextManager[None]]


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
        self.standings = Standings(classroom)
        self._listens = ExitStack()
        self._looks: ExitStack | None = None
        self._seen: dict[str, tuple[int, str]] = {}
        """The number of the frame at which a member was last looked at, and the task."""
        self._differences: dict[str, tuple[Experiment, Rule, Differences]] = {}
        """The differences of the experiment that a member's run had from the task's; they change seldom."""
        self._tried: dict[str, Tried] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._had_challenge = False
        self._listens.enter_context(classrooms.telling.listening(classroom.code, self.follow, EVERYBODY))
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
        has_challenge = any(task.challenge is not None for task in self.classroom.tasks)
        if has_challenge or self._had_challenge:
            self.standings.tell(None)
        self._had_challenge = has_challenge

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
        if self.standings.checks.get(member.id) != (task.id, check):
            self.standings.checks[member.id] = task.id, check
            self.standings.tell(member.id)
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
        return entry_of(found, now=now)

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
                    self.standings.tell(None)
        finally:
            self._busy.pop(member.id, None)
            self._seen.pop(member.id, None)  # what came meanwhile was not tried

    async def _try_out(self, member: Member, task: Task, challenge: Challenge, found: Found) -> int | None:
        """The most steps that a fresh network took to meet the rule; None: one of them has not met it."""
        trial = Trial(challenge.seeds)
        self.standings.trials[member.id] = task.id, trial
        taken = int(found.progress["step"])
        most = challenge.rule.most_steps(found.experiment)

        def is_met(fresh: Found) -> bool:
            return challenge.rule.is_met(fresh, task.experiment)

        self.standings.tell(member.id)
        steps = await self.trials.carry_out(
            trial,
            found.experiment,
            max(taken, 1) if most is None else most,
            is_met,
            lambda: self.standings.tell(member.id),
        )
        wait = 0.0
        if trial.state == "refused":
            wait = AGAIN_SECONDS
            asyncio.get_running_loop().call_later(wait, self._seen.pop, member.id, None)
        self._tried[member.id] = Tried(
            challenge, unseeded(found.experiment), 0 if wait else taken, time.monotonic() + wait
        )
        if steps is not None:
            self.standings.trials.pop(member.id, None)
        self.standings.tell(member.id)
        return steps

    def end(self) -> None:
        self._listens.close()
        if self._looks is not None:
            self._looks.close()
        for task in self._busy.values():
            task.cancel()


def is_on(task: Task) -> bool:
    return task.challenge is not None and not task.challenge.is_over


def unseeded(experiment: Experiment) -> Experiment:
    """The experiment without the seed that a student may draw at will."""
    return experiment.changed({"training": {"seed": 0}})
