"""A training process that dies or hangs is replaced, and its runs go on."""

import asyncio
import os
import signal
from collections.abc import Callable

import pytest

from app.document.summary import summary
from app.hosts.process import ProcessHost
from engine.experiment import Experiment
from tests.app.client import live, run_of, serving

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_runs_go_on_in_a_new_process_near_where_they_were(how: signal.Signals) -> None:
    with serving() as server:
        visitor = server.visitor()
        run = run_of(visitor, network={"hidden": [5]})
        async with live(server, visitor) as page:
            await page.ask("watch", run)
            await page.ask("change", run, changes={"optimizer": {"learning_rate": 0.03}})
            await page.ask("play", run)
            before = await page.until(lambda message: message["type"] == "frame" and message["step"] > 1500)

            (process,) = server.training_processes()
            os.kill(process, how)

            notice = await page.until(lambda message: message["type"] == "notice")
            assert (notice["code"], notice["run"]) == ("host-restarted", run)
            after = await page.until(lambda message: message["type"] == "frame" and message["full"])
            assert after["state"] == "playing"
            assert after["experiment"]["optimizer"]["learning_rate"] == 0.03
            assert before["step"] - 1000 < after["step"]
            assert after["step"] < before["step"] + 3000
            await page.until(lambda message: message["type"] == "frame" and message["step"] > after["step"])
            assert server.training_processes() != [process]


async def test_a_command_that_a_hung_process_never_answers_is_refused_in_the_end() -> None:
    with serving() as server:
        visitor = server.visitor()
        run = run_of(visitor)
        os.kill(server.training_processes()[0], signal.SIGSTOP)
        async with live(server, visitor) as page:
            assert (await page.ask("play", run))["code"] == "host-restarted"
            assert (await page.ask("play", run))["type"] == "done"


async def test_every_run_has_its_turn_to_be_checkpointed() -> None:
    host = ProcessHost("host-1", heartbeat_timeout=5, checkpoint_seconds=0.5)
    await host.open()
    kept: dict[str, list[int]] = {f"run-{number}": [] for number in range(40)}

    def keep(run: str) -> Callable[[bytes], None]:
        return lambda checkpoint: kept[run].append(summary(checkpoint).step)

    try:
        for run in kept:
            await host.start(run, Experiment(), keep(run))
            await host.control(run, {"do": "play"})
        async with asyncio.timeout(30):
            while min(len(steps) for steps in kept.values()) < 3:
                await asyncio.sleep(0.1)
    finally:
        await host.close()
    assert all(steps == sorted(set(steps)) for steps in kept.values())


async def test_training_processes_end_with_the_server_even_if_it_is_killed() -> None:
    with serving(CHALKNET_HOSTS="2") as server:
        server.visitor()
        processes = server.training_processes()
        assert len(processes) == 2
        server.process.kill()
        for _ in range(100):
            if not any(alive(process) for process in processes):
                return
            await asyncio.sleep(0.1)
        pytest.fail("a training process outlived the server")


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
