"""A client vanishes without a word, as a laptop that is closed, and comes back while its old line is still held."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import numpy as np
import pytest

from tests.app.bad_clients import raw_socket, send
from tests.app.client import SECONDS, Message, Page, Server, connect, live, run_of, serving
from tests.app.connections.test_doors import figure
from tests.app.live.test_polling import PolledPage

pytestmark = pytest.mark.anyio

MOST = 3
"""Pages of a visitor, and runs that they watch."""


@pytest.fixture(scope="module")
def impatient() -> Iterator[Server]:
    """A server that soon gives up who answers no ping."""
    with serving(
        CHALKNET_METRICS_PUBLIC="true",
        CHALKNET_PING_SECONDS="2",
        CHALKNET_PONG_SECONDS="3",
        CHALKNET_SOCKETS_PER_VISITOR=str(MOST),
        CHALKNET_SUBSCRIPTIONS_PER_VISITOR=str(MOST),
    ) as server:
        yield server


def sockets(server: Server) -> float:
    return figure(server.stranger().get("/metrics"), "chalknet_sockets")


def is_frame(message: Message) -> bool:
    return bool(message["type"] == "frame")


async def refused(server: Server, visitor: httpx.Client) -> str | None:
    """Why a new line is not opened; None: it is."""
    async with connect(server, visitor) as socket:
        message = await Page(socket).receive()
    return None if message["type"] == "welcome" else str(message["code"])


async def test_who_is_back_goes_on_while_the_old_line_is_held_and_after_it(impatient: Server) -> None:
    visitor = impatient.visitor()
    run = run_of(visitor)
    with raw_socket(impatient, visitor) as old:
        send(old, do="watch", run=run)
        send(old, do="play", run=run)
        async with live(impatient, visitor) as page:
            first = await page.look(run)
            assert first["full"] and first["number"] == 1
            while sockets(impatient) > 1:  # the old one is pinged, does not answer, and is let go
                await page.receive()
            freed = page.frames[-1]["step"]
            await page.until(lambda message: is_frame(message) and message["step"] > freed + 200)
            await page.ask("pause", run)
            last = await page.until(lambda message: is_frame(message) and message["state"] == "paused")
    losses = np.concatenate([frame.arrays["losses"] for frame in page.frames[1:]])
    assert len(losses) == last["step"] - first["step"]
    assert [frame["full"] for frame in page.frames[1:]] == [False] * (len(page.frames) - 1)
    assert page.notices == []


async def test_what_the_old_line_says_late_is_still_heard_and_harms_nothing(impatient: Server) -> None:
    visitor = impatient.visitor()
    run = run_of(visitor)
    with raw_socket(impatient, visitor) as old:
        send(old, do="watch", run=run)
        async with live(impatient, visitor) as page:
            await page.look(run)
            send(old, do="step", run=run, iterations=5)
            send(old, do="ack", run=run, number=99)
            send(old, do="unwatch", run=run)
            await page.until(lambda message: is_frame(message) and message["step"] == 5)
            await page.ask("step", run, iterations=5)
            await page.until(lambda message: is_frame(message) and message["step"] == 10)


async def test_where_no_more_lines_are_allowed_who_is_back_waits_until_the_old_ones_are_let_go(
    impatient: Server,
) -> None:
    visitor = impatient.visitor()
    runs = [run_of(visitor) for _ in range(MOST)]
    with ExitStack() as held:
        for run in runs:
            send(held.enter_context(raw_socket(impatient, visitor)), do="watch", run=run)
        assert await refused(impatient, visitor) == "too-many-sockets"
        async with asyncio.timeout(SECONDS):
            while await refused(impatient, visitor) is not None:
                await asyncio.sleep(0.1)
        # With the lines, what they watched is free again.
        async with asyncio.timeout(SECONDS):
            while sockets(impatient):
                await asyncio.sleep(0.1)
        async with live(impatient, visitor) as page:
            for run in runs:
                assert (await page.look(run))["full"]


@pytest.mark.parametrize("count", [1, MOST - 1])
async def test_a_line_of_polls_takes_the_place_of_one_that_vanished(impatient: Server, count: int) -> None:
    """And the other way round: a page falls back to polls, and tries a socket again later."""
    visitor = impatient.visitor()
    run = run_of(visitor)
    with ExitStack() as held:
        for _ in range(count):
            send(held.enter_context(raw_socket(impatient, visitor)), do="watch", run=run)
        polled = PolledPage(visitor)
        polled.poll()
        polled.say(
            {"do": "watch", "run": run, "id": 1}, {"do": "step", "run": run, "iterations": 20, "id": 2}
        )
        shown = polled.until(lambda message: is_frame(message) and message["step"] == 20)
        assert sum(len(frame.arrays["losses"]) for frame in polled.frames) == 20
    async with asyncio.timeout(SECONDS):
        while sockets(impatient) > 1:
            await asyncio.sleep(0.1)
    async with live(impatient, visitor) as page:
        again = await page.look(run)
        assert again["full"] and again.arrays["theta"].tobytes() == shown.arrays["theta"].tobytes()
    polled.visitor.delete(f"/api/lines/{polled.line}")


async def test_twenty_who_vanish_together_come_back_together(impatient: Server) -> None:
    """A class whose access point was restarted."""
    visitors = [impatient.visitor() for _ in range(20)]
    runs = [run_of(visitor) for visitor in visitors]
    with ExitStack() as held:
        for visitor, run in zip(visitors, runs, strict=True):
            old = held.enter_context(raw_socket(impatient, visitor))
            send(old, do="watch", run=run)
            send(old, do="play", run=run)

        async def come_back(visitor: httpx.Client, run: str) -> tuple[int, Page]:
            async with live(impatient, visitor) as page:
                first = await page.look(run)
                await page.until(lambda message: is_frame(message) and message["step"] > first["step"] + 300)
                await page.ask("pause", run)
                await page.until(lambda message: is_frame(message) and message["state"] == "paused")
            return first["step"], page

        for start, page in await asyncio.gather(*map(come_back, visitors, runs)):
            losses = np.concatenate([frame.arrays["losses"] for frame in page.frames[1:]])
            assert len(losses) == page.frames[-1]["step"] - start
    async with asyncio.timeout(SECONDS):
        while sockets(impatient):
            await asyncio.sleep(0.1)
