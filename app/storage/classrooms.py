"""Classrooms as they are stored: each is one document, which is written again when it has changed."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from app.storage.archive import Archive
from app.storage.ledger import dataset_key, network_key
from app.storage.tables import classrooms, datasets, networks


class KeptClassroom(NamedTuple):
    """A row."""

    code: str
    document: dict[str, Any]
    expires_at: float
    """In seconds since 1970."""
    address: str
    """A digest of the address from which it was opened."""


class ClassroomRows:
    """All methods raise Refusal where the database does not answer."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    async def all(self) -> list[KeptClassroom]:
        """Every classroom; a broken row is logged and left out."""
        query = sa.select(
            classrooms.c.code, classrooms.c.document, classrooms.c.expires_at, classrooms.c.address
        )
        return await self.archive.ask(lambda: self.archive.store.each(query, classrooms.c.code, kept_in))

    async def write(self, changed: list[KeptClassroom]) -> None:
        """Store them, in place of their former states: all of them, or none."""
        rows = [each._asdict() for each in changed]

        def replace(connection: sa.Connection) -> None:
            self.archive.store.disk.check()
            connection.execute(self.archive.store.replacing(classrooms, rows[0]), rows)

        if rows:
            await self.archive.change(replace)

    async def remove(self, code: str, owner: str) -> None:
        """Delete a class, with the networks and files that are kept under the name of its owner."""

        def delete(connection: sa.Connection) -> list[str]:
            connection.execute(classrooms.delete().where(classrooms.c.code == code))
            kept = sa.select(networks.c.id).where(networks.c.visitor == owner)
            files = sa.select(datasets.c.id).where(datasets.c.visitor == owner)
            keys = [network_key(id) for id in connection.scalars(kept)]
            keys += [dataset_key(owner, id) for id in connection.scalars(files)]
            for table in (networks, datasets):
                connection.execute(table.delete().where(table.c.visitor == owner))
            return keys

        for key in await self.archive.change(delete):
            self.archive.ledger.strike(key)


def kept_in(row: Any) -> KeptClassroom:
    """Raises ValueError where the row is broken."""
    kept = KeptClassroom(**row._mapping)
    if not isinstance(kept.document, dict):
        raise ValueError("no document is in it")
    return kept
