"""Who sleeps when there is no room left, in real training processes of a server in this process."""

import asyncio
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import pytest

from app.errors import HostError, Refusal
from app.hosts.host import Figures, Host
from app.hosts.memory import in_all, memory_of
from app.hosts.process import ProcessHost
from app.runs import awake as module
from app.runs.capacity import MayBeAwake
from app.runs.own_runs import own_runs
from app.runs.owned import ASLEEP, Owned
from app.runs.runs import Runs
from app.storage.archive import Archive
from app.storage.database import open_database
from app.storage.datasets import Datasets
from app.storage.ledger import Bounds
from app.storage.store import Store, StoredRun
from engine.experiment import Experiment
from tests.app.client import SECONDS
from tests.app.onlooker import Onlooker

pytestmark = pytest.mark.anyio


def look(run: Owned) -> None:
    """As a page does that has drawn a frame."""
    onlooker = Onlooker(run.id)
    run.watch(onlooker, {})
    run.looked_at(onlooker)


@pytest.fixture(params=[1])
async def runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Runs]:
    """With as many hosts as the parameter says."""
    monkeypatch.setattr(module, "LEFT_SECONDS", 0.0)
    archive = Archive(Store(open_database(tmp_path / "chalknet.db", None)), save_seconds=600)
    hosts: list[Host] = [
        ProcessHost(f"host-{number}", heartbeat_timeout=20, checkpoint_seconds=600)
        for number in range(request.param)
    ]
    datasets = Datasets(archive, per_visitor=1, bytes_per_visitor=1000)
    may = MayBeAwake(per_visitor=8, per_address=3, per_server=4)
    runs = Runs(hosts, archive, datasets, may, idle_minutes=60, retention_days=90)
    await runs.open()
    yield runs
    await runs.close()


async def begun(runs: Runs, visitor: str, address: str = "here") -> str:
    return (await runs.create(visitor, Experiment(), address)).id


async def test_where_the_server_is_full_the_run_left_longest_ago_sleeps(runs: Runs) -> None:
    watched = await runs.create("ann", Experiment(), "a")
    look(watched)
    left = await runs.create("bob", Experiment(), "b")
    await left.control({"do": "change", "changes": {"optimizer": {"learning_rate": 0.3}}})
    later = [await begun(runs, name, name) for name in ("cem", "dan")]
    new = await begun(runs, "eve", "e")
    assert set(runs.awake.ids()) == {watched.id, *later, new}
    # Its visitor finds it as it was, and another one makes room.
    back = await runs.of("bob", left.id, "b")
    assert (await back.snapshot())["experiment"]["optimizer"]["learning_rate"] == 0.3
    assert set(runs.awake.ids()) == {watched.id, left.id, later[1], new}
    assert [listed.id for listed in await own_runs(runs, "cem")] == [later[0]]


