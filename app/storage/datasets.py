"""The visitors' own data sets, as read from their CSV files. The same content is stored once for each visitor."""

import asyncio
import hashlib
import json
import re
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from app.csv.table import Column, Table
from app.errors import Refusal
from app.storage.archive import Archive
from app.storage.columns import only, parts_of
from app.storage.ledger import LedgerEntry, dataset_key
from app.storage.tables import datasets, networks
from engine.data.own_pictures import OwnPictures
from engine.data.own_table import OwnTable

DIGEST_BYTES = 16
ID = re.compile(r"[0-9a-f]{32}(\.[0-9a-f]{1,25})?")
"""The id of a whole file, or of the columns that came with a network (`app.storage.columns`)."""
LEARN = {
    OwnTable.model_fields["kind"].default: "table",
    OwnPictures.model_fields["kind"].default: "album",
}
"""The kinds of data sets that learn from an uploaded file, and the field by which each names it."""
ABOUT = [column for column in datasets.c if column.name not in {"visitor", "numbers", "address"}]


class StoredDataset(NamedTuple):
    """A data set without its values."""

    id: str
    name: str
    rows: int
    columns: tuple[Column, ...]
    size: int
    """Bytes of its values."""
    uploaded_at: float


class Datasets:
    """All data sets. Each visitor sees and deletes their own; runs read one by its id."""

    def __init__(self, archive: Archive, per_visitor: int, bytes_per_visitor: int) -> None:
        self.archive = archive
        self.per_visitor = per_visitor
        self.bytes_per_visitor = bytes_per_visitor
        self._in_use: WeakValueDictionary[str, NDArray[Any]] = WeakValueDictionary()

    async def save(
        self, visitor: str, name: str, table: Table, instead_of: str | None = None, address: str = ""
    ) -> StoredDataset:
        """Store a table, optionally in place of another; the same content again only changes the name. Raises
        Refusal."""
        # In a thread, because the digest of the largest table takes longer than a frame.
        content = await asyncio.to_thread(content_of, table)
        digest = self.archive.digest_of(address)
        row = {
            "visitor": visitor,
            "name": name,
            "uploaded_at": self.archive.store.clock(),
            "address": digest,
            **content,
        }

        def replace(connection: sa.Connection) -> None:
            if instead_of is not None:
                connection.execute(
                    datasets.delete().where(datasets.c.visitor == visitor, datasets.c.id == instead_of)
                )
            connection.execute(self.archive.store.replacing(datasets, row), row)
            own = sa.select(sa.func.count(), sa.func.sum(datasets.c.size)).where(
                datasets.c.visitor == visitor
            )
            count, size = connection.execute(own).one()
            if count > self.per_visitor:
                raise Refusal(
                    "too-many-datasets",
                    None,
                    "You have {count} files here, as many as are allowed: delete one first.",
                    count=self.per_visitor,
                )
            if size > self.bytes_per_visitor:
                raise Refusal(
                    "too-many-bytes",
                    None,
                    "Your files would take {size} bytes, but {most} are allowed: delete one first.",
                    size=int(size),
                    most=self.bytes_per_visitor,
                )

        id = str(row["id"])
        await self.archive.add(
            dataset_key(visitor, id), LedgerEntry(visitor, digest, int(row["size"])), replace
        )
        if instead_of is not None and instead_of != id:
            self.archive.ledger.strike(dataset_key(visitor, instead_of))
        return dataset(row)

    async def of_visitor(self, visitor: str) -> list[StoredDataset]:
        """The visitor's own data sets, the latest first. Raises Refusal."""
        own = sa.select(*ABOUT).where(datasets.c.visitor == visitor).order_by(datasets.c.uploaded_at.desc())
        store = self.archive.store
        return await self.archive.ask(
            lambda: store.each(own, datasets.c.id, lambda row: dataset(row._mapping))
        )

    async def own(self, visitor: str, id: str) -> tuple[StoredDataset, Table]:
        """One of the visitor's data sets. Raises Refusal (unknown-dataset)."""
        return await self._read(datasets.c.id == id, datasets.c.visitor == visitor)

    async def table(self, id: str) -> Table:
        """The table of any visitor, for a run that names it: the id depends on the content. Raises Refusal
        (unknown-dataset)."""
        whole, mask = parts_of(id)
        _, table = await self._read(datasets.c.id == whole)
        try:
            return only(table, mask)
        except IndexError:
            raise unknown_dataset() from None

    async def owns(self, visitor: str, id: str) -> bool:
        """Whether the visitor has the whole file of a table. Raises Refusal."""
        whole, _ = parts_of(id)
        own = sa.select(datasets.c.id).where(datasets.c.id == whole, datasets.c.visitor == visitor)

        def find() -> bool:
            with self.archive.store.engine.connect() as connection:
                return connection.scalar(own) is not None

        return await self.archive.ask(find)

    async def remove(self, visitor: str, id: str) -> None:
        """Delete a data set of the visitor's. Raises Refusal: unknown-dataset, or dataset-in-use where a saved network
        of the visitor's learns from it."""
        own = datasets.delete().where(datasets.c.id == id, datasets.c.visitor == visitor)
        data = networks.c.experiment["data"]
        learning = sa.select(networks.c.name).where(
            networks.c.visitor == visitor,
            # In a former release every kind could have a table.
            sa.or_(
                *(
                    sa.and_(data["kind"].as_string() == kind, data[field]["id"].as_string().startswith(id))
                    for kind, field in LEARN.items()
                )
            ),
        )

        def delete(connection: sa.Connection) -> None:
            name = connection.scalar(learning.limit(1))
            if name is not None:
                raise Refusal(
                    "dataset-in-use",
                    "dataset",
                    "The saved network {name} learns from it: delete that first.",
                    name=name,
                )
            if not connection.execute(own).rowcount:
                raise unknown_dataset()

        await self.archive.change(delete)
        self.archive.ledger.strike(dataset_key(visitor, id))

    async def _read(self, *which: sa.ColumnElement[bool]) -> tuple[StoredDataset, Table]:
        query = sa.select(*ABOUT, datasets.c.numbers).where(*which).limit(1)

        def table_in(row: Any) -> tuple[StoredDataset, Table]:
            about = dataset(row._mapping)
            return about, Table(about.columns, values_in(about, row.numbers))

        found = await self.archive.ask(lambda: self.archive.store.each(query, datasets.c.id, table_in))
        if not found:
            raise unknown_dataset()
        about, table = found[0]
        # Runs of a class that learn from the same file share its values in memory.
        return about, table._replace(values=self._in_use.setdefault(about.id, table.values))


