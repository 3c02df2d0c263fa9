"""The pace: a list of tasks that a class goes through together, or each student in their own time."""

from typing import Any, Literal

from app.classroom import tasks
from app.classroom.classroom import Classroom
from app.classroom.member import Member


def choose(classroom: Classroom, pace: Literal["together", "each"]) -> None:
    """With each in their own time, who is at no task begins with the first. Nobody else is moved."""
    classroom.pace = pace
    if pace == "each" and classroom.tasks:
        classroom.present = classroom.present or classroom.tasks[0].id
        for member in classroom.members:
            if place_of(classroom, member) == 0:
                tasks.go_to(classroom, member, classroom.present)


def place_of(classroom: Classroom, member: Member) -> int:
    """The place of a member's task in the list, from 1 on; 0: it is not in it."""
    return 1 + next((i for i, task in enumerate(classroom.tasks) if task.id == member.task), -1)


def next_of(classroom: Classroom, member: Member) -> str | None:
    """The task to which a member may go on."""
    place = place_of(classroom, member)
    goes_on = classroom.pace == "each" and place < len(classroom.tasks)
    return classroom.tasks[place].id if goes_on else None


def go(classroom: Classroom, member: Member, task: str) -> None:
    """Let a member go on to the next task, to the present one, or back to one that they have begun. Raises Refusal."""
    if task == next_of(classroom, member):
        say_done(member, done=True)
        tasks.go_to(classroom, member, task)
    else:
        tasks.come_back_to(classroom, member, task)


def say_done(member: Member, *, done: bool) -> None:
    """Note whether a member is done with the task that they are at."""
    member.done = done
    others = [task for task in member.finished if task != member.task]
    member.finished = [*others, member.task] if done else others


def told_to(classroom: Classroom, member: Member) -> dict[str, Any]:
    """The place of a student in the list, as they are told."""
    return {
        "pace": classroom.pace,
        "place": place_of(classroom, member),
        "places": len(classroom.tasks),
        "next": next_of(classroom, member),
    }
