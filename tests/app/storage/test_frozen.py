"""A PostgreSQL that is frozen: nobody waits for it for long, it is said that nothing is saved, and the server ends."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
import sqlalchemy as sa

from tests.app.client import live, run_of, serving
from tests.app.storage.conftest import Database
from tests.app.storage.test_restart import Look, eventually, trained
from tests.app.storage.test_trouble import notice, trains_on

pytestmark = pytest.mark.anyio


@contextmanager
def frozen(database: Database) -> Iterator[None]:
    """Every process of the cluster stands still."""
    port = sa.make_url(database["CHALKNET_DATABASE_URL"]).port
    [postmaster] = {
        each.pid
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN
        and each.laddr
        and each.laddr.port == port
        and each.pid is not None
    }
    processes = [psutil.Process(postmaster), *psutil.Process(postmaster).children(recursive=True)]
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_frozen_database_holds_nobody_up(database: Database, look: Look) -> None:
    with serving(CHALKNET_SAVE_SECONDS="0.5", **database) as server:
        visitor = server.visitor()
        run = run_of(visitor)
        async with live(server, visitor) as page:
            await trained(page, run, 100)
            with frozen(database):
                await notice(page, "not-saved")
                # Many ask at once: each is answered, and none waits for all the others.
                answers = await asyncio.gather(
                    *(
                        asyncio.to_thread(visitor.get, address)
                        for address in ("/api/networks", "/api/runs") * 10
                    )
                )
                assert {each.status_code for each in answers} == {503}
                assert {each.json()["error"]["code"] for each in answers} == {"storage-down"}
                await trains_on(page)
            await notice(page, "saved")
            await eventually(lambda: visitor.get("/api/networks").status_code == 200)
            with frozen(database):
                await page.ask("play", run)
                server.process.send_signal(signal.SIGTERM)
                await page.socket.wait_closed()
                await asyncio.to_thread(server.process.wait, 50)
        assert server.process.returncode in {0, -signal.SIGTERM}
