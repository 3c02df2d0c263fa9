"""The past of a run outlives its training process and the server; what may not be asked of it is refused in words."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from tests.app.client import Message, Page, live, run_of, serving_from
from tests.app.storage.test_restart import returning

pytestmark = pytest.mark.anyio

NOISY = {
    "network": {"dropout": "inverted", "normalization": "batch"},
    "optimizer": {"kind": "adam"},
}


def learned(frame: Message) -> tuple[bytes, ...]:
    return tuple(frame.arrays[name].tobytes() for name in ("theta", "statistics") if frame.has(name))


async def at(page: Page, step: int, present: int | None) -> Message:
    return await page.frame("theta", where=lambda frame: (frame["step"], frame["present"]) == (step, present))


async def test_the_past_outlives_the_training_process_and_the_server(tmp_path: Path) -> None:
    database = tmp_path / "c.db"
    with serving_from(database) as server:
        visitor = server.visitor()
        run = run_of(visitor, **NOISY)
        async with live(server, visitor) as page:
            await page.look(run)
            states = {}
            for step in range(10, 80, 10):
                await page.ask("step", run, iterations=10)
                states[step] = learned(await at(page, step, None))
                if step == 40:
                    changes = {"optimizer": {"learning_rate": 0.03}, "data": {"noise": 20}}
                    await page.ask("change", run, changes=changes)
            assert (await page.ask("travel", run, step=30))["type"] == "done"
            assert learned(await at(page, 30, 70)) == states[30]
            assert (await page.ask("travel", run, step=71))["code"] == "not-taken-yet"
            answer = await page.ask("travel", run, step=7, epochs=1)
            assert (answer["code"], answer["message"]) == (
                "invalid",
                "One of step, iterations, epochs is enough.",
            )
            # What is kept as a network is the moment that is seen.
            saved = visitor.post("/api/networks", json={"run": run, "name": "then"}).json()
            assert saved["step"] == 30
            visitor.get("/api/runs")  # which lists what is stored by then
            os.kill(server.training_processes()[0], signal.SIGKILL)
            await page.until(lambda message: message["type"] == "notice")
            assert learned(await at(page, 30, 70)) == states[30]
            await page.ask("travel", run, step=60)
            assert learned(await at(page, 60, 70)) == states[60]
        await asyncio.to_thread(server.process.terminate)
        await asyncio.to_thread(server.process.wait)
    with serving_from(database) as server:
        visitor = returning(server, visitor)
        async with live(server, visitor) as page:
            assert learned(await page.look(run)) == states[60]
            for step in (10, 50):
                await page.ask("travel", run, step=step)
                assert learned(await at(page, step, 70)) == states[step]
            await page.ask("travel", run)
            assert learned(await at(page, 70, None)) == states[70]
            copy = visitor.post(f"/api/networks/{saved['id']}/runs").json()["id"]
            await page.look(copy)
            assert (await page.ask("travel", copy, iterations=-1))["code"] == "no-past"
