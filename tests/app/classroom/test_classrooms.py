"""All classrooms: what is written, and when, while others are at it."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Bounds, Classrooms
from app.classroom.door import join
from app.classroom.member import Member
from app.classroom.pushed import note_pushed
from app.classroom.task import TaskToSet
from app.classroom.tasks import add, set_present
from app.errors import Refusal
from app.storage.classrooms import KeptClassroom
from engine.experiment import Experiment

pytestmark = pytest.mark.anyio


class Rows:
    """Rows in memory; a deletion answers when it is let go, and fails where it is told to."""

    def __init__(self) -> None:
        self.kept: dict[str, KeptClassroom] = {}
        self.archive = SimpleNamespace(digest_of=lambda address: address)
        self.deleting, self.go = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def write(self, changed: list[KeptClassroom]) -> None:
        self.kept |= {each.code: each for each in changed}

    async def remove(self, code: str, owner: str) -> None:
        if not self.fails:
            self.kept.pop(code, None)
        self.deleting.set()
        await self.go.wait()
        if self.fails:
            raise Refusal("storage-down", None, "no")


class GatedRuns:
    """Runs without hosts: a new one is there when it is let go."""

    def __init__(self) -> None:
        self.all: dict[str, Experiment] = {}
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self.awake = self.all
        self.archive = SimpleNamespace(forget=self.all.pop)

    async def create(self, visitor: str, experiment: Experiment, address: str) -> Any:
        self.asked.set()
        await self.go.wait()
        id = f"run {len(self.all)}"
        self.all[id] = experiment
        return SimpleNamespace(id=id)

    async def remove(self, visitor: str, run: str) -> None:
        await asyncio.sleep(0)
        del self.all[run]


async def test_what_comes_while_a_run_begins() -> None:
    """The class is deleted, the seat is, another task is set, or a change is pushed."""
    rows, runs = Rows(), GatedRuns()
    rows.go.set()
    bounds = Bounds(per_visitor=9, per_address=9, members=2, days=1)
    classrooms = Classrooms(cast(Any, runs), cast(Any, rows), bounds)

    async def begun_while(act: Callable[[Classroom, Member], Awaitable[None]]) -> Member:
        classroom, *_ = classrooms.create("teacher", "", "Networks")
        ann = join(classroom, "ann", "Ann", "en", 0)
        runs.asked.clear()
        runs.go.clear()
        begun = asyncio.create_task(classrooms.begin(classroom, ann, ""))
        await runs.asked.wait()
        await act(classroom, ann)
        runs.go.set()
        await begun
        return ann

    async def delete(classroom: Classroom, ann: Member) -> None:
        await classrooms.remove(classroom)

    async def set_task(classroom: Classroom, ann: Member) -> None:
        experiment = Experiment.model_validate({"network": {"hidden": [5]}})
        set_present(classroom, add(classroom, TaskToSet(title="Five", experiment=experiment)).id)

    async def push(classroom: Classroom, ann: Member) -> None:
        note_pushed(classroom, {"network": {"hidden": [6]}})

    for act, reason in ((delete, "no class"), (classrooms.drop, "no such student")):
        with pytest.raises(Refusal, match=reason):
            await begun_while(act)
        assert runs.all == {}
    for act, hidden in ((set_task, 5), (push, 6)):
        ann = await begun_while(act)
        assert [*ann.runs] == [ann.task]
        assert runs.all.pop(ann.runs[ann.task]).plan.units[1:-1] == (hidden,)
        assert runs.all == {}


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
