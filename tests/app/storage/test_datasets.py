"""Data sets in both databases."""

import msgpack
import numpy as np
import pytest
import sqlalchemy as sa

from app.csv.reading import read
from app.csv.table import Table
from app.errors import Refusal
from app.storage.archive import Archive
from app.storage.datasets import Datasets
from app.storage.networks import Networks
from app.storage.tables import datasets as rows_of_datasets
from tests.app.storage.test_networks import archive as archive
from tests.app.storage.test_store import checkpoint

pytestmark = pytest.mark.anyio


def table(rows: int = 10) -> Table:
    lines = [f"{n},{n / 3},{'ab'[n % 2]}" for n in range(rows)]
    return read("\n".join(["width,height,__proto__", *lines]).encode()).table


async def test_a_data_set_is_kept_once_whatever_its_name_and_is_each_visitors_own(archive: Archive) -> None:
    datasets = Datasets(archive, per_visitor=5, bytes_per_visitor=10_000)
    first = await datasets.save("ann", "iris.csv", table())
    again = await datasets.save("ann", "iris (1).csv", table())
    assert again.id == first.id
    [listed] = await datasets.of_visitor("ann")
    assert listed == again
    assert (listed.name, listed.rows, listed.size) == ("iris (1).csv", 10, 240)
    assert listed.columns == table().columns

    about, kept = await datasets.own("ann", first.id)
    assert about == again
    np.testing.assert_array_equal(kept.values, table().values)
    assert kept.columns[2].classes == ("a", "b")

    theirs = await datasets.save("bob", "same", table())
    assert theirs.id == first.id
    await datasets.remove("ann", first.id)
    with pytest.raises(Refusal) as not_own:
        await datasets.own("ann", first.id)
    assert not_own.value.code == "unknown-dataset"
    np.testing.assert_array_equal((await datasets.table(first.id)).values, table().values)
    await datasets.remove("bob", first.id)
    with pytest.raises(Refusal):
        await datasets.table(first.id)


async def test_number_and_bytes_are_limited_for_each_visitor(archive: Archive) -> None:
    datasets = Datasets(archive, per_visitor=2, bytes_per_visitor=1200)
    await datasets.save("ann", "a", table(10))
    await datasets.save("ann", "b", table(11))
    with pytest.raises(Refusal, match="You have 2 files here, as many as are allowed"):
        await datasets.save("ann", "c", table(12))
    await datasets.save("ann", "b again", table(11))
    with pytest.raises(Refusal, match="would take 1,440 bytes, but 1,200 are allowed"):
        await datasets.save("bob", "large", table(60))
    assert await datasets.of_visitor("bob") == []


async def test_another_reading_of_a_file_takes_the_place_of_the_first(archive: Archive) -> None:
    datasets = Datasets(archive, per_visitor=1, bytes_per_visitor=10_000)
    first = await datasets.save("ann", "file", table(10))
    second = await datasets.save("ann", "file", table(11), instead_of=first.id)
    assert await datasets.of_visitor("ann") == [second]


async def test_what_a_former_release_kept_is_read(archive: Archive) -> None:
    datasets = Datasets(archive, per_visitor=5, bytes_per_visitor=10_000)
    id = (await datasets.save("ann", "old", table())).id
    numbers = table().values.astype("<f4")
    columns = [
        {"name": column.name, "classes": column.classes, "lowest": column.lowest, "highest": column.highest}
        for column in table().columns
    ]
    old = {"columns": columns, "numbers": numbers.tobytes(), "size": numbers.nbytes}
    await archive.change(lambda connection: connection.execute(sa.update(rows_of_datasets).values(**old)))
    _, kept = await datasets.own("ann", id)
    np.testing.assert_array_equal(kept.values, numbers)
    assert kept.values.dtype == np.float32
    assert [column.kind for column in kept.columns] == ["number", "number", "classes"]


async def test_one_that_a_saved_network_learns_from_stays(archive: Archive) -> None:
    datasets, networks = Datasets(archive, 5, 10_000), Networks(archive, 5)
    id = (await datasets.save("ann", "file", table())).id
    learns = {"id": id, "rows": 10, "inputs": [0], "label": 2, "classes": 2}
    experiments = [{}, {"kind": "circle", "table": learns}, {"kind": "table", "table": learns}]
    saved = []
    for n, data in enumerate(experiments):
        run = msgpack.unpackb(checkpoint(n))
        run["experiment"]["data"].update(data)
        saved.append(await networks.save("ann", f"network {n}", msgpack.packb(run)))
    with pytest.raises(Refusal, match="The saved network network 2 learns from it"):
        await datasets.remove("ann", id)
    await networks.remove("ann", saved[2].id)
    await datasets.remove("ann", id)
