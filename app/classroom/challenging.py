"""Acts on the challenges of a class: one is set for a task, ended, taken away; teams are drawn or chosen."""

import secrets

from app.classroom.challenge import (
    NO_CHALLENGE,
    NO_TEAM,
    OWN_TEAM,
    TEAMS_STAND,
    Challenge,
    ChallengeToSet,
)
from app.classroom.classroom import Classroom
from app.classroom.member import Member
from app.classroom.task import Task
from app.errors import Refusal


def set_challenge(classroom: Classroom, task: Task, described: ChallengeToSet) -> None:
    """Give a task a challenge, in place of one that it has: places and teams of that one are forgotten."""
    challenge = Challenge.of(described, task.experiment)
    remove_challenge(classroom, task)
    task.challenge = challenge
    draw_teams(classroom, task)


def remove_challenge(classroom: Classroom, task: Task) -> None:
    task.challenge = None
    for member in classroom.members:
        member.entries.pop(task.id, None)
        member.teams.pop(task.id, None)


def challenge_of(task: Task) -> Challenge:
    if task.challenge is None:
        raise Refusal("no-challenge", "task", NO_CHALLENGE)
    return task.challenge


def draw_teams(classroom: Classroom, task: Task) -> None:
    """Draw the teams anew."""
    challenge = challenge_of(task)
    for member in classroom.members:
        member.teams.pop(task.id, None)
    if challenge.teams and challenge.teams_are_drawn:
        fill_teams(classroom, task)


def without_team(classroom: Classroom, task: Task) -> list[Member]:
    """The members without a team where teams are drawn, such as latecomers."""
    challenge = task.challenge
    if challenge is None or not challenge.teams or not challenge.teams_are_drawn:
        return []
    return [member for member in classroom.inside() if task.id not in member.teams]


def fill_teams(classroom: Classroom, task: Task) -> None:
    """Draw a team for everybody who has none: one of the smallest."""
    count = challenge_of(task).teams
    lonely = without_team(classroom, task)
    secrets.SystemRandom().shuffle(lonely)
    for member in lonely:
        own = [each.teams.get(task.id) for each in classroom.inside()]
        sizes = {team: own.count(team) for team in range(1, count + 1)}
        member.teams[task.id] = secrets.choice(
            [team for team, size in sizes.items() if size == min(sizes.values())]
        )


def join_team(member: Member, task: Task, team: int, *, by_teacher: bool) -> None:
    """Put a member into a team. Raises Refusal."""
    challenge = challenge_of(task)
    if not 1 <= team <= challenge.teams:
        raise Refusal("no-team", "team", NO_TEAM)
    if challenge.is_over and not by_teacher:
        raise Refusal("no-team", "team", TEAMS_STAND)
    if challenge.teams_are_drawn and not by_teacher:
        raise Refusal("no-team", "team", OWN_TEAM)
    member.teams[task.id] = team
