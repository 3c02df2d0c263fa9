"""The archive writes what is urgent at once, and the rest at its turn."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgpack
import pytest

from app.storage.archive import Archive
from app.storage.database import open_database
from app.storage.store import Store, StoredRun
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed
from engine.experiment import Experiment
from engine.run import Run
from tests.app.client import SECONDS

pytestmark = pytest.mark.anyio

A_RUN = StoredRun("visitor", msgpack.packb(packed(HostedRun(Run(Experiment())))))


async def written(store: Store, run: str) -> None:
    async with asyncio.timeout(SECONDS):
        while store.read(run) is None:
            await asyncio.sleep(0.02)


async def test_a_run_in_a_hurry_takes_no_other_with_it(tmp_path: Path) -> None:
    store = Store(open_database(tmp_path / "chalknet.db", None))
    archive = Archive(store, save_seconds=600)
    archive.open()
    for run in ("left", "played"):
        archive.keep(run, A_RUN)
    archive.hurry("left")
    await written(store, "left")
    assert store.read("played") is None and (await archive.read("played")) == A_RUN
    archive.forget("left")
    async with asyncio.timeout(SECONDS):
        while store.read("left") is not None:
            await asyncio.sleep(0.02)
    assert store.read("played") is None
    await archive.close()
    assert Store(open_database(tmp_path / "chalknet.db", None)).read("played") == A_RUN


async def test_what_is_deleted_while_a_list_is_read_is_not_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(open_database(tmp_path / "chalknet.db", None))
    archive = Archive(store, save_seconds=600)
    archive.open()
    for run in ("kept", "deleted"):
        archive.keep(run, A_RUN)
    assert await archive.flush()
    archive.forget("deleted")

    async def ask(question: Callable[[], object]) -> object:
        found = question()  # before the deletion is written, whose end comes first
        assert await archive.flush()
        return found

    with monkeypatch.context() as slow:
        slow.setattr(archive, "ask", ask)
        assert [*await archive.of_visitor("visitor")] == ["kept"]
    await archive.close()


async def test_the_turn_comes_however_many_hurry(tmp_path: Path) -> None:
    store = Store(open_database(tmp_path / "chalknet.db", None))
    archive = Archive(store, save_seconds=0.5)
    archive.open()
    archive.keep("played", A_RUN)
    async with asyncio.timeout(SECONDS):
        while store.read("played") is None:
            archive.keep("left", A_RUN)
            archive.hurry("left")
            await asyncio.sleep(0.02)
    await archive.close()
