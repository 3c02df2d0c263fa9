"""A run that brings its training process down is found out, and paused; the others go on."""

import asyncio
import logging

import pytest

from app.frames.views import Views
from app.hosts.process import ProcessHost
from app.trainer import child
from app.trainer.suspects import PROBATION_SECONDS, Strikes
from engine.experiment import Experiment
from tests.app import deadly
from tests.app.client import SECONDS
from tests.app.onlooker import Onlooker

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("seed", [deadly.DIES, deadly.HANGS, deadly.EATS])
async def test_a_run_that_brings_its_process_down_is_not_set_going_a_third_time(
    seed: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(child, "main", deadly.main)
    # On a busy machine, the process of a run that dies at once is not to be taken for one that hangs.
    host = ProcessHost("host-1", 4 if seed == deadly.HANGS else 20, checkpoint_seconds=0.1)
    await host.open()
    seeds = {"one": 1, "bad": seed, "two": 2}  # of one shape, so they train as one cohort
    onlookers = {run: Onlooker(run) for run in seeds}
    try:
        for run in seeds:
            await host.start(
                run, Experiment().changed({"training": {"seed": seeds[run]}}), run, lambda checkpoint: None
            )
            await host.save(run)
            host.watch(run, onlookers[run], Views().model_dump())
        for run in ("one", "two", "bad"):
            await host.control(run, {"do": "play"})
            await host.save(run)
        async with asyncio.timeout(SECONDS):
            while "run-stopped" not in onlookers["bad"].codes:
                await asyncio.sleep(0.1)
        before = await host.snapshot("one")
        async with asyncio.timeout(SECONDS):
            while (await host.snapshot("one"))["step"] == before["step"]:
                await asyncio.sleep(0.1)
        after = {run: await host.snapshot(run) for run in seeds}
        assert {run: after[run]["state"] for run in seeds} == {
            "one": "playing",
            "bad": "paused",
            "two": "playing",
        }
        assert onlookers["bad"].codes == ["host-restarted", "host-restarted", "run-stopped"]
        assert onlookers["one"].codes == onlookers["two"].codes == ["host-restarted"] * 3
        errors = [each.message for each in caplog.records if each.levelno == logging.ERROR]
        assert errors == ["run bad has brought host-1 down 3 times; it is paused"]
    finally:
        await host.close()


def test_strikes_are_forgotten_in_time() -> None:
    now = 0.0
    strikes = Strikes(lambda: now)
    assert [strikes.add("a"), strikes.add("a")] == [1, 2]
    now = PROBATION_SECONDS
    assert strikes.of("a") == 0
    assert strikes.add("a") == 1
