"""Servers that end, well or badly, and what is there when the next one starts: on both databases."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest

from tests.app.client import SECONDS, Message, Page, Server, live, run_of, serving
from tests.app.connections.test_doors import figure
from tests.app.storage.conftest import Database

pytestmark = pytest.mark.anyio

Look = Callable[[str], list[tuple[object, ...]]]


def returning(server: Server, visitor: httpx.Client) -> httpx.Client:
    """The visitor, with the cookie of a server that has gone."""
    client = server.stranger()
    client.cookies.update(visitor.cookies)
    return client


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def trained(page: Page, run: str, steps: int) -> Message:
    for command in ("watch", "play"):
        answer = await page.ask(command, run)
        assert answer["type"] == "done", answer.header
    return await page.until(lambda message: is_frame(message) and message["step"] > steps)


async def test_after_a_kill_every_run_is_there_and_an_open_page_goes_on(
    database: Database, look: Look
) -> None:
    with serving(CHALKNET_SAVE_SECONDS="1", **database) as server:
        ann, bob = server.visitor(), server.visitor()
        annes, bobs = run_of(ann, network={"hidden": [5]}), run_of(bob)
        new = run_of(bob)
        async with live(server, ann) as page, live(server, bob) as other:
            await page.ask("speed", annes, iterations_per_second=100)
            await trained(other, bobs, 500)
            await trained(page, annes, 300)
            saved = (
                f"SELECT id FROM runs WHERE id = '{annes}' AND step >= 300"  # so several batches were written
            )
            await eventually(lambda: look(saved) == [(annes,)])
            server.process.kill()
            server.process.wait()
    with serving(**database) as server:
        async with live(server, returning(server, ann)) as page:
            # A page that was open only subscribes again.
            assert (await page.ask("watch", annes))["type"] == "done"
            first = await page.until(is_frame)
            assert (first["state"], first["speed"]) == ("playing", 100)
            assert first["experiment"]["network"]["hidden"] == [5]
            assert first["step"] >= 300
            assert first.arrays["history_steps"][0] == 1
            await page.until(lambda message: is_frame(message) and message["step"] > first["step"])
        # Who loads the page anew finds the run standing still.
        back = returning(server, bob)
        state = back.get(f"/api/runs/{bobs}").json()
        assert state["state"] == "paused"
        assert state["step"] > 0
        assert back.get(f"/api/runs/{bobs}").json() == state
        assert {run["id"] for run in back.get("/api/runs").json()} == {bobs, new}
        assert returning(server, ann).get(f"/api/runs/{bobs}").status_code == 404


@pytest.mark.parametrize("how", ["pause", "leave"])
async def test_a_run_that_pauses_or_is_left_is_written_at_once(
    database: Database, look: Look, how: str
) -> None:
    with serving(CHALKNET_SAVE_SECONDS="600", CHALKNET_CHECKPOINT_SECONDS="600", **database) as server:
        visitor = server.visitor()
        run = run_of(visitor)
        async with live(server, visitor) as page:
            last = await trained(page, run, 100)
            if how == "pause":
                await page.ask("pause", run)
                last = await page.until(lambda message: is_frame(message) and message["state"] == "paused")
        await eventually(lambda: look("SELECT step FROM runs") >= [(last["step"],)])
        server.process.kill()


async def test_a_server_that_is_told_to_end_keeps_everything(database: Database) -> None:
    with serving(CHALKNET_SAVE_SECONDS="600", CHALKNET_CHECKPOINT_SECONDS="600", **database) as server:
        visitor = server.visitor()
        still, moving = run_of(visitor), run_of(visitor, data={"kind": "xor"})
        visitor.patch(f"/api/runs/{still}", json={"optimizer": {"learning_rate": 0.3}})
        async with live(server, visitor) as page, live(server, visitor) as other:
            await page.ask("watch", still)
            await page.ask("step", still, iterations=250)
            paused = await page.until(lambda message: is_frame(message) and message["step"] == 250)
            played = await trained(other, moving, 100)
            server.process.send_signal(signal.SIGTERM)
            await other.socket.wait_closed()
        server.process.wait(SECONDS)
    with serving(**database) as server:
        async with live(server, returning(server, visitor)) as page:
            await page.ask("watch", still)
            again = await page.until(is_frame)
            assert (again["step"], again["state"]) == (250, "paused")
            assert again["experiment"]["optimizer"]["learning_rate"] == 0.3
            np.testing.assert_array_equal(again.arrays["theta"], paused.arrays["theta"])
            await page.ask("watch", moving)
            went_on = await page.until(lambda message: is_frame(message) and message["run"] == moving)
            assert went_on["step"] >= played["step"]


def has_slept(server: Server, run: str) -> bool:
    return any("and sleeps" in line and run in line for line in server.log.splitlines())


async def test_a_run_that_is_left_sleeps_and_wakes_where_it_stopped(database: Database, look: Look) -> None:
    settings = {"CHALKNET_RUN_IDLE_MINUTES": "0.02", "CHALKNET_LOG_LEVEL": "info"}
    with serving(CHALKNET_METRICS_PUBLIC="true", **settings, **database) as server:
        visitor = server.visitor()
        run = run_of(visitor)
        async with live(server, visitor) as page:
            left = await trained(page, run, 100)
        address = f"/api/runs/{run}"
        await eventually(lambda: has_slept(server, run))
        # Nothing trains it any more.
        await eventually(lambda: figure(visitor.get("/metrics"), 'chalknet_runs{state="playing"}') == 0)
        asleep = look("SELECT step FROM runs")
        assert asleep >= [(left["step"],)]
        awake = visitor.get(address).json()
        assert [(awake["step"],)] == asleep
        assert awake["state"] == "paused"
        async with live(server, visitor) as page:
            await trained(page, run, awake["step"])
            other = run_of(visitor)
            await eventually(lambda: has_slept(server, other))
            assert visitor.get(address).json()["state"] == "playing"  # who is watched does not sleep
        for each in (run, other):
            assert visitor.delete(f"/api/runs/{each}").status_code == 204
        assert visitor.get(address).status_code == 404
        await eventually(lambda: look("SELECT id FROM runs") == [])


async def test_a_run_that_slept_for_very_long_is_deleted(database: Database, look: Look) -> None:
    settings = {"CHALKNET_RUN_IDLE_MINUTES": "0.02", "CHALKNET_RUN_RETENTION_DAYS": str(8 / 86400)}
    with serving(CHALKNET_LOG_LEVEL="info", **settings, **database) as server:
        visitor = server.visitor()
        kept = run_of(visitor)
        async with live(server, visitor) as page:
            await page.look(kept)
            run = run_of(visitor)
            await eventually(lambda: has_slept(server, run))
            await eventually(lambda: look("SELECT id FROM runs") == [(kept,)])
            assert visitor.get(f"/api/runs/{run}").status_code == 404
            assert visitor.get(f"/api/runs/{kept}").status_code == 200


async def test_one_run_too_many_puts_the_oldest_to_sleep_and_deletes_none(database: Database) -> None:
    with serving(CHALKNET_RUNS_PER_VISITOR="2", **database) as server:
        visitor = server.visitor()
        runs = [run_of(visitor, network={"hidden": [n + 1]}) for n in range(4)]
        assert {run["id"] for run in visitor.get("/api/runs").json()} == set(runs)
    with serving(CHALKNET_RUNS_PER_VISITOR="2", **database) as server:
        visitor = returning(server, visitor)
        for n, run in enumerate(runs):
            assert visitor.get(f"/api/runs/{run}").json()["experiment"]["network"]["hidden"] == [n + 1]
        async with live(server, visitor) as page:
            for run in runs[:2]:
                await page.look(run)
            refused = await page.ask("watch", runs[2])
            assert (refused["code"], refused["values"]) == ("too-many-runs", {"count": 2})
            assert visitor.post("/api/runs", json={}).status_code == 429
            # Another page that is closed makes room.
            await page.ask("unwatch", runs[0])
            assert (await page.ask("watch", runs[2]))["type"] == "done"
        assert {run["id"] for run in visitor.get("/api/runs").json()} == set(runs)


async def eventually(condition: Callable[[], bool], seconds: float = SECONDS) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.1)


def test_a_database_that_cannot_be_opened_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0"]
    path = tmp_path / "file" / "chalknet.db"
    environment = {**os.environ, "CHALKNET_DATABASE_PATH": str(path)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == f"chalknet: cannot open the database {path}: File exists: {path.parent}\n"


def refused_start(database: Database) -> str:
    """What a server says that cannot start."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0"]
    ended = subprocess.run(
        command,
        env={**os.environ, **database},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert ended.returncode == 1
    return ended.stderr


async def test_a_database_serves_one_server_and_is_free_when_that_is_killed(database: Database) -> None:
    with serving(**database) as server:
        run = run_of(visitor := server.visitor())
        said = refused_start(database)
        assert said.startswith("chalknet: another Chalknet server") and said.count("\n") == 1
        if "CHALKNET_DATABASE_URL" not in database:
            assert f"(process {server.process.pid})" in said
        assert visitor.get(f"/api/runs/{run}").status_code == 200
        server.process.kill()
        server.process.wait()
    with serving(**database):
        pass


async def test_a_broken_row_is_no_fault_of_the_visitors_other_runs(tmp_path: Path) -> None:
    path = {"CHALKNET_DATABASE_PATH": str(tmp_path / "chalknet.db")}
    with serving(**path) as server:
        visitor = server.visitor()
        good, bad, worse = (run_of(visitor) for _ in range(3))
        network = visitor.post("/api/networks", json={"run": good, "name": "one"}).json()["id"]
        lost = visitor.post("/api/networks", json={"run": good, "name": "two"}).json()["id"]
    with sqlite3.connect(path["CHALKNET_DATABASE_PATH"]) as connection:
        connection.execute("UPDATE runs SET experiment = '{', checkpoint = x'00' WHERE id = ?", (bad,))
        connection.execute("UPDATE runs SET checkpoint = x'80' WHERE id = ?", (worse,))
        connection.execute("UPDATE networks SET experiment = 'no', checkpoint = x'' WHERE id = ?", (lost,))
    connection.close()
    with serving(**path) as server:
        back = returning(server, visitor)
        assert {run["id"] for run in back.get("/api/runs").json()} == {good, worse}
        assert [each["id"] for each in back.get("/api/networks").json()] == [network]
        assert back.get(f"/api/runs/{good}").status_code == 200
        for run in (bad, worse):
            assert back.get(f"/api/runs/{run}").status_code == 404
            assert back.post("/api/networks", json={"run": run, "name": "no"}).status_code == 404
        assert back.post(f"/api/networks/{lost}/runs").status_code == 404
        assert back.get(f"/n/{lost}").status_code == 404
        assert back.post(f"/api/networks/{network}/runs").status_code == 201
        assert f"the row of {bad} in runs is broken" in server.log
