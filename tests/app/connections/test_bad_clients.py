"""Clients that do not read, hardly read, vanish, flood or storm: each costs little, is freed soon, and harms nobody."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event
from urllib.parse import urlsplit

import httpx
import pytest

from tests.app.bad_clients import drip, framed, raw_socket, send, slow_line
from tests.app.client import SECONDS, Message, Server, live, run_of, serving
from tests.app.connections.test_doors import figure
from tests.app.test_fuzz import memory

pytestmark = pytest.mark.anyio

LARGEST = {"resolution": 100, "stride": 2, "frames_per_second": 60}
BAD_CLIENTS = 20
SLOW_LINE = 100_000 // 8
"""100 kbit/s, in bytes."""


@pytest.fixture(scope="module")
def patient() -> Iterator[Server]:
    """A server that waits as long as servers do."""
    with serving(CHALKNET_METRICS_PUBLIC="true") as server:
        yield server


@pytest.fixture(scope="module")
def impatient() -> Iterator[Server]:
    """A server that gives up soon."""
    with serving(
        CHALKNET_METRICS_PUBLIC="true",
        CHALKNET_PING_SECONDS="1",
        CHALKNET_PONG_SECONDS="2",
        CHALKNET_HEADER_SECONDS="3",
    ) as server:
        yield server


def sockets(server: Server) -> float:
    return figure(server.stranger().get("/metrics"), "chalknet_sockets")


async def freed(server: Server) -> None:
    """Wait until no socket is open."""
    async with asyncio.timeout(SECONDS):
        while sockets(server) > 0:
            await asyncio.sleep(0.2)


async def watch_in_peace(server: Server, frames: int = 30) -> None:
    """A good page beside the bad ones: its frames come, and with them every loss."""
    visitor = server.visitor()
    run = run_of(visitor)
    async with live(server, visitor) as page:
        await page.ask("watch", run)
        await page.ask("play", run)
        last = await page.until(lambda message: message["type"] == "frame" and message["number"] >= frames)
    assert sum(len(frame.arrays["losses"]) for frame in page.frames) == last["step"]
    visitor.delete(f"/api/runs/{run}")


def playing(server: Server) -> tuple[httpx.Client, str]:
    """A visitor with a run of a rather large network, which plays."""
    visitor = server.visitor()
    run = run_of(visitor, network={"hidden": [8, 8, 8]})
    return visitor, run


async def test_those_who_never_read_cost_little_and_are_freed(impatient: Server) -> None:
    guests = [playing(impatient) for _ in range(BAD_CLIENTS)]
    before = memory(impatient.process.pid)
    with ExitStack() as open_sockets:
        for visitor, run in guests:
            client = open_sockets.enter_context(raw_socket(impatient, visitor))
            send(client, do="watch", run=run, views=LARGEST)
            send(client, do="play", run=run)
        most = 0
        good = asyncio.create_task(watch_in_peace(impatient))
        while not good.done():
            most = max(most, memory(impatient.process.pid))
            await asyncio.sleep(0.05)
        assert (most - before) / BAD_CLIENTS < 1_000_000
        await good
        await freed(impatient)
    for visitor, run in guests:
        visitor.delete(f"/api/runs/{run}")


async def test_one_who_hardly_reads_is_freed_even_while_closing(impatient: Server) -> None:
    visitor, run = playing(impatient)
    with raw_socket(impatient, visitor) as client:
        send(client, do="watch", run=run, views=LARGEST)
        send(client, do="play", run=run)
        enough = Event()
        dripping = asyncio.create_task(asyncio.to_thread(drip, client, 20, enough))
        try:
            await freed(impatient)
        finally:
            enough.set()
        with contextlib.suppress(OSError):
            await dripping


async def look_through(line: Server, visitor: httpx.Client, run: str, seconds: float) -> list[Message]:
    """A page at the end of a slow line that wants all it can get; the frames that came, two or more of them."""
    async with live(line, visitor, close_timeout=0.1) as page:
        await page.ask("watch", run, views={"stride": 2, "frames_per_second": 60})
        await page.ask("play", run)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    await page.receive()
        while len(page.frames) < 2:  # on a slow machine
            await page.receive()
    return page.frames


async def test_those_on_a_slow_line_see_fewer_frames_and_cost_little(patient: Server) -> None:
    guests = [playing(patient) for _ in range(BAD_CLIENTS // 2)]
    await watch_in_peace(patient)
    before = memory(patient.process.pid)
    async with slow_line(patient, SLOW_LINE) as line:
        looking = [asyncio.create_task(look_through(line, *guest, seconds=10)) for guest in guests]
        most = 0
        good = asyncio.create_task(watch_in_peace(patient, frames=60))
        while not all(task.done() for task in (good, *looking)):
            most = max(most, memory(patient.process.pid))
            await asyncio.sleep(0.05)
        await good
        for frames in await asyncio.gather(*looking):
            assert len(frames) < 30
            assert sum(len(frame.arrays["losses"]) for frame in frames) == frames[-1]["step"]
    assert (most - before) / len(looking) < 1_000_000
    await freed(patient)


async def test_half_open_connections_are_freed(impatient: Server) -> None:
    with ExitStack() as open_sockets:
        for _ in range(5):
            open_sockets.enter_context(raw_socket(impatient, impatient.visitor()))
        await freed(impatient)


async def test_connections_that_ask_for_nothing_are_freed(impatient: Server) -> None:
    address = urlsplit(impatient.url)
    async with live(impatient, impatient.visitor()) as page:
        with socket.create_connection((address.hostname, address.port), timeout=SECONDS) as slow:
            slow.sendall(b"GET /healthz HTT")
            assert (await page.ask("play", "nobodys"))["code"] == "unknown-run"
            slow.sendall(b"P/1.1\r\nHost: localhost\r\n\r\n")
            assert (await asyncio.to_thread(slow.recv, 1000)).startswith(b"HTTP/1.1 200 ")
        with socket.create_connection((address.hostname, address.port), timeout=SECONDS) as silent:
            silent.sendall(b"GET / HTT")
            answer = await asyncio.to_thread(silent.recv, 1000)
            assert answer.startswith(b"HTTP/1.1 408 ")
            with contextlib.suppress(ConnectionResetError):
                while await asyncio.to_thread(silent.recv, 1000):
                    pass
        assert (await page.ask("play", "nobodys"))["code"] == "unknown-run"


async def test_a_flood_of_commands_ends_the_socket_and_nothing_else(impatient: Server) -> None:
    visitor = impatient.visitor()
    before = memory(impatient.process.pid)
    good = asyncio.create_task(watch_in_peace(impatient))
    with raw_socket(impatient, visitor) as client:
        flood = framed(b"{}") * 1_000_000
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            await asyncio.to_thread(client.sendall, flood)
    await good
    assert memory(impatient.process.pid) - before < 20_000_000


async def test_a_storm_of_reconnections_harms_nobody(impatient: Server) -> None:
    visitor, run = playing(impatient)
    good = asyncio.create_task(watch_in_peace(impatient))
    for _ in range(100):
        async with live(impatient, visitor) as page:
            await page.socket.send(json.dumps({"do": "watch", "run": run}))
    await good
    await freed(impatient)
