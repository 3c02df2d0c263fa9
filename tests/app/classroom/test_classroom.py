"""A classroom decides who comes in, who sits where, and who is its teacher."""

import json
from typing import Any

import pytest

from app.classroom import door, tasks
from app.classroom.classroom import MOST_TEACHERS, Classroom
from app.classroom.codes import digest_of
from app.classroom.task import TaskToSet
from app.classroom.tried import Row
from app.errors import Refusal
from engine.experiment import Experiment
from tests.app.classroom.made import made


@pytest.fixture
def classroom() -> Classroom:
    return made()


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.RaisesExc(Refusal, check=lambda refusal: refusal.code == code)


def test_a_visitor_has_one_seat_and_comes_back_to_it(classroom: Classroom) -> None:
    ann = door.join(classroom, "a", "Ann", "en", 1)
    assert door.join(classroom, "a", "Another", "en", 2) is ann and ann.nickname == "Ann"
    # Perhaps it is Ann in another browser.
    with pytest.raises(Refusal, match="Continue on another device"):
        door.join(classroom, "b", "ann", "en", 2)
    drawn = door.join(classroom, "b", None, "zh", 2)
    assert drawn.nickname and drawn.is_in
    door.join(classroom, "c", None, "en", 3)
    with refused("class-full"):
        door.join(classroom, "d", None, "en", 4)
    assert len(classroom.members) == 3


def test_the_door(classroom: Classroom) -> None:
    ann = door.join(classroom, "a", "Ann", "en", 1)
    classroom.is_locked = True
    with refused("locked"):
        door.join(classroom, "b", None, "en", 1)
    assert door.join(classroom, "a", None, "en", 1) is ann
    ann.standing = "out"
    with refused("locked"):
        door.join(classroom, "a", None, "en", 1)
    classroom.is_locked, classroom.admits_each = False, True
    assert door.join(classroom, "a", None, "en", 1).standing == "waiting"
    with refused("not-a-member"):
        classroom.own_seat("a")
    ann.standing = "barred"
    with refused("barred"):
        door.join(classroom, "a", None, "en", 1)


def test_a_seat_moves_to_another_device_once(classroom: Classroom) -> None:
    ann = door.join(classroom, "a", "Ann", "en", 1)
    other = door.join(classroom, "phone", None, "en", 1)
    key = door.give_seat_key(ann)
    assert door.take_seat(classroom, "phone", key) == (ann, other)
    assert classroom.of_visitor("phone") is ann and classroom.of_visitor("a") is None
    assert ann.owner == "a" and classroom.members == [ann]
    with refused("wrong-seat"):
        door.take_seat(classroom, "thief", key)
    with refused("wrong-seat"):
        door.take_seat(classroom, "thief", "")


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
    ann = door.join(classroom, "a", "Ann", "en", 1)
    ann.runs = {"": "first"}
    ann.done = True
    task = tasks.add(classroom, TaskToSet(title="Spiral", experiment=Experiment(), hide=["data.noise"]))
    tasks.set_present(classroom, task.id)
    assert ann.task == task.id and ann.run is None and not ann.done
    assert door.join(classroom, "b", None, "en", 1).task == task.id
    tasks.go_to(classroom, ann, None)
    assert ann.run == "first"
    tasks.remove(classroom, task.id)
    assert classroom.present is None
    with refused("unknown-task"):
        tasks.set_present(classroom, task.id)
    for _ in range(tasks.MOST_TASKS):
        tasks.add(classroom, TaskToSet(title="Again", experiment=Experiment()))
    with refused("too-many-tasks"):
        tasks.add(classroom, TaskToSet(title="One more", experiment=Experiment()))


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
        tasks.add(classroom, TaskToSet(title="Mine", experiment=experiment))
    assert classroom.tasks == []


def test_its_document_opens_again(classroom: Classroom) -> None:
    door.join(classroom, "a", "Ann", "en", 1)
    tasks.add(classroom, TaskToSet(title="Spiral", experiment=Experiment()))
    assert Classroom.model_validate(classroom.model_dump(mode="json")) == classroom


def test_what_is_stored_is_the_whole_document(classroom: Classroom) -> None:
    classroom.tried.rows = [
        Row(
            number=1,
            member="m",
            task="",
            run="r",
            digest="d",
            sizes=(2, 4, 1),
            activation="tanh",
            method="sgd",
            learning_rate=0.1,
            batch_size=10,
            neurons=4,
            layers=2,
            parameters=17,
            since=0,
            steps=9,
        )
    ]
    stored = json.loads(json.dumps(classroom.document()))
    assert stored == classroom.model_dump(mode="json")
