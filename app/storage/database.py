"""The database: it is opened and migrated when the server starts."""

import logging
import math
import os
import shutil
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

from app.storage import BUSY_SECONDS

JOURNAL_BYTES = 64 * 2**20
"""The journal beside a SQLite file is truncated to this size after its contents are in the database."""

log = logging.getLogger("chalknet.storage")


class CannotOpen(Exception):  # noqa: N818  (the name states what cannot be done)
    """The database cannot be used; the message names it, and the reason."""


def open_database(path: Path, url: str | None) -> sa.Engine:
    """PostgreSQL at `url` if it is set, else the SQLite file at `path`, created if need be; tables are migrated.

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
    if url is None:
        make_shrinkable(engine, path)
    return engine


def sqlite(path: Path) -> sa.Engine:
    """The SQLite database in a file that only its owner may read, since it holds the cookies' key."""
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
        if connection.execute("PRAGMA page_count").fetchone() == (0,):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        # The mode is stored in the file. A reader never waits for the writer; a killed server loses no committed data.
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")

    @sa.event.listens_for(engine, "begin")
    def began(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def make_shrinkable(engine: sa.Engine, path: Path) -> None:
    """Rewrite a file of an early release once, where the disk has room, so that it can return empty pages."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if cursor.execute("PRAGMA auto_vacuum").fetchone()[0]:
            return
        if shutil.disk_usage(path.parent).free < 2 * path.stat().st_size:
            log.warning("%s stays as large as it is: there is no room to write it anew", path)
            return
        cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")
        cursor.execute("VACUUM")
    except sqlite3.Error as error:
        log.warning("%s stays as large as it is: %s", path, error)
    finally:
        connection.close()


def postgresql(url: str) -> sa.Engine:
    """The PostgreSQL database at `url`; raises CannotOpen where the extra is not installed."""
    try:
        from app.storage.postgresql import engine_of  # not at the top: a laptop needs no PostgreSQL
    except ImportError:
        raise CannotOpen(
            'CHALKNET_DATABASE_URL is set, but psycopg is not installed: pip install "chalknet[postgresql]"'
        ) from None
    return engine_of(url)


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Run the migrations that are missing. Where none is missing, nothing is written."""
    config = Config()
    config.set_main_option("script_location", "app.storage:migrations")
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == ScriptDirectory.from_config(config).get_current_head():
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a large table may take long
            connection.connection.driver_connection.patience = math.inf  # type: ignore[union-attr]
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()  # the connections of the upgrade have no time limits
