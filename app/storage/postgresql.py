"""PostgreSQL, through psycopg 3, which the extra chalknet[postgresql] installs: nothing waits for it for long."""

import time
from collections.abc import Generator
from typing import Any

import psycopg
import sqlalchemy as sa

from app.storage import BUSY_SECONDS

ANSWER_SECONDS = 6.0
"""After so long without a word PostgreSQL is given up: a little more than it gives itself for a statement."""

POSTGRESQL_OPTIONS = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    # Who waits for an answer sends nothing: only these notice that the way there is cut.
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": f"-c lock_timeout={1000 * BUSY_SECONDS} -c statement_timeout=5000",
}


class Impatient(psycopg.Connection[Any]):
    """A connection that is given up when the database does not answer: a frozen one answers no keepalive of its own
    accord, and keeps none of its own limits."""

    patience: float = ANSWER_SECONDS

    def wait(self, gen: Any, *arguments: Any, **options: Any) -> Any:
        return super().wait(self._in_time(gen), *arguments, **options)

    def _in_time(self, gen: Any) -> Generator[Any, Any, Any]:
        """What `gen` waits for; psycopg comes back to it ten times a second."""
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
