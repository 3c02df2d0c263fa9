"""The store reads and writes the runs and the server's secrets.

Its methods wait for the database, so none belongs on the event loop.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from app.document.summary import Summary, summary
from app.storage.tables import runs, secrets

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both know `on conflict do update`, and SQLAlchemy has no word of its own for it."""


class Kept(NamedTuple):
    """A run as it is kept."""

    visitor: str
    checkpoint: bytes


class Store:
    """All methods raise sqlalchemy.exc.DBAPIError when the database cannot do it."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float] = time.time) -> None:
        self.engine = engine
        self.clock = clock

    def secret(self, name: str, draw: Callable[[], str]) -> tuple[str, bool]:
        """A secret of the server, drawn where there is none; and whether it will be the same after a restart."""
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

    def write(self, changes: dict[str, Kept | None]) -> None:
        """Keep runs, in place of what was kept of them; forget those that are None. All of them, or none."""
        now = self.clock()
        rows = [row(run, kept, now) for run, kept in changes.items() if kept is not None]
        gone = [run for run, kept in changes.items() if kept is None]
        with self.writing() as connection:
            if rows:
                connection.execute(self.replacing(runs, rows[0]), rows)
            if gone:
                connection.execute(runs.delete().where(runs.c.id.in_(gone)))

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that changes something, or nothing where an exception leaves it."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError:
            # A new connection may be able to do it some day; one to a file that was read-only never will.
            self.engine.dispose()
            raise

    def replacing(self, table: sa.Table, columns: Iterable[str]) -> sa.Executable:
        """Insert a row, or replace the one with its primary key."""
        insert = INSERT[self.engine.dialect.name](table)
        key = [column.name for column in table.primary_key]
        replaced = {column: insert.excluded[column] for column in columns if column not in key}
        statement: sa.Executable = insert.on_conflict_do_update(index_elements=key, set_=replaced)
        return statement

    def read(self, run: str) -> Kept | None:
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(runs.c.visitor, runs.c.checkpoint).where(runs.c.id == run))
            row = found.one_or_none()
        return row and Kept(row.visitor, row.checkpoint)

    def of_visitor(self, visitor: str) -> dict[str, Summary]:
        """The visitor's runs by id, the latest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                sa.select(runs.c.id, runs.c.experiment, runs.c.state, runs.c.step)
                .where(runs.c.visitor == visitor)
                .order_by(runs.c.updated_at.desc())
            )
            return {row.id: Summary(row.experiment, row.state, row.step) for row in rows}

    def forget_older(self, seconds: float, but: Collection[str]) -> int:
        """Delete the runs that have not changed for so long, save those in `but`. How many there were."""
        with self.engine.begin() as connection:
            old = connection.scalars(sa.select(runs.c.id).where(runs.c.updated_at < self.clock() - seconds))
            gone = [run for run in old if run not in but]
            for some in portions(gone, 500):
                connection.execute(runs.delete().where(runs.c.id.in_(some)))
        return len(gone)


def row(run: str, kept: Kept, now: float) -> dict[str, Any]:
    return {"id": run, **kept._asdict(), **summary(kept.checkpoint)._asdict(), "updated_at": now}


def portions(items: list[str], size: int) -> Iterable[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