@pytest.mark.parametrize("runs", [2], indirect=True)
async def test_no_host_goes_faster_than_the_slowest(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACE_SECONDS", 0.05)
    slow, fast = [await runs.create(name, Experiment(), name) for name in ("ann", "bob")]
    assert slow.host is not fast.host
    slow.host.figures = Figures(pace=0.25)
    await fast.control({"do": "play"})
    # The host itself says once a second that it is as fast as ever: its word is taken for that of a busy one before.
    async with asyncio.timeout(SECONDS):
        while (await fast.snapshot())["pace"] > 0.5:
            slow.host.figures = Figures(pace=0.25)
            await asyncio.sleep(0.01)


async def test_fifty_at_once_pass_no_limit_and_none_is_lost(runs: Runs) -> None:
    runs.awake.may = MayBeAwake(per_visitor=4, per_address=6, per_server=9)
    ledger = runs.archive.ledger

    async def begin(visitor: str, address: str) -> str | None:
        try:
            return await begun(runs, visitor, address)
        except Refusal:
            return None

    begun_at_once = await asyncio.gather(*(begin("ann", "here") for _ in range(50)))
    assert len(runs.awake.of_visitor("ann")) == 4
    assert {listed.id for listed in await own_runs(runs, "ann")} == set(begun_at_once)
    await asyncio.gather(*(begin(f"visitor {n}", "here") for n in range(50)))
    assert sum(run.address == "here" for run in runs.awake) == 6
    await asyncio.gather(*(begin(f"visitor {n}", f"address {n}") for n in range(50)))
    assert len(runs.awake.ids()) == 9
    # Watched ones sleep for nobody, and what was refused is counted nowhere.
    for run in runs.awake:
        look(run)
    before = ledger.in_all
    late = await asyncio.gather(*(begin("late", "here") for _ in range(50)))
    assert set(late) == {None} and ledger.in_all == before
    # The bytes that all of them may come to are bounded, too.
    for run in runs.awake:
        for watcher in tuple(run.watchers):
            run.unwatch(watcher)
    runs.archive.ledger.bounds = Bounds(per_visitor=10 * memory_of(Experiment()).kept)
    many = await asyncio.gather(*(begin("gus", "gus") for _ in range(50)))
    assert sum(run is not None for run in many) == 10


async def test_two_changes_at_once_are_counted_together(runs: Runs) -> None:
    run = await runs.create("ann", Experiment(), "here")
    wide: dict[str, dict[str, object]] = {"network": {"hidden": [16] * 6}}
    both: dict[str, dict[str, object]] = {**wide, "training": {"batch_size": 250}}
    most = in_all([memory_of(Experiment().changed(both))])
    runs.awake.may = runs.awake.may._replace(bytes_per_visitor=most - 1)

    async def change(changes: dict[str, dict[str, object]]) -> bool:
        try:
            await run.control({"do": "change", "changes": changes})
        except Refusal as refusal:
            return refusal.code != "too-much-memory"
        return True

    done = await asyncio.gather(change(wide), change({"training": {"batch_size": 250}}))
    assert sorted(done) == [False, True]
    assert run.memory == memory_of(run.experiment)


async def test_at_a_full_address_its_own_runs_make_room_not_others(runs: Runs) -> None:
    runs.awake.may = runs.awake.may._replace(per_server=10)
    other = await begun(runs, "ann", "there")
    first, *rest = [await begun(runs, "bob") for _ in range(3)]
    new = await begun(runs, "cem")
    assert set(runs.awake.ids()) == {other, *rest, new}
    assert first not in runs.awake


async def test_runs_that_are_watched_or_were_just_left_do_not_make_room(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        run = await runs.create(f"visitor {number}", Experiment(), str(number))
        if number % 2:
            look(run)
    monkeypatch.setattr(module, "LEFT_SECONDS", 20.0)
    with pytest.raises(Refusal, match="The server has 4 runs"):
        await begun(runs, "late", "late")
    assert len(runs.awake.ids()) == 4


async def test_a_run_that_is_asked_for_while_it_is_put_to_sleep_stays(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await runs.create("ann", Experiment(), "a")
    flush = runs.archive.flush
    asked: list[Owned] = []

    async def flush_and_ask(names: Collection[str]) -> bool:
        done = await flush(names)
        asked.append(await runs.of("ann", run.id, "a"))
        return done

    monkeypatch.setattr(runs.archive, "flush", flush_and_ask)
    run.unwatched_since -= 100
    await runs.awake.sleep(50)
    assert len(asked) == 1 and (await asked[0].snapshot())["step"] == 0
    monkeypatch.undo()
    run.unwatched_since -= 100
    await runs.awake.sleep(50)
    assert run.id not in runs.awake


async def test_a_command_that_is_carried_out_while_its_run_is_put_to_sleep_keeps_it_awake(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await runs.create("ann", Experiment(), "a")
    flush = runs.archive.flush
    rate = {"do": "change", "changes": {"optimizer": {"learning_rate": 0.3}}}

    async def flush_and_change(names: Collection[str]) -> bool:
        done = await flush(names)
        await run.control(rate)
        return done

    monkeypatch.setattr(runs.archive, "flush", flush_and_change)
    await runs.awake.sleep(0.0)
    assert run.id in runs.awake
    monkeypatch.undo()
    carried_out = asyncio.create_task(run.control(rate))
    await asyncio.sleep(0)
    await runs.awake.sleep(0.0)
    assert run.id in runs.awake
    await carried_out


async def test_a_run_that_was_woken_while_another_put_it_to_sleep_stays(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await runs.create("ann", Experiment(), "a")
    flush, woken = runs.archive.flush, []

    async def flush_and_be_slower(names: Collection[str]) -> bool:
        monkeypatch.setattr(runs.archive, "flush", flush)
        await runs.awake.sleep(0.0)
        woken.append(await runs.of("ann", run.id, "a"))
        return True

    monkeypatch.setattr(runs.archive, "flush", flush_and_be_slower)
    await runs.awake.sleep(0.0)
    assert runs.awake.get(run.id) is woken[0] is not run


async def test_a_run_that_is_deleted_while_it_is_woken_ends(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = (await runs.create("ann", Experiment(), "a")).id
    await runs.awake.sleep(0.0)
    read = runs.archive.read

    async def read_and_wake(name: str) -> StoredRun | None:
        monkeypatch.setattr(runs.archive, "read", read)
        kept = await read(name)
        await runs.of("ann", run, "a")
        return kept

    monkeypatch.setattr(runs.archive, "read", read_and_wake)
    await runs.remove("ann", run)
    assert run not in runs.awake
    with pytest.raises(Refusal):
        await runs.of("ann", run, "a")


async def test_whoever_watches_a_run_that_cannot_be_started_is_told(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    onlooker = Onlooker("onlooker")

    async def fail(run: str, *_: object) -> None:
        owned = runs.awake.get(run)
        assert owned is not None
        owned.watch(onlooker, {})
        raise HostError("host-restarted", None, "The training process was just restarted: please try again.")

    monkeypatch.setattr(runs.hosts[0], "start", fail)
    with pytest.raises(HostError):
        await runs.create("ann", Experiment(), "a")
    assert onlooker.codes == ["run-asleep"]


async def test_who_acknowledges_nothing_keeps_no_run_awake(runs: Runs) -> None:
    silent = []
    for number in range(4):
        run = await runs.create(f"visitor {number}", Experiment(), str(number))
        silent.append(Onlooker("onlooker"))
        run.watch(silent[-1], {})
    await begun(runs, "late", "late")
    assert [onlooker.codes for onlooker in silent] == [[ASLEEP], [], [], []]


async def test_what_cannot_be_saved_does_not_sleep(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {await begun(runs, name, name) for name in "abcd"}

    def fail(changes: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(runs.archive.store, "write", fail)
    for run in runs.awake:
        await run.control({"do": "change", "changes": {"optimizer": {"learning_rate": 0.3}}})
    with pytest.raises(Refusal, match="The server has 4 runs"):
        await begun(runs, "late", "late")
    assert set(runs.awake.ids()) == kept
    monkeypatch.undo()
