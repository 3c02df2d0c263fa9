"""The database: opened, and brought up to date, when the server starts."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

BUSY_SECONDS = 2
"""How long to wait for a database that someone else has locked. Shutting down must not take longer."""

POSTGRESQL_OPTIONS = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    # Who waits for an answer sends nothing: only these notice that the way there is cut.
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": f"-c lock_timeout={1000 * BUSY_SECONDS} -c statement_timeout=5000",
}


class CannotOpen(Exception):  # noqa: N818  (it says what cannot be done)
    """The database cannot be used; the message says which one, and why."""


def open_database(path: Path, url: str | None) -> sa.Engine:
    """PostgreSQL at `url` if there is one, else the SQLite file at `path`, made if need be; tables up to date.

    Raises CannotOpen.
    """
    name = f"the database {path}" if url is None else "the database of CHALKNET_DATABASE_URL"
    try:
        engine = sqlite(path) if url is None else postgresql(url)
    except OSError as error:
        raise CannotOpen(f"cannot open {name}: {error.strerror}: {error.filename}") from None
    try:
        upgrade(engine)
    except (DBAPIError, CommandError) as error:
        engine.dispose()
        newer = "a newer Chalknet has written it"
        reason = str(error.orig).strip() if isinstance(error, DBAPIError) else newer
        raise CannotOpen(f"cannot open {name}: {reason}") from None
    return engine


def sqlite(path: Path) -> sa.Engine:
    """The SQLite database in a file, which only its owner may read: the cookies' key is in it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}
    )

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: Any) -> None:
        # Python's own begin comes too late for a migration to be undone as a whole.
        connection.isolation_level = None
        # Kept in the file. A reader never waits for the writer; a killed server loses nothing it has committed.
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @sa.event.listens_for(engine, "begin")
    def began(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def postgresql(url: str) -> sa.Engine:
    """A PostgreSQL database, through psycopg 3; nothing waits for it for long."""
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    return sa.create_engine(address, connect_args=POSTGRESQL_OPTIONS, pool_pre_ping=True)


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Take the migrations that have not been taken. Where there are none, nothing is written."""
    config = Config()
    config.set_main_option("script_location", "app.storage:migrations")
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == ScriptDirectory.from_config(config).get_current_head():
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a large table takes its time
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
