"""A classroom decides who comes in, who sits where, and who is its teacher."""

from typing import Any

import pytest

from app.classroom.classroom import MOST_TASKS, MOST_TEACHERS, Classroom
from app.classroom.codes import digest_of
from app.classroom.task import TaskToSet
from app.errors import Refusal
from engine.experiment import Experiment


@pytest.fixture
def classroom() -> Classroom:
    return Classroom(
        code="ABC234",
        title="Networks",
        created_at=0,
        expires_at=1e9,
        most_members=3,
        teacher_key=digest_of("teacher"),
        wall_key=digest_of("wall"),
        teachers=["ms-t"],
    )


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def test_a_visitor_has_one_seat_and_comes_back_to_it(classroom: Classroom) -> None:
    ann = classroom.join("a", "Ann", "en", 1)
    assert classroom.join("a", "Another", "en", 2) is ann and ann.nickname == "Ann"
    with refused("nickname-taken"):
        classroom.join("b", "ann", "en", 2)
    drawn = classroom.join("b", None, "zh", 2)
    assert drawn.nickname and drawn.is_in
    classroom.join("c", None, "en", 3)
    with refused("class-full"):
        classroom.join("d", None, "en", 4)
    assert len(classroom.members) == 3


def test_the_door(classroom: Classroom) -> None:
    ann = classroom.join("a", "Ann", "en", 1)
    classroom.is_locked = True
    with refused("locked"):
        classroom.join("b", None, "en", 1)
    assert classroom.join("a", None, "en", 1) is ann
    ann.standing = "out"
    with refused("locked"):
        classroom.join("a", None, "en", 1)
    classroom.is_locked, classroom.admits_each = False, True
    assert classroom.join("a", None, "en", 1).standing == "waiting"
    with refused("not-a-member"):
        classroom.own_seat("a")
    ann.standing = "barred"
    with refused("barred"):
        classroom.join("a", None, "en", 1)


def test_a_seat_moves_to_another_device_once(classroom: Classroom) -> None:
    ann = classroom.join("a", "Ann", "en", 1)
    other = classroom.join("phone", None, "en", 1)
    key = classroom.give_seat_key(ann)
    assert classroom.take_seat("phone", key) == (ann, other)
    assert classroom.of_visitor("phone") is ann and classroom.of_visitor("a") is None
    assert ann.owner == "a" and classroom.members == [ann]
    with refused("wrong-seat"):
        classroom.take_seat("thief", key)
    with refused("wrong-seat"):
        classroom.take_seat("thief", "")


def test_rights_come_from_the_private_link_and_end_with_it(classroom: Classroom) -> None:
    for wrong in ("", "wall", digest_of("teacher")):
        with refused("wrong-key"):
            classroom.open_as_teacher("x", wrong)
    classroom.open_as_teacher("co-teacher", "teacher")
    classroom.open_as_wall("beamer", "wall")
    assert classroom.may_look("co-teacher") and classroom.may_look("beamer")
    assert not classroom.is_teacher("beamer")
    teacher, wall = classroom.renew_keys("ms-t")
    assert classroom.teachers == ["ms-t"] and not classroom.may_look("beamer")
    with refused("wrong-key"):
        classroom.open_as_teacher("co-teacher", "teacher")
    classroom.open_as_teacher("co-teacher", teacher)
    for number in range(MOST_TEACHERS - 2):
        classroom.open_as_teacher(f"t{number}", teacher)
    with refused("too-many-teachers"):
        classroom.open_as_teacher("one more", teacher)
    for number in range(2 * MOST_TEACHERS):
        classroom.open_as_wall(f"w{number}", wall)
    assert len(classroom.walls) == MOST_TEACHERS


def test_a_new_task_is_everyones_and_the_former_run_is_kept(classroom: Classroom) -> None:
    ann = classroom.join("a", "Ann", "en", 1)
    ann.runs = {"": "first"}
    ann.done = True
    task = classroom.add_task(TaskToSet(title="Spiral", experiment=Experiment(), hide=["data.noise"]))
    classroom.set_task(task.id)
    assert ann.task == task.id and ann.run is None and not ann.done
    assert classroom.join("b", None, "en", 1).task == task.id
    classroom.go_to(ann, None)
    assert ann.run == "first"
    classroom.remove_task(task.id)
    assert classroom.present is None
    with refused("unknown-task"):
        classroom.set_task(task.id)
    for _ in range(MOST_TASKS):
        classroom.add_task(TaskToSet(title="Again", experiment=Experiment()))
    with refused("too-many-tasks"):
        classroom.add_task(TaskToSet(title="One more", experiment=Experiment()))


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "table", "table": {"id": "a" * 32, "rows": 40, "inputs": [0], "label": 1, "classes": 2}},
        {"kind": "pictures", "album": {"id": "a" * 32, "pictures": 40, "classes": 2}},
    ],
    ids=["table", "pictures"],
)
def test_a_task_learns_from_nothing_that_students_cannot_open(
    classroom: Classroom, data: dict[str, Any]
) -> None:
    experiment = Experiment.model_validate({"data": data, "objective": {"loss": "softmax"}})
    with refused("unusable-task"):
        classroom.add_task(TaskToSet(title="Mine", experiment=experiment))
    assert classroom.tasks == []


def test_its_document_opens_again(classroom: Classroom) -> None:
    classroom.join("a", "Ann", "en", 1)
    classroom.add_task(TaskToSet(title="Spiral", experiment=Experiment()))
    assert Classroom.model_validate(classroom.model_dump(mode="json")) == classroom
