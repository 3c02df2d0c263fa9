"""What classrooms keep, for the tests of this room: rows and runs in memory, which wait until they are let go."""

import asyncio
from types import SimpleNamespace
from typing import Any

from app.errors import Refusal
from app.storage.classrooms import KeptClassroom
from engine.experiment import Experiment


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
