"""What is kept is bounded in bytes, for each visitor, each address and in all, however fast it comes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.document.summary import seen
from app.errors import Refusal
from app.storage import archive as module
from app.storage.archive import Archive
from app.storage.database import open_database
from app.storage.datasets import Datasets
from app.storage.disk import Disk
from app.storage.ledger import Bounds, Ledger, LedgerEntry, network_key, run_key
from app.storage.networks import Networks
from app.storage.store import Store, StoredRun
from tests.app.storage.test_datasets import table
from tests.app.storage.test_store import checkpoint

pytestmark = pytest.mark.anyio
SAVED = seen(checkpoint(3))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(open_database(tmp_path / "chalknet.db", None))
    yield store
    store.engine.dispose()


def test_an_entry_replaces_the_one_with_its_key_and_only_growth_is_refused() -> None:
    ledger = Ledger(Bounds(per_visitor=100, per_address=150, in_all=200))
    ledger.enter("a", LedgerEntry("ann", "here", 60))
    ledger.enter("a", LedgerEntry("ann", "here", 90))
    with pytest.raises(Refusal, match="would take"):
        ledger.enter("b", LedgerEntry("ann", "here", 20))
    ledger.enter("c", LedgerEntry("bob", "here", 60))
    with pytest.raises(Refusal, match="your network address"):
        ledger.enter("d", LedgerEntry("cem", "here", 10))
    ledger.enter("d", LedgerEntry("cem", "", 50))  # of before addresses were noted
    with pytest.raises(Refusal) as full:
        ledger.enter("e", LedgerEntry("dan", "there", 10))
    assert full.value.code == "server-full"
    ledger.put("a", LedgerEntry("ann", "here", 120))  # what is there stays, and may shrink
    ledger.enter("a", LedgerEntry("ann", "here", 110))
    for key in "acde":
        ledger.strike(key)
    assert (ledger.in_all, ledger.of_visitor, ledger.of_address) == (0, {}, {})


async def test_fifty_networks_at_once_pass_no_bound(store: Store) -> None:
    size = len(SAVED)
    archive = Archive(store, 1, Ledger(Bounds(10 * size, 25 * size)), address_key="key")
    networks = Networks(archive, per_visitor=5)

    async def save(visitor: str) -> str | None:
        try:
            return (await networks.save(visitor, "one", SAVED, "10.0.0.1")).id
        except Refusal:
            return None

    many = await asyncio.gather(*(save("ann") for _ in range(50)))
    assert len(await networks.of_visitor("ann")) == 5
    others = await asyncio.gather(*(save(f"visitor {n}") for n in range(50)))
    assert sum(each is not None for each in others) == 20
    assert archive.ledger.in_all == 25 * size
    # What was refused is counted no more, and what is deleted makes room.
    kept = next(each for each in await networks.of_visitor("ann"))
    await networks.remove("ann", kept.id)
    assert archive.ledger.in_all == 24 * size
    assert many.count(None) >= 45
    # A new server counts the same.
    assert Ledger(Bounds(), store.entries()).of_address == archive.ledger.of_address
    assert len(archive.ledger.of_address) == 1 and "10.0.0.1" not in archive.ledger.of_address


async def test_fifty_files_at_once_pass_no_bound(store: Store) -> None:
    archive = Archive(store, 1)
    datasets = Datasets(archive, per_visitor=30, bytes_per_visitor=1000)

    async def send(rows: int) -> bool:
        try:
            await datasets.save("ann", "file", table(rows))
        except Refusal:
            return False
        return True

    sent = await asyncio.gather(*(send(10 + n) for n in range(50)))
    kept = await datasets.of_visitor("ann")
    assert sum(sent) == len(kept) and sum(each.size for each in kept) <= 1000
    assert archive.ledger.in_all == sum(each.size for each in kept)


async def test_who_writes_too_much_waits_and_the_newest_state_is_written_then(store: Store) -> None:
    archive = Archive(store, save_seconds=600, written=len(SAVED) / module.WRITTEN_BURST_SECONDS)
    now = 0.0
    archive._written.clock = lambda: now
    for n in range(3):
        archive.keep(f"run {n}", StoredRun("ann", SAVED))
    archive.keep("another's", StoredRun("bob", SAVED))
    assert await archive.flush()
    assert set(store.of_visitor("ann")) | set(store.of_visitor("bob")) == {"run 0", "run 1", "another's"}
    networks = Networks(archive, per_visitor=5)
    with pytest.raises(Refusal, match="please wait"):
        await networks.save("ann", "one", SAVED)
    newer = checkpoint(9)
    archive.keep("run 2", StoredRun("ann", newer))
    now = 3 * module.WRITTEN_BURST_SECONDS
    assert await archive.flush()
    assert store.read("run 2") == StoredRun("ann", newer)
    archive.keep("run 0", StoredRun("ann", newer))
    archive._written.owe("ann", 1e9)
    await archive.flush(in_time=False)  # as at the end of the server
    assert store.read("run 0") == StoredRun("ann", newer)


async def test_a_disk_that_is_almost_full_takes_nothing_new_but_lets_go(store: Store) -> None:
    archive = Archive(store, save_seconds=600)
    networks = Networks(archive, per_visitor=5)
    saved = await networks.save("ann", "one", SAVED)
    told: list[bool] = []
    archive.saving = told.append
    store.disk = Disk(Path("/"), reserve=10**18)
    with pytest.raises(Refusal, match="disk is almost full"):
        await networks.save("ann", "two", SAVED)
    archive.keep("run", StoredRun("ann", SAVED))
    assert not await archive.flush() and told == [False]
    await networks.remove("ann", saved.id)
    store.disk = Disk()
    assert await archive.flush() and told == [False, True]
    assert archive.ledger.get(network_key(saved.id)) is None


async def test_the_file_shrinks_again(store: Store) -> None:
    path = Path(store.engine.url.database or "")
    for n in range(40):
        store.write({f"run {n}": StoredRun("ann", SAVED)})
    archive = Archive(store, save_seconds=600)
    datasets = Datasets(archive, per_visitor=100, bytes_per_visitor=10**9)
    for each in range(12):
        await datasets.save("ann", "file", table(4000 + each))
    full = path.stat().st_size + path.with_name(path.name + "-wal").stat().st_size
    for kept in await datasets.of_visitor("ann"):
        await datasets.remove("ann", kept.id)
    while store.shrink():
        pass
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    assert path.stat().st_size < full / 3
    assert set(store.of_visitor("ann")) == {f"run {n}" for n in range(40)}
    assert Ledger(Bounds(), store.entries()).get(run_key("run 7")) == LedgerEntry("ann", "", len(SAVED))
