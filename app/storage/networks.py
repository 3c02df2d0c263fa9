"""Saved networks: a run as it was at one step, under a name, with an address that can be passed on."""

import secrets
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.document.summary import paused, summary
from app.errors import Refusal
from app.storage.archive import Archive
from app.storage.tables import networks

ID_PATTERN = "^[A-Za-z0-9_-]{1,16}$"
ID_BYTES = 9
"""Twelve characters of an address: too many to be guessed, few enough to be written on a blackboard."""

ABOUT = [column for column in networks.c if column.name != "checkpoint"]


class Saved(NamedTuple):
    """What is known of a saved network without opening it."""

    id: str
    visitor: str
    name: str
    experiment: dict[str, Any]
    step: int
    saved_at: float


class Networks:
    """All saved networks. Whoever knows the id may open one; only its owner may list or delete it."""

    def __init__(self, archive: Archive, per_visitor: int) -> None:
        self.archive = archive
        self.per_visitor = per_visitor

    async def save(self, visitor: str, name: str, checkpoint: bytes) -> Saved:
        """Keep a run's checkpoint, standing still. Raises Refusal."""
        about = summary(checkpoint)
        saved = Saved(
            secrets.token_urlsafe(ID_BYTES),
            visitor,
            name,
            about.experiment,
            about.step,
            self.archive.store.clock(),
        )

        def insert(connection: sa.Connection) -> None:
            connection.execute(networks.insert(), {**saved._asdict(), "checkpoint": paused(checkpoint)})
            own = sa.select(sa.func.count()).where(networks.c.visitor == visitor)
            if (connection.scalar(own) or 0) > self.per_visitor:
                raise Refusal(
                    "too-many-networks",
                    None,
                    "You have {count} networks, as many as are allowed: delete one first.",
                    count=self.per_visitor,
                )

        await self.archive.change(insert)
        return saved

    async def of_visitor(self, visitor: str) -> list[Saved]:
        """The visitor's own, the latest first. Raises Refusal."""
        own = sa.select(*ABOUT).where(networks.c.visitor == visitor).order_by(networks.c.saved_at.desc())

        def read() -> list[Saved]:
            with self.archive.store.engine.connect() as connection:
                return [Saved(**row._mapping) for row in connection.execute(own)]

        return await self.archive.ask(read)

    async def about(self, network: str) -> Saved:
        """Raises Refusal (unknown-network)."""
        return Saved(**await self._row(sa.select(*ABOUT).where(networks.c.id == network)))

    async def checkpoint(self, network: str) -> bytes:
        """As `Host.start` takes it. Raises Refusal (unknown-network)."""
        row = await self._row(sa.select(networks.c.checkpoint).where(networks.c.id == network))
        checkpoint: bytes = row["checkpoint"]
        return checkpoint

    async def remove(self, visitor: str, network: str) -> None:
        """Delete one's own. Raises Refusal (unknown-network)."""
        own = networks.delete().where(networks.c.id == network, networks.c.visitor == visitor)
        if not await self.archive.change(lambda connection: connection.execute(own).rowcount):
            raise unknown_network()

    async def _row(self, query: sa.Select[Any]) -> dict[str, Any]:
        def read() -> dict[str, Any] | None:
            with self.archive.store.engine.connect() as connection:
                row = connection.execute(query).one_or_none()
            return None if row is None else dict(row._mapping)

        row = await self.archive.ask(read)
        if row is None:
            raise unknown_network()
        return row


def unknown_network() -> Refusal:
    """The same whether there never was one, it was deleted, or it is another's to delete."""
    return Refusal("unknown-network", "network", "There is no such network: it may have been deleted.")