def values_in(about: StoredDataset, numbers: bytes) -> NDArray[Any]:
    """The values of a table, as stored."""
    if about.columns[0].kind == "pictures":
        return np.frombuffer(numbers, np.uint8).reshape(-1, about.rows)
    itemsize = about.size // (len(about.columns) * about.rows)  # A former release kept four bytes a value.
    return np.frombuffer(numbers, f"<f{itemsize}").reshape(len(about.columns), about.rows)


def content_of(table: Table) -> dict[str, Any]:
    """The fields of a database row for a table."""
    kept = table.values if table.values.dtype == np.uint8 else table.values.astype("<f8")
    numbers = kept.tobytes()
    return {
        "id": content_id(table.columns, numbers),
        "rows": table.values.shape[1],
        "columns": [column._asdict() for column in table.columns],
        "size": len(numbers),
        "numbers": numbers,
    }


def content_id(columns: tuple[Column, ...], numbers: bytes) -> str:
    """A digest of a table's content; the file's name does not matter."""
    names = json.dumps([(column.name, column.classes) for column in columns])
    return hashlib.blake2b(names.encode() + b"\n" + numbers, digest_size=DIGEST_BYTES).hexdigest()


def dataset(row: Any) -> StoredDataset:
    """The data set of a row."""
    columns = tuple(column_of(**column) for column in row["columns"])
    return StoredDataset(row["id"], row["name"], row["rows"], columns, row["size"], row["uploaded_at"])


def column_of(classes: list[str] | None, first: list[str] | None = None, **fields: Any) -> Column:
    """A column, as stored; a former release did not store its kind."""
    kind = "number" if classes is None else "classes"
    return Column(
        **{"kind": kind, **fields, "classes": classes and tuple(classes), "first": tuple(first or ())}
    )


def unknown_dataset() -> Refusal:
    return Refusal("unknown-dataset", "dataset", "There is no such file here: it may have been deleted.")
