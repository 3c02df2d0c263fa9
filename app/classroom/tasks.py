"""The tasks of a class: a teacher adds and deletes them, and sets one for everybody."""

from app.classroom.classroom import NO_TASK, Classroom
from app.classroom.member import Member
from app.classroom.task import Task, TaskToSet
from app.errors import Refusal, sentence

MOST_TASKS = 40
OWN_FILE = sentence("A task cannot learn from your own file: your students cannot open it.")


def add(classroom: Classroom, described: TaskToSet) -> Task:
    """Add a task to the end of the list. Raises Refusal."""
    if len(classroom.tasks) >= MOST_TASKS:
        raise Refusal(
            "too-many-tasks",
            None,
            "A class may have {most} tasks at most: delete one first.",
            most=MOST_TASKS,
        )
    if described.experiment.data.lent_id is not None:
        raise Refusal("unusable-task", "experiment", OWN_FILE)
    task = Task.of(described)
    classroom.tasks.append(task)
    return task


def remove(classroom: Classroom, id: str) -> None:
    """Delete a task; the runs that began with it stay their students'. Raises Refusal."""
    classroom.tasks.remove(classroom.task(id))
    classroom.pushed.pop(id, None)
    for member in classroom.members:
        member.entries.pop(id, None)
        member.teams.pop(id, None)
    if classroom.present == id:
        classroom.present = None


def arrange(classroom: Classroom, ids: list[str]) -> None:
    """Put the tasks into another order. Raises Refusal."""
    if sorted(ids) != sorted(task.id for task in classroom.tasks):
        raise Refusal("unknown-task", "tasks", "The order must name each task of this class once.")
    classroom.tasks = [classroom.task(id) for id in ids]


def set_present(classroom: Classroom, id: str | None) -> None:
    """Make a task the present one for everybody, or none. Each comes back to their own earlier task at any time. Raises
    Refusal."""
    classroom.present = None if id is None else classroom.task(id).id
    for member in classroom.members:
        go_to(classroom, member, classroom.present)


def go_to(classroom: Classroom, member: Member, id: str | None) -> None:
    """Let a member go on with a task that they began, or begin it. Raises Refusal."""
    task = "" if id is None else classroom.task(id).id
    if task != member.task:
        member.task, member.done = task, task in member.finished


def come_back_to(classroom: Classroom, member: Member, id: str) -> None:
    """Let a member go to the present task, or back to one that they have begun. Raises Refusal."""
    if id != (classroom.present or "") and id not in member.runs:
        raise Refusal("unknown-task", "task", NO_TASK)
    go_to(classroom, member, id or None)
