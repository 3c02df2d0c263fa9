"""Saved networks in both databases."""

import itertools
from collections.abc import Iterator

import msgpack
import pytest

from app.document.summary import seen
from app.errors import Refusal
from app.storage.archive import Archive
from app.storage.networks import Networks
from app.storage.store import Store
from tests.app.storage.conftest import Database
from tests.app.storage.test_store import checkpoint, opened

pytestmark = pytest.mark.anyio


@pytest.fixture
def archive(database: Database) -> Iterator[Archive]:
    clock = map(float, itertools.count(1000))
    archive = Archive(Store(opened(database), clock=lambda: next(clock)), save_seconds=1)
    yield archive
    archive.store.engine.dispose()


async def test_a_network_is_saved_listed_opened_by_its_id_and_deleted_by_its_owner(archive: Archive) -> None:
    networks = Networks(archive, per_visitor=5)
    playing = msgpack.packb({**msgpack.unpackb(checkpoint(7)), "playing": True})
    first = await networks.save("ann", "\u202ename <b>", playing)
    second = await networks.save("ann", "第二", checkpoint(1))
    assert await networks.of_visitor("ann") == [second, first]
    assert await networks.of_visitor("bob") == []
    assert await networks.about(first.id) == first
    assert (first.step, first.experiment["network"]["hidden"]) == (7, [4, 2])
    assert len(first.id) == 12
    assert await networks.checkpoint(first.id) == seen(checkpoint(7))  # standing still, without its past

    with pytest.raises(Refusal) as stranger:
        await networks.remove("bob", first.id)
    await networks.remove("ann", first.id)
    with pytest.raises(Refusal) as gone:
        await networks.remove("ann", first.id)
    with pytest.raises(Refusal):
        await networks.checkpoint(first.id)
    assert stranger.value.as_dict() == gone.value.as_dict()


async def test_one_more_than_is_allowed_is_refused_and_not_kept(archive: Archive) -> None:
    networks = Networks(archive, per_visitor=2)
    for _ in range(2):
        await networks.save("ann", "one", checkpoint(1))
    with pytest.raises(Refusal, match="You have 2 networks, as many as are allowed"):
        await networks.save("ann", "three", checkpoint(1))
    assert len(await networks.of_visitor("ann")) == 2
    await networks.save("bob", "one", checkpoint(1))
