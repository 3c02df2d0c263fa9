"""A class goes through its tasks together, or each student in their own time."""

import pytest

from app.classroom import door, pace
from app.classroom import tasks as acts
from app.classroom.classroom import Classroom
from app.classroom.task import TaskToSet
from engine.experiment import Experiment
from tests.app.classroom.test_classroom import classroom, refused

__all__ = ["classroom"]


@pytest.fixture
def tasks(classroom: Classroom) -> list[str]:
    made = [acts.add(classroom, TaskToSet(title=title, experiment=Experiment())) for title in "abc"]
    return [task.id for task in made]


def test_each_goes_on_in_their_own_time(classroom: Classroom, tasks: list[str]) -> None:
    ann, bob = door.join(classroom, "a", "Ann", "en", 1), door.join(classroom, "b", "Bob", "en", 1)
    first, second, third = tasks
    acts.set_present(classroom, first)
    with refused("unknown-task"):
        pace.go(classroom, ann, second)
    acts.go_to(classroom, bob, None)
    pace.choose(classroom, "each")
    assert ann.task == bob.task == first
    for task in (second, third):
        ann.runs[ann.task] = f"run of {ann.task}"
        pace.go(classroom, ann, task)
    assert pace.next_of(classroom, ann) is None
    assert ann.finished == [first, second] and not ann.done
    with refused("unknown-task"):
        pace.go(classroom, bob, third)
    # Back at a task with which she was done, she still is; where she is, she says so herself.
    pace.go(classroom, ann, second)
    assert ann.done and pace.told_to(classroom, ann) == {
        "pace": "each",
        "place": 2,
        "places": 3,
        "next": third,
    }
    pace.say_done(ann, done=False)
    assert ann.finished == [first]


def test_the_order_of_tasks_names_each_of_them(classroom: Classroom, tasks: list[str]) -> None:
    acts.arrange(classroom, tasks[::-1])
    assert [task.id for task in classroom.tasks] == tasks[::-1]
    for wrong in ([], tasks[:2], [*tasks, tasks[0]], ["x", *tasks[1:]]):
        with refused("unknown-task"):
            acts.arrange(classroom, wrong)
