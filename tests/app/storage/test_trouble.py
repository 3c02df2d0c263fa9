"""A database that cannot be written: training goes on, the page is told, and saving resumes."""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.storage.database import postgresql, sqlite
from tests.app.client import Message, Page, Server, live, run_of, serving, serving_from
from tests.app.storage.conftest import Database
from tests.app.storage.test_restart import Look, eventually, is_frame, returning, trained

pytestmark = pytest.mark.anyio


async def notice(page: Page, code: str) -> Message:
    """The first notice of this code that has not been asked for, be it that it has come already."""
    while not (told := [each for each in page.notices if each["code"] == code]):
        await page.receive()
    page.notices.remove(told[0])
    return told[0]


async def trains_on(page: Page) -> None:
    step = page.frames[-1]["step"]
    await page.until(lambda message: is_frame(message) and message["step"] > step)


@contextmanager
def locked(database: Database, server: Server) -> Iterator[None]:
    """Someone else holds the table, and does not let go."""
    url = database.get("CHALKNET_DATABASE_URL")
    engine = postgresql(url) if url else sqlite(Path(database["CHALKNET_DATABASE_PATH"]))
    with engine.connect() as connection:
        connection.execute(
            sa.text("LOCK TABLE runs" if url else "INSERT INTO secrets (name, value) VALUES ('a', 'b')")
        )
        yield
        connection.rollback()
    engine.dispose()


@contextmanager
def full(database: Database, server: Server) -> Iterator[None]:
    """No file of the server can grow any more, as on a full disk."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def forbidden(database: Database, server: Server) -> Iterator[None]:
    """PostgreSQL begins every transaction read-only, as a standby does."""
    administration = postgresql(database["CHALKNET_DATABASE_URL"])
    name = administration.url.database

    def everywhere(value: str) -> None:
        with administration.begin() as connection:
            connection.execute(sa.text("SET TRANSACTION READ WRITE"))
            connection.execute(sa.text(f"ALTER DATABASE {name} SET default_transaction_read_only = {value}"))
            # Connections take the setting when they begin.
            connection.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    everywhere("on")
    yield
    everywhere("off")
    administration.dispose()


READING_ONLY = (
    ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
)
"""Root may write what is read-only, unless it gives that up."""

TROUBLES = [("sqlite", locked), ("sqlite", full), ("postgresql", locked), ("postgresql", forbidden)]


@pytest.mark.parametrize(("database", "trouble"), TROUBLES, indirect=["database"])
async def test_training_goes_on_and_saving_resumes(
    database: Database, look: Look, trouble: Callable[[Database, Server], AbstractContextManager[None]]
) -> None:
    with serving(CHALKNET_SAVE_SECONDS="0.5", **database) as server:
        visitor = server.visitor()
        run = run_of(visitor)
        async with live(server, visitor) as page, live(server, visitor) as late:
            await trained(page, run, 100)
            with trouble(database, server):
                told = await notice(page, "not-saved")
                assert told["run"] == run
                await trains_on(page)
                # Who comes only now is told too, and a run can still be begun.
                await late.ask("watch", run)
                await notice(late, "not-saved")
                new = run_of(visitor)
                at_the_end = page.frames[-1]["step"]
            await notice(page, "saved")
            await notice(late, "saved")
            await trains_on(page)
            await page.ask("pause", run)
        await eventually(
            lambda: (
                {name for name, _ in look("SELECT id, step FROM runs")} == {run, new}
                and look(f"SELECT step FROM runs WHERE id = '{run}'") > [(at_the_end,)]
            )
        )


async def test_a_server_that_may_only_read_its_file_shows_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "chalknet.db"
    with serving_from(path) as server:
        visitor = server.visitor()
        run = run_of(visitor, network={"hidden": [5]})
    path.chmod(0o400)
    with serving_from(path, *READING_ONLY, CHALKNET_SAVE_SECONDS="0.5") as server:
        back = returning(server, visitor)
        assert back.get(f"/api/runs/{run}").json()["experiment"]["network"]["hidden"] == [5]
        async with live(server, back) as page:
            await trained(page, run, 100)
            await notice(page, "not-saved")
            for file in tmp_path.glob("chalknet.db*"):  # SQLite gave the files beside it the same rights
                file.chmod(0o600)
            await notice(page, "saved")
        assert "runs cannot be saved: attempt to write a readonly database" in server.log
