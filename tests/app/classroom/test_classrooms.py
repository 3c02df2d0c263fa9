"""All classrooms: what is written, and when, while others are at it."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.classroom.classrooms import Bounds, Classrooms
from app.classroom.door import join
from app.classroom.taking_home import MOST_DAYS, extend
from app.errors import Refusal
from app.runs.runs import DAY
from app.storage.classrooms import KeptClassroom
from engine.experiment import Experiment
from tests.app.classroom.kept import GatedRuns, Rows

pytestmark = pytest.mark.anyio


async def test_what_was_kept_for_a_seat_that_is_gone_is_deleted() -> None:
    rows, runs = Rows(), GatedRuns()
    classrooms = Classrooms(
        cast(Any, runs), cast(Any, rows), Bounds(per_visitor=9, per_address=9, members=2, days=1)
    )
    classroom, *_ = classrooms.create("teacher", "", "Networks")
    ann = join(classroom, "ann", "Ann", "en", 0)
    await classrooms.drop(classroom, ann)
    runs.all["before a push"] = Experiment()
    classrooms.give_to("before a push", classroom, ann)
    assert runs.all == {} and classrooms.seat_of_run("before a push") is None


async def test_a_class_that_is_kept_as_long_as_can_be_says_so() -> None:
    now = 0.0
    bounds = Bounds(per_visitor=9, per_address=9, members=2, days=30)
    classrooms = Classrooms(cast(Any, GatedRuns()), cast(Any, Rows()), bounds, clock=lambda: now)
    classroom, *_ = classrooms.create("teacher", "", "Networks")
    for now in (DAY * 29, DAY * 58, DAY * (MOST_DAYS - 30)):
        extend(classrooms, classroom)
        assert classroom.expires_at == now + DAY * 30
    now = DAY * (MOST_DAYS - 1)
    with pytest.raises(Refusal, match="cannot be kept longer"):
        extend(classrooms, classroom)
    assert classroom.expires_at == DAY * MOST_DAYS


async def nothing(visitor: str) -> list[Any]:
    return []


WITHOUT_FILES: Any = SimpleNamespace(datasets=SimpleNamespace(of_visitor=nothing))


async def test_a_class_that_is_being_deleted_is_not_written_again() -> None:
    rows = Rows()
    bounds = Bounds(per_visitor=2, per_address=2, members=2, days=1)
    classrooms = Classrooms(WITHOUT_FILES, cast(Any, rows), bounds)
    classroom, *_ = classrooms.create("teacher", "address", "Networks")
    await classrooms.write()
    assert classroom.code in rows.kept

    for rows.fails in (True, False):
        rows.deleting.clear()
        rows.go.clear()
        deletion = asyncio.create_task(classrooms.remove(classroom))
        await rows.deleting.wait()
        with classrooms.changing(classroom):
            classroom.is_locked = True
        await classrooms.write()
        rows.go.set()
        if rows.fails:
            with pytest.raises(Refusal):
                await deletion
            assert classrooms.find(classroom.code, "address") is classroom
            await classrooms.write()
            assert rows.kept[classroom.code].document["is_locked"]
        else:
            await deletion
    await classrooms.write()
    assert rows.kept == {}


async def test_what_is_being_written_when_the_server_ends_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.classroom.classrooms.WRITE_SECONDS", 0)
    rows, writes = Rows(), asyncio.Event()

    async def hang(changed: list[KeptClassroom]) -> None:
        if changed:
            rows.write = write  # type: ignore[method-assign]
            writes.set()
            await asyncio.Event().wait()

    async def nothing() -> list[KeptClassroom]:
        return []

    write, rows.all, rows.write = rows.write, nothing, hang  # type: ignore[attr-defined,method-assign]
    bounds = Bounds(per_visitor=2, per_address=2, members=2, days=1)
    classrooms = Classrooms(cast(Any, None), cast(Any, rows), bounds)
    await classrooms.open()
    classroom, *_ = classrooms.create("teacher", "address", "Networks")
    await writes.wait()
    await classrooms.close()
    assert classroom.code in rows.kept
