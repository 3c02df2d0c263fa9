"""A run on the server's side, whose host answers when it is told to."""

import asyncio
from typing import Any, cast

import pytest

from app.hosts.host import Lent
from app.hosts.memory import memory_of
from app.runs.owned import Owned
from engine.experiment import Experiment
from tests.app.bench import own

pytestmark = pytest.mark.anyio

ONE, OTHER = (Experiment().changed(own(letter * 32)) for letter in "ab")


class Files:
    """In place of the data sets: a file is found when the gate is open."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def table(self, id: str) -> object:
        await self.gate.wait()
        return id

    async def owns(self, visitor: str, id: str) -> bool:
        return True

    async def own(self, visitor: str, id: str) -> tuple[str, object]:
        return id, id


class Host:
    def __init__(self) -> None:
        self.lent: list[str] = []

    async def control(self, run: str, command: dict[str, Any], lent: Lent | None = None) -> dict[str, Any]:
        if lent is not None:
            self.lent.append(lent.id)
        now = ONE if command["do"] == "undo" or (lent and lent.id == "a" * 32) else OTHER
        return {"experiment": now.model_dump(mode="json")}


async def test_the_file_that_a_run_has_in_the_end_is_lent_last() -> None:
    """The earlier ones are let go, and the run of a training process that dies could not be restored."""
    host, files = Host(), Files()
    run = Owned(
        "r",
        "v",
        cast(Any, host),
        cast(Any, None),
        cast(Any, files),
        OTHER,
        memory_of(OTHER),
        lambda run, experiment: lambda: None,
        table="b" * 32,
    )
    undone = asyncio.create_task(run.control({"do": "undo"}))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    changed = asyncio.create_task(run.control({"do": "change", "changes": own("b" * 32)}))
    for _ in range(5):
        await asyncio.sleep(0)
    files.gate.set()
    await asyncio.gather(undone, changed)
    assert host.lent == ["a" * 32, "b" * 32] and run.table == "b" * 32
