"""The store reads and writes the runs and the server's secrets.

Its methods wait for the database, so none belongs on the event loop.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from app.document.summary import Summary, checked, summary
from app.storage.disk import Disk
from app.storage.ledger import LedgerEntry, dataset_key, network_key, run_key
from app.storage.tables import datasets, networks, runs, secrets

Made = TypeVar("Made")

CLOCK = "clock"
"""The name of the secret that stores when the server last read its clock."""
JUMP_SECONDS = 24 * 3600.0
"""After a longer interval, the server was off or its clock was set; that time does not count as age."""
SPARE_PAGES = 256
"""The number of empty pages of a SQLite file that are kept for new data."""
PAGES_AT_ONCE = 4096
"""The number of pages that are returned to the disk at a time (16 MB)."""

log = logging.getLogger("chalknet.storage")

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both dialects have `on conflict do update`, and SQLAlchemy has no common statement for it."""


class StoredRun(NamedTuple):
    """A stored run."""

    visitor: str
    checkpoint: bytes
    address: str = ""
    """A digest of the address from which the run was begun."""


class Store:
    """All methods raise sqlalchemy.exc.DBAPIError when the database fails."""

    def __init__(
        self, engine: sa.Engine, clock: Callable[[], float] = time.time, disk: Disk | None = None
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.disk = disk or Disk()

    def secret(self, name: str, draw: Callable[[], str]) -> tuple[str, bool]:
        """A secret of the server, drawn if it does not exist; and whether it will be the same after a restart."""
        kept = sa.select(secrets.c.value).where(secrets.c.name == name)
        with self.engine.connect() as connection:
            value = connection.scalar(kept)
        if value is not None:
            return value, True
        drawn = draw()
        try:
            with self.engine.begin() as connection:
                connection.execute(secrets.insert(), {"name": name, "value": drawn})
        except IntegrityError:  # another server has just drawn one
            return self.secret(name, draw)
        except OperationalError:  # read-only, for example
            return drawn, False
        return drawn, True

    def write(self, changes: dict[str, StoredRun | None]) -> None:
        """Store runs, in place of their former states, and delete those that are None: all of them, or none.

        Raises DiskFull.
        """
        now = self.clock()
        rows = [row(run, kept, now) for run, kept in changes.items() if kept is not None]
        gone = [run for run, kept in changes.items() if kept is None]
        if rows:
            self.disk.check()
        with self.writing() as connection:
            if rows:
                connection.execute(self.replacing(runs, rows[0]), rows)
            if gone:
                connection.execute(runs.delete().where(runs.c.id.in_(gone)))

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction for changes, which an exception rolls back."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError:
            # A new connection may succeed later; a connection to a file that was read-only never does.
            self.engine.dispose()
            raise

    def replacing(self, table: sa.Table, columns: Iterable[str]) -> sa.Executable:
        """Insert a row, or replace the one with its primary key."""
        insert = INSERT[self.engine.dialect.name](table)
        key = [column.name for column in table.primary_key]
        replaced = {column: insert.excluded[column] for column in columns if column not in key}
        statement: sa.Executable = insert.on_conflict_do_update(index_elements=key, set_=replaced)
        return statement

    def read(self, run: str) -> StoredRun | None:
        """The last stored state; a broken row is logged and treated as missing."""
        columns = sa.select(runs.c.visitor, runs.c.checkpoint, runs.c.address)
        with self.engine.connect() as connection:
            row = connection.execute(columns.where(runs.c.id == run)).one_or_none()
        if row is None:
            return None
        if not isinstance(row.checkpoint, bytes):
            log.error("a run's row is broken: its checkpoint is not bytes", extra={"run": run})
            return None
        return StoredRun(row.visitor, row.checkpoint, row.address)

    def of_visitor(self, visitor: str) -> dict[str, Summary]:
        """The visitor's runs by id, the latest first."""
        own = (
            sa.select(runs.c.id, runs.c.experiment, runs.c.state, runs.c.step)
            .where(runs.c.visitor == visitor)
            .order_by(runs.c.updated_at.desc())
        )
        return dict(self.each(own, runs.c.id, lambda row: (row.id, checked(*row[1:]))))

    def each(
        self, query: sa.Select[Any], id: sa.ColumnElement[str], make: Callable[[Any], Made]
    ) -> list[Made]:
        """The result of `make` for every row of a query.

        A broken row (its JSON is invalid, or `make` raises) is logged and left out; the other rows are returned.
        """
        faults = (ValueError, TypeError, KeyError, AttributeError)
        with self.engine.connect() as connection:
            try:
                return [make(row) for row in connection.execute(query)]
            except faults:
                made = []
                for (name,) in connection.execute(query.with_only_columns(id)).all():
                    try:
                        made.append(make(connection.execute(query.where(id == name)).one()))
                    except faults as error:
                        log.error("the row of %s in %s is broken: %s", name, id.table.name, error)
                return made

    def entries(self) -> list[tuple[str, LedgerEntry]]:
        """The entries of all stored rows, for the ledger."""
        keys: list[tuple[sa.Table, sa.ColumnElement[bytes], Callable[[str, str], str]]] = [
            (runs, runs.c.checkpoint, lambda visitor, id: run_key(id)),
            (networks, networks.c.checkpoint, lambda visitor, id: network_key(id)),
            (datasets, datasets.c.numbers, dataset_key),
        ]
        found = []
        with self.engine.connect() as connection:
            for table, content, key in keys:
                size = sa.func.length(content)
                for id, visitor, address, bytes_ in connection.execute(
                    sa.select(table.c.id, table.c.visitor, table.c.address, size)
                ):
                    found.append((key(visitor, id), LedgerEntry(visitor, address, bytes_ or 0)))
        return found

    def forget_older(self, seconds: float, but: Collection[str]) -> list[str]:
        """Delete the runs that have not changed for so long, except those in `but`; return their ids.

        Time in which the server did not run, or by which its clock was set, does not count as age.
        """
        with self.engine.begin() as connection:
            now = self._passed(connection)
            old = connection.scalars(sa.select(runs.c.id).where(runs.c.updated_at < now - seconds))
            gone = [run for run in old if run not in but]
            for some in portions(gone, 500):
                connection.execute(runs.delete().where(runs.c.id.in_(some)))
        return gone

    def _passed(self, connection: sa.Connection) -> float:
        """Read the clock, store the time and return it; where the clock has jumped, shift all earlier dates."""
        now = self.clock()
        noted = connection.scalar(sa.select(secrets.c.value).where(secrets.c.name == CLOCK))
        latest = (
            connection.scalar(sa.select(sa.func.max(runs.c.updated_at))) if noted is None else float(noted)
        )
        jump = 0.0 if latest is None else now - latest
        if abs(jump) > JUMP_SECONDS:
            # Rows that were written after the jump, and before this call, have new dates already.
            before = (
                runs.c.updated_at < latest + jump / 2 if jump > 0 else runs.c.updated_at > now + JUMP_SECONDS
            )
            moved = runs.update().where(before).values(updated_at=runs.c.updated_at + jump)
            count = connection.execute(moved).rowcount
            log.warning(
                "the clock has moved by %.1f days since it was last looked at: the dates of %d runs move with it",
                jump / JUMP_SECONDS,
                count,
            )
        looked = {"name": CLOCK, "value": repr(now)}
        connection.execute(self.replacing(secrets, looked), looked)
        return now

    def shrink(self) -> bool:
        """Return empty pages of a SQLite file to the disk; whether there are more."""
        if self.engine.dialect.name != "sqlite":
            return False  # PostgreSQL does this by itself
        connection = self.engine.raw_connection()
        try:
            [[empty]] = connection.cursor().execute("PRAGMA freelist_count")
            if empty <= SPARE_PAGES:
                return False
            # Each step of this statement frees one page, and only a script runs to its end.
            connection.cursor().executescript(f"PRAGMA incremental_vacuum({PAGES_AT_ONCE})")
        finally:
            connection.close()
        return bool(empty > PAGES_AT_ONCE)


def row(run: str, kept: StoredRun, now: float) -> dict[str, Any]:
    return {"id": run, **kept._asdict(), **summary(kept.checkpoint)._asdict(), "updated_at": now}


def portions(items: list[str], size: int) -> Iterable[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
