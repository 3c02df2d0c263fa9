"""PostgreSQL, through psycopg 3, which the extra chalknet[postgresql] installs, with time limits."""

import time
from collections.abc import Generator
from typing import Any

import psycopg
import sqlalchemy as sa

from app.storage import BUSY_SECONDS

ANSWER_SECONDS = 6.0
"""PostgreSQL counts as unreachable after this time: a little more than its own limit for a statement."""

POSTGRESQL_OPTIONS = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    # A client that waits for an answer sends nothing; only keepalives notice a broken connection.
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": f"-c lock_timeout={1000 * BUSY_SECONDS} -c statement_timeout=5000",
}


class Impatient(psycopg.Connection[Any]):
    """A connection with a time limit on the client's side: a frozen database still answers keepalives through its
    kernel, and does not enforce its own limits."""

    patience: float = ANSWER_SECONDS

    def wait(self, gen: Any, *arguments: Any, **options: Any) -> Any:
        return super().wait(self._in_time(gen), *arguments, **options)

    def _in_time(self, gen: Any) -> Generator[Any, Any, Any]:
        """The result of `gen`, within the limit; psycopg resumes it ten times a second."""
        until = time.monotonic() + self.patience
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > until:
                    self.pgconn.finish()
                    raise psycopg.OperationalError(f"no answer for {self.patience:g} seconds")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


def engine_of(url: str) -> sa.Engine:
    """The database at `url`."""
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, connect_args=POSTGRESQL_OPTIONS, pool_pre_ping=True)

    @sa.event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, arguments: Any, options: Any) -> Impatient:
        return Impatient.connect(*arguments, **options)

    return engine
