"""A training process that dies or hangs is replaced, and its runs go on."""

import asyncio
import itertools
import math
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import numpy as np
import pytest

from app.csv.table import Column, Table
from app.document.summary import summary
from app.errors import HostError
from app.frames.frame import Frame
from app.frames.views import Views
from app.hosts.host import Lent
from app.hosts.process import ProcessHost
from app.trainer import child as child_module
from app.trainer import suspects
from app.trainer.child import FRAMES_AT_ONCE, Child
from app.trainer.pipe import Pipe
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment
from tests.app.client import SECONDS, holds, live, run_of, serving
from tests.app.onlooker import Onlooker

pytestmark = pytest.mark.anyio


SOON_REPLACED = {"CHALKNET_HEARTBEAT_TIMEOUT": "5"}
"""Where a host hangs."""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_runs_go_on_in_a_new_process_near_where_they_were(how: signal.Signals) -> None:
    with serving(**SOON_REPLACED) as server:
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
    with serving(**SOON_REPLACED) as server:
        visitor = server.visitor()
        run = run_of(visitor)
        os.kill(server.training_processes()[0], signal.SIGSTOP)
        async with live(server, visitor) as page:
            assert (await page.ask("play", run))["code"] == "host-restarted"
            assert (await page.ask("play", run))["type"] == "done"


@asynccontextmanager
async def host_1() -> AsyncIterator[ProcessHost]:
    host = ProcessHost("host-1", heartbeat_timeout=20, checkpoint_seconds=600)
    await host.open()
    try:
        yield host
    finally:
        await host.close()


async def killed(host: ProcessHost) -> None:
    """Kill the training process, and wait for the next one."""
    before = host.restarts
    assert host.pid is not None
    os.kill(host.pid, signal.SIGKILL)
    async with asyncio.timeout(SECONDS):
        while host.restarts == before or not host.ready:
            await asyncio.sleep(0.02)


def lent(n: int) -> tuple[Lent, dict[str, Any]]:
    """A table of its own, and what a network learns from it."""
    id = f"{n:032x}"
    columns = tuple(Column(name, None, 0, 1) for name in "ab")
    values = np.random.default_rng(n).random((2, 40)).astype(np.float32)
    learned = {"id": id, "rows": 40, "inputs": [0], "label": 1, "classes": 0}
    return Lent(id, Table(columns, values)), {"kind": "table", "table": learned}


async def test_a_run_that_changed_its_table_comes_back_with_the_one_that_its_checkpoint_names() -> None:
    (first, learns_first), (second, learns_second), (third, learns_third) = map(lent, range(3))
    kept: list[bytes] = []
    async with host_1() as host:
        await host.start("run", Experiment().changed({"data": learns_first}), "ann", kept.append, None, first)
        for table, learns in ((second, learns_second), (third, learns_third)):
            await host.control("run", {"do": "change", "changes": {"data": learns}}, table)
        await killed(host)
        assert (await host.snapshot("run"))["experiment"]["data"]["table"]["id"] == third.id
        # What it was lent it also has when the change itself is lost: its checkpoint is of the moment before.
        await host.control("run", {"do": "change", "changes": {"data": learns_second}}, second)
        host._runs["run"].checkpoint = kept[-2]
        host._runs["run"].lent = [third, second]
        await killed(host)
        assert (await host.snapshot("run"))["experiment"]["data"]["table"]["id"] == third.id
        done = await host.control("run", {"do": "change", "changes": {"data": learns_second}})
        assert done["experiment"]["data"]["table"]["id"] == second.id


async def test_a_run_that_cannot_be_brought_back_is_told_of_and_let_go(
    caplog: pytest.LogCaptureFixture,
) -> None:
    onlookers = {run: Onlooker(run) for run in ("good", "bad")}
    lost: list[str] = []
    async with host_1() as host:
        host.lost = lost.append
        for run, onlooker in onlookers.items():
            await host.start(run, Experiment(), run, lambda checkpoint: None)
            host.watch(run, onlooker, Views().model_dump())
        await host.save()  # No checkpoint that is still under way takes the place of the broken one.
        host._runs["bad"].checkpoint = b"\x80"  # an empty map
        await killed(host)
        async with asyncio.timeout(SECONDS):
            while not lost:  # on a busy machine, a run may still be on its way
                await asyncio.sleep(0.02)
        assert (await host.snapshot("good"))["step"] == 0
        assert onlookers["good"].codes == ["host-restarted"]
        assert onlookers["bad"].codes == ["host-restarted", "run-lost"]
        assert lost == ["bad"]
        with pytest.raises(HostError, match="no such run"):
            await host.snapshot("bad")
    errors = [each.message for each in caplog.records if each.levelname == "ERROR"]
    assert "could not start a run" in errors[0]


