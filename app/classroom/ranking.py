"""The ranking of a challenge: of its students, and of its teams."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.classroom.challenge import Entry
from app.classroom.classroom import Classroom
from app.classroom.member import Member
from app.classroom.task import Task


class Ranked(NamedTuple):
    """Equal ones share a place, and the next place is left out."""

    place: int
    member: Member
    entry: Entry


class RankedTeam(NamedTuple):
    place: int
    team: int
    met: int
    """The number of its members who have met the rule."""
    members: int


def ranking(classroom: Classroom, task: Task) -> list[Ranked]:
    """The students who have met the rule of a task's challenge, the best first, without those who were taken out."""
    challenge = task.challenge
    if challenge is None:
        return []
    entries = [(entry, each) for each in classroom.inside() if (entry := each.entries.get(task.id))]
    entries.sort(key=lambda pair: (pair[0].key(challenge.ranked_by), pair[0].at))
    places = shared_places([entry.key(challenge.ranked_by) for entry, _ in entries])
    return [Ranked(place, member, entry) for place, (entry, member) in zip(places, entries, strict=True)]


def ranked_teams(classroom: Classroom, task: Task, ranked: Sequence[Ranked]) -> list[RankedTeam]:
    """A team ranks by how many of its members have met the rule, and then by the place of the best of them."""
    teams = 0 if task.challenge is None else task.challenge.teams
    members = [member.teams.get(task.id) for member in classroom.inside()]
    places = {
        team: [each.place for each in ranked if each.member.teams.get(task.id) == team]
        for team in range(1, teams + 1)
    }
    keys = {team: (-len(own), own[0] if own else 0) for team, own in places.items()}
    order = sorted(keys, key=lambda team: (keys[team], team))
    shared = shared_places([keys[team] for team in order])
    return [
        RankedTeam(place, team, len(places[team]), members.count(team))
        for place, team in zip(shared, order, strict=True)
    ]


def shared_places(keys: Sequence[Any]) -> list[int]:
    """The places of sorted keys, from 1; equal keys share one."""
    places: list[int] = []
    for index, key in enumerate(keys):
        places.append(places[-1] if index and key == keys[index - 1] else index + 1)
    return places
