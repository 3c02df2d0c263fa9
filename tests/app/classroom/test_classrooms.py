"""All classrooms: what is written, and when, while others are at it."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.classroom.classrooms import Bounds, Classrooms
from app.errors import Refusal
from app.storage.classrooms import KeptClassroom

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

    async def remove(self, code: str) -> None:
        if not self.fails:
            self.kept.pop(code, None)
        self.deleting.set()
        await self.go.wait()
        if self.fails:
            raise Refusal("storage-down", None, "no")


async def test_a_class_that_is_being_deleted_is_not_written_again() -> None:
    rows = Rows()
    bounds = Bounds(per_visitor=2, per_address=2, members=2, days=1)
    classrooms = Classrooms(cast(Any, None), cast(Any, rows), bounds)
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
