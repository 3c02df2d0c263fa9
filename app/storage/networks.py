"""Saved networks: a run at one step, under a name, with an address that can be shared."""

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from app.document.summary import seen, summary
from app.errors import Refusal
from app.storage.archive import Archive
from app.storage.ledger import LedgerEntry, network_key
from app.storage.tables import networks

Made = TypeVar("Made")

ID_PATTERN = "^[A-Za-z0-9_-]{1,16}$"
ID_BYTES = 9
"""Twelve characters of an address: too many to guess, few enough to write on a blackboard."""

ABOUT = [column for column in networks.c if column.name not in {"checkpoint", "address"}]


class Saved(NamedTuple):
    """A saved network without its checkpoint."""

    id: str
    visitor: str
    name: str
    experiment: dict[str, Any]
    step: int
    saved_at: float


class Networks:
    """All saved networks. A visitor with the id may open one; only its owner may list or delete it."""

    def __init__(self, archive: Archive, per_visitor: int) -> None:
        self.archive = archive
        self.per_visitor = per_visitor

    async def save(self, visitor: str, name: str, checkpoint: bytes, address: str = "") -> Saved:
        """Store a run's checkpoint, paused. Raises Refusal."""
        about, still = summary(checkpoint), seen(checkpoint)
        digest = self.archive.digest_of(address)
        saved = Saved(
            secrets.token_urlsafe(ID_BYTES),
            visitor,
            name,
            about.experiment,
            about.step,
            self.archive.store.clock(),
        )

        def insert(connection: sa.Connection) -> None:
            row = {**saved._asdict(), "checkpoint": still, "address": digest}
            connection.execute(networks.insert(), row)
            own = sa.select(sa.func.count()).where(networks.c.visitor == visitor)
            if (connection.scalar(own) or 0) > self.per_visitor:
                raise Refusal(
                    "too-many-networks",
                    None,
                    "You have {count} networks, as many as are allowed: delete one first.",
                    count=self.per_visitor,
                )

        await self.archive.add(network_key(saved.id), LedgerEntry(visitor, digest, len(still)), insert)
        return saved

    async def of_visitor(self, *visitor: str) -> list[Saved]:
        """The networks that are kept under the visitor's names, the latest first. Raises Refusal."""
        own = sa.select(*ABOUT).where(networks.c.visitor.in_(visitor)).order_by(networks.c.saved_at.desc())
        return await self.archive.ask(lambda: self.archive.store.each(own, networks.c.id, saved_in))

    async def about(self, network: str) -> Saved:
        """The network without its checkpoint. Raises Refusal (unknown-network)."""
        return await self._one(sa.select(*ABOUT).where(networks.c.id == network), saved_in)

    async def checkpoint(self, network: str) -> bytes:
        """The checkpoint for `Host.start`. Raises Refusal (unknown-network)."""
        query = sa.select(networks.c.checkpoint).where(networks.c.id == network)
        return await self._one(query, checkpoint_in)

    async def remove(self, visitor: str, network: str) -> None:
        """Delete a network of the visitor's. Raises Refusal (unknown-network)."""
        own = networks.delete().where(networks.c.id == network, networks.c.visitor == visitor)
        if not await self.archive.change(lambda connection: connection.execute(own).rowcount):
            raise unknown_network()
        self.archive.ledger.strike(network_key(network))

    async def _one(self, query: sa.Select[Any], make: Callable[[Any], Made]) -> Made:
        found = await self.archive.ask(lambda: self.archive.store.each(query, networks.c.id, make))
        if not found:
            raise unknown_network()
        return found[0]


def saved_in(row: Any) -> Saved:
    """The network of a row; raises ValueError where the row is broken."""
    saved = Saved(**row._mapping)
    if not isinstance(saved.experiment, dict) or not isinstance(saved.step, int):
        raise ValueError("no experiment or no step is in it")
    return saved


def checkpoint_in(row: Any) -> bytes:
    """The checkpoint of a row; raises ValueError where the row is broken."""
    checkpoint: bytes = row.checkpoint
    summary(checkpoint)
    return checkpoint


def unknown_network() -> Refusal:
    """The same refusal whether it never existed, was deleted, or belongs to another visitor who may delete it."""
    return Refusal("unknown-network", "network", "There is no such network: it may have been deleted.")
