"""The lock on a database: two servers on one database would overwrite each other's data.

The operating system holds it, or PostgreSQL for a connection, and frees it however the server ends.
"""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.storage.database import CannotOpen, postgresql

KEY = 0x4368616C6B6E6574
"""The number of the lock in PostgreSQL: "Chalknet" in ASCII."""
TRIES = 10
PAUSE_SECONDS = 0.3
"""A server that has just ended may need a moment to release the lock."""

log = logging.getLogger("chalknet.storage")


class Lock:
    """The lock on the SQLite file at `path`, or on the PostgreSQL database at `url` if it is set."""

    def __init__(self, path: Path, url: str | None) -> None:
        self.path = path
        self.url = url
        self._file: IO[str] | None = None
        self._connection: sa.Connection | None = None

    def take(self) -> None:
        """Raises CannotOpen where another server holds it. A database that cannot be reached or written has no lock;
        `open_database` reports the reason."""
        for attempt in range(TRIES):
            if self._take_file() if self.url is None else self._take_number(self.url):
                return
            if attempt < TRIES - 1:
                time.sleep(PAUSE_SECONDS)
        if self.url is None:
            raise CannotOpen(
                f"another Chalknet server{self._holder()} uses the database {self.path}: end it, or give this one "
                "another file (CHALKNET_DATABASE_PATH)"
            )
        raise CannotOpen(
            "another Chalknet server uses the database of CHALKNET_DATABASE_URL: end it, or give this one another"
        )

    def keep(self) -> None:
        """Take the lock again where PostgreSQL has ended the connection that held it."""
        if self._connection is None or self.url is None:
            return
        try:
            self._connection.scalar(sa.select(1))
        except SQLAlchemyError:
            self._connection.engine.dispose()
            if not self._take_number(self.url):
                log.error(
                    "another Chalknet server uses the database of CHALKNET_DATABASE_URL: end one of them"
                )

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection.engine.dispose()

    def _take_file(self) -> bool:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._lock_path.open("a+", encoding="ascii")
        except OSError:
            return True
        if not locked(file.fileno()):
            file.close()
            return False
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file
        return True

    def _holder(self) -> str:
        with suppress(OSError, ValueError):
            return f" (process {int(self._lock_path.read_text('ascii'))})"
        return ""

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    def _take_number(self, url: str) -> bool:
        engine = postgresql(url)
        try:
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(KEY))):
                self._connection = connection
                return True
            connection.close()
        except SQLAlchemyError:
            engine.dispose()
            return True
        engine.dispose()
        return False


def locked(file: int) -> bool:
    """Lock an open file for this process alone, until it ends; whether that succeeded."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        log.warning("this file system has no locks: see to it that no other server uses the database")
    return True
