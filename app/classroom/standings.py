"""Standings: what students, board and wall are told of a challenge, whenever it has changed."""

from collections.abc import Callable
from typing import Any

from app.classroom.challenge import Challenge, Entry
from app.classroom.classroom import Classroom
from app.classroom.member import Member
from app.classroom.ranking import Ranked, ranked_teams, ranking
from app.classroom.rule import Check
from app.classroom.task import Task
from app.classroom.trial import Trial

Tell = Callable[[], None]


class Standings:
    """The standings of one class, which its referee brings up to date."""

    def __init__(self, classroom: Classroom) -> None:
        self.classroom = classroom
        self.listeners: dict[str | None, set[Tell]] = {}
        """The listeners of each member's standing; under None those of the ranking alone."""
        self.checks: dict[str, tuple[str, Check]] = {}
        """The task of each member, and how the member's run stands to its rule."""
        self.trials: dict[str, tuple[str, Trial]] = {}
        """The task and the trial of each member who has one."""
        self._ranked: dict[str, list[Ranked]] = {}
        """The ranking of each task, until it changes."""

    def tell(self, member: str | None) -> None:
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

    def of(self, member: Member) -> dict[str, Any] | None:
        """The challenge of their task as a student is told of it; None: it has none."""
        task = self.classroom.task_of(member)
        if task is None or task.challenge is None:
            return None
        of, check = self.checks.get(member.id, ("", None))
        at, trial = self.trials.get(member.id, ("", None))
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
        """A task's challenge as the teacher's page and the projector's are told of it; None: it has none. Members go by
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
            "trials": sum(trial.state in ("waiting", "training") for _, trial in self.trials.values()),
            "teams": [each._asdict() for each in ranked_teams(self.classroom, task, ranked)],
        }


def value_of_place(challenge: Challenge, entry: Entry) -> float | None:
    """The value by which it ranks; the earliest ones by the time, in seconds since 1970."""
    return entry.at if challenge.ranked_by == "earliest" else entry.values.get(challenge.ranked_by)