@pytest.mark.parametrize("count", [2, 3, 50])
async def test_watchers_with_equal_views_are_given_one_snapshot_a_few_at_a_time(count: int) -> None:
    turns = 0
    offers: Counter[int] = Counter()

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    class Counting(Onlooker):
        def offer(self, snapshot: Snapshot, losses: bytes) -> None:
            super().offer(snapshot, losses)
            offers[turns] += 1

    counting = asyncio.create_task(count_turns())
    onlookers = [Counting(str(number)) for number in range(count)]
    late = Counting("late")
    async with host_1() as host:
        await host.start("run", Experiment(), "ann", lambda checkpoint: None)
        for onlooker in onlookers:
            host.watch("run", onlooker, Views().model_dump())
        # On a busy machine the first watchers have their first frame before the last of them have come.
        await shown_until(onlookers, 0)
        await host.control("run", {"do": "play"})
        await shown_until(onlookers, 100)
        host.watch("run", late, Views().model_dump())
        await shown_until([late], 1)
        await shown_until([late], late.shown[0].step + 50)
        await host.control("run", {"do": "pause"})
        step = (await host.snapshot("run"))["step"]
        await shown_until([*onlookers, late], step)
    counting.cancel()
    assert len(late.shown) > 1
    first, *others = onlookers
    assert {len(onlooker.losses) // 4 for onlooker in onlookers} == {step}
    assert first.losses.endswith(late.losses) and len(late.losses) // 4 >= step - late.shown[0].step
    for onlooker in others:
        assert onlooker.losses == first.losses
        shown = zip(onlooker.shown[1:], first.shown[1:], strict=True)
        assert all(snapshot is other for snapshot, other in shown)
    shared = [snapshot for snapshot in late.shown if any(snapshot is other for other in first.shown)]
    assert shared == late.shown[1:] and late.shown[0].full
    assert max(offers.values()) <= FRAMES_AT_ONCE


async def shown_until(onlookers: Sequence[Onlooker], step: int) -> None:
    """Wait until all have seen this step."""
    async with asyncio.timeout(SECONDS):
        while any(not onlooker.shown or onlooker.shown[-1].step < step for onlooker in onlookers):
            await asyncio.sleep(0.01)


class Wire:
    """The child's end of a pipe, with what is said to it and what it says."""

    def __init__(self, messages: list[list[Any]]) -> None:
        self.messages = messages
        self.said: list[str] = []

    def receive(self, seconds: float = 0.0) -> Iterator[list[Any]]:
        while self.messages:
            yield self.messages.pop(0)

    def send(self, *message: Any) -> None:
        self.said.append(message[0])


def test_restored_runs_wait_for_each_other_and_a_sign_of_life_comes_between_two_parts_of_a_round() -> None:
    restored = [
        [None, "start", f"run-{n}", Experiment().model_dump(mode="json"), None, "ann"] for n in range(3)
    ]
    wire = Wire([[None, "hold", True], *restored])
    slate = multiprocessing.get_context().RawArray("c", suspects.SLATE_BYTES)
    child = Child(cast(Pipe, wire), slate, checkpoint_seconds=600)
    child.hear()
    # On a busy machine, a run may still be on its way.
    coming = child.host.rounds.turns.orders.by_run
    assert child.held and {*child.host.runs, *coming} == {"run-0", "run-1", "run-2"}
    wire.messages = [[None, "hold", False]]
    child.hear()
    assert not child.held
    child.last_heard = child.last_sent = -10.0
    wire.said.clear()
    child.listen()
    assert wire.said == ["alive"]


def test_a_frame_that_cannot_be_packed_pauses_its_run_and_not_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wire = Wire([[None, "start", name, Experiment().model_dump(mode="json"), None, "ann"] for name in "ab"])
    slate = multiprocessing.get_context().RawArray("c", suspects.SLATE_BYTES)
    child = Child(cast(Pipe, wire), slate, checkpoint_seconds=600)
    child.hear()
    seconds = itertools.count(math.ceil(time.monotonic()))
    while len(child.host.runs) < 2:  # on a busy machine, a run may still be on its way
        child.hear()
        child.send_frames(next(seconds))
    for name in "ab":
        child.host.watch(name, f"watcher-{name}", {})
        child.host.control(name, {"do": "play"})
    whole = child_module.snapshot_of

    def breaks(frame: Frame) -> Snapshot:
        return whole(frame) if frame.run == "b" else whole(frame._replace(header={"step": 2**70}))

    monkeypatch.setattr(child_module, "snapshot_of", breaks)
    while "frames" not in wire.said or child.host.runs["a"].playing:
        child.send_frames(next(seconds))
    assert [child.host.runs[name].playing for name in "ab"] == [False, True]


async def test_every_run_has_its_turn_to_be_checkpointed() -> None:
    host = ProcessHost("host-1", heartbeat_timeout=20, checkpoint_seconds=0.5)
    await host.open()
    kept: dict[str, list[int]] = {f"run-{number}": [] for number in range(40)}

    def keep(run: str) -> Callable[[bytes], None]:
        return lambda checkpoint: kept[run].append(summary(checkpoint).step)

    try:
        for run in kept:
            await host.start(run, Experiment(), run, keep(run))
            await host.control(run, {"do": "play"})
        async with asyncio.timeout(SECONDS):
            while min(len(steps) for steps in kept.values()) < 3:
                await asyncio.sleep(0.1)
    finally:
        await host.close()
    for steps in kept.values():
        moved = [step for step in steps if step]  # at step 0 it may be kept twice: before it plays, and after
        assert steps == sorted(steps) and moved == sorted(set(moved))


async def test_training_processes_end_with_the_server_even_if_it_is_killed() -> None:
    with serving(CHALKNET_HOSTS="2") as server:
        server.visitor()
        processes = server.training_processes()
        assert len(processes) == 2
        server.process.kill()
        holds(lambda: not any(alive(process) for process in processes))


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
