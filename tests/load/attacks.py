"""What curious students do to a school's server, each until it is cancelled: heavy work, and floods of messages."""

import asyncio
import copy
import itertools
import json
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.app.client import Server
from tests.load.bad_clients import handshake
from tests.load.page_socket import PageSocket
from tests.load.visitor import Visitor

HEAVY: dict[str, Any] = {
    "data": {"kind": "digits", "samples": 70_000, "test_share": 0.15, "validation_share": 0.01},
    "network": {"hidden": [512, 180]},
    "objective": {"loss": "softmax"},
    "optimizer": {"kind": "adam", "learning_rate": 0.001},
    "training": {"batch_size": 5000, "patience": 1000},
}
STUDENT: dict[str, Any] = {
    "data": {"kind": "digits", "samples": 60_000, "test_share": 0.1},
    "network": {"hidden": [512]},
    "objective": {"loss": "softmax"},
    "training": {"batch_size": 100},
}
DEEP: dict[str, Any] = {"network": {"hidden": [16] * 6}}
RUNS_A_COOKIE = 8
PINGS = bytes([0x89, 0x80, 0, 0, 0, 0]) * 2000
PONGS = bytes([0x8A, 0x80, 0, 0, 0, 0]) * 2000
CONTINUATIONS = bytes([0x00, 0x80, 0, 0, 0, 0]) * 2000
START_OF_TEXT = bytes([0x01, 0x80, 0, 0, 0, 0])
PINGS_A_SECOND = 170
"""Times 12 kB: 2 MB a second."""

Attack = Callable[["Attacker"], Awaitable[None]]


class Attacker:
    """Someone with as many cookies and sockets as it takes."""

    def __init__(self, server: Server, http: httpx.AsyncClient) -> None:
        self.server = server
        self.http = http
        self.refused = 0
        """Answers that were a refusal."""

    async def cookie(self) -> Visitor:
        visitor = Visitor(self.server, self.http, 20, asyncio.Event())
        await visitor.arrive({})
        return visitor

    async def runs(self, count: int, experiment: dict[str, Any]) -> list[Visitor]:
        """So many runs, eight for each cookie; those that are refused are counted."""
        made: list[Visitor] = []
        visitor = None
        for number in range(count):
            if visitor is None or number % RUNS_A_COOKIE == 0:
                visitor = Visitor(self.server, self.http, 20, asyncio.Event())
                await visitor.load_page()
            if await self.begin(visitor, experiment):
                made.append(copy.copy(visitor))
        return made

    async def begin(self, visitor: Visitor, experiment: dict[str, Any]) -> bool:
        with suppress(httpx.HTTPError):
            await visitor.begin(experiment)
            return True
        self.refused += 1
        return False

    async def socket(
        self, visitor: Visitor, hear: Callable[[bytes], None] = lambda message: None
    ) -> PageSocket:
        return await PageSocket.open(self.server, visitor.cookie, hear)

    async def play(self, visitors: list[Visitor], speed: float | None = None) -> None:
        """Have them play, as fast as they can or at a speed, and leave."""
        for visitor in visitors:
            with suppress(ConnectionError):
                socket = await self.socket(visitor)
                socket.say("speed", run=visitor.run, iterations_per_second=speed)
                socket.say("play", run=visitor.run)
                await asyncio.sleep(0.05)
                socket.close()

    async def repeat(self, visitor: Visitor, every: float, commands: list[dict[str, Any]]) -> None:
        """Send these commands in turns, and never watch."""
        socket = await self.socket(visitor)
        for command in itertools.cycle(commands):
            if socket.closed.done():
                socket = await self.socket(visitor)
            socket.say(**{"run": visitor.run, **command})
            await asyncio.sleep(every)


async def for_ever() -> None:
    await asyncio.Event().wait()


def students(count: int) -> Attack:
    async def attack(attacker: Attacker) -> None:
        """Students with large networks at the default speed, each with a cookie and a page of their own."""
        for _ in range(count):
            visitor = Visitor(attacker.server, attacker.http, 20, asyncio.Event())
            await visitor.load_page()
            if await attacker.begin(visitor, STUDENT):
                asyncio.get_running_loop().create_task(visitor.stay(change_every=1e9, leave_every=1e9))
        await for_ever()

    return attack


def heavy(count: int) -> Attack:
    async def attack(attacker: Attacker) -> None:
        await attacker.play(await attacker.runs(count, HEAVY))
        await for_ever()

    return attack


async def checks(attacker: Attacker) -> None:
    visitors = await attacker.runs(8, HEAVY)
    await asyncio.gather(
        *(attacker.repeat(visitor, 0.2, [{"do": "check"}]) for visitor in visitors for _ in range(2))
    )


async def seeds(attacker: Attacker) -> None:
    [visitor] = await attacker.runs(1, {**HEAVY, "data": {**HEAVY["data"], "standardize": True}})
    changes = [{"do": "change", "changes": {"data": {"seed": seed}}} for seed in range(1000)]
    await attacker.repeat(visitor, 0.1, changes)


async def resets(attacker: Attacker) -> None:
    orthogonal = {"hidden": [512, 180], "initializer": "orthogonal"}
    visitors = await attacker.runs(8, {**HEAVY, "network": orthogonal})
    await asyncio.gather(*(attacker.repeat(visitor, 0.1, [{"do": "reset"}]) for visitor in visitors))


async def solutions(attacker: Attacker) -> None:
    solved = {
        "data": {"kind": "digits", "samples": 4400, "test_share": 0.5},
        "network": {"hidden": [450]},
        "optimizer": {"kind": "least_squares"},
    }
    visitors = await attacker.runs(8, solved)
    commands = [{"do": "reseed"}, {"do": "step"}]
    await asyncio.gather(*(attacker.repeat(visitor, 0.1, commands) for visitor in visitors))


async def tables(attacker: Attacker) -> None:
    visitor = await attacker.cookie()
    rows = [",".join(f"{random.random():.3f}" for _ in range(20)) + f",{'ab'[n % 2]}" for n in range(20_000)]
    sent = await attacker.http.post(
        "/api/datasets?name=wide",
        content="\n".join(rows),
        headers={"Cookie": visitor.cookie, "Content-Type": "text/csv"},
    )
    if sent.is_error:
        attacker.refused += 1
        return
    table = {"id": sent.json()["id"], "rows": 20_000, "inputs": list(range(20)), "label": 20, "classes": 2}
    experiment = {
        "data": {"kind": "table", "table": table, "test_share": 0.1},
        "network": {"hidden": [512, 512, 400]},
        "training": {"batch_size": 5000},
    }
    if await attacker.begin(visitor, experiment):
        await attacker.play([visitor])
    await for_ever()


async def long_steps(attacker: Attacker) -> None:
    visitors = await attacker.runs(8, {**HEAVY, "training": {"batch_size": 1}, "optimizer": {}})
    for visitor in visitors:
        socket = await attacker.socket(visitor)
        socket.say("step", run=visitor.run, epochs=100)
        await asyncio.sleep(0.05)
        socket.close()
    await for_ever()


async def views(attacker: Attacker) -> None:
    visitors = await attacker.runs(8, DEEP)
    worked = {
        "do": "watch",
        "views": {"inside": True, "worked": {}, "resolution": 200, "still_resolution": 200},
    }
    await asyncio.gather(*(attacker.repeat(visitor, 0.02, [worked]) for visitor in visitors))


def floods(messages: bytes, first: bytes = b"", *, reads: bool = True) -> Attack:
    async def attack(attacker: Attacker) -> None:
        visitor = await attacker.cookie()
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await handshake(visitor)
                if not reads:
                    writer.transport.pause_reading()  # type: ignore[attr-defined]
                writer.write(first)
                while True:
                    writer.write(messages)
                    await writer.drain()
                    if reads:
                        with suppress(TimeoutError):
                            async with asyncio.timeout(0.001):
                                await reader.read(2**20)
                        if reader.at_eof():
                            break
                    await asyncio.sleep(1 / PINGS_A_SECOND)
            attacker.refused += 1
            await asyncio.sleep(0.2)

    return attack


def together(count: int, attack: Attack) -> Attack:
    async def all_of_them(attacker: Attacker) -> None:
        await asyncio.gather(*(attack(attacker) for _ in range(count)))

    return all_of_them


async def stalled_uploads(attacker: Attacker) -> None:
    address = urlsplit(attacker.server.url)
    for _ in range(44):
        visitor = await attacker.cookie()
        _, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(
            f"POST /api/datasets?name=x HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {visitor.cookie}\r\n"
            f"Content-Type: text/csv\r\nContent-Length: 1000\r\n\r\na".encode()
        )
    await for_ever()


async def silent_watchers(attacker: Attacker) -> None:
    for _ in range(126):
        visitor = Visitor(attacker.server, attacker.http, 20, asyncio.Event())
        await visitor.load_page()
        with suppress(ConnectionError):
            socket = await attacker.socket(visitor)
            for _ in range(RUNS_A_COOKIE):
                if await attacker.begin(visitor, {}):
                    socket.say("watch", run=visitor.run, views={})
    await for_ever()


async def saves(attacker: Attacker) -> None:
    while True:
        for visitor in await attacker.runs(1, HEAVY):
            for _ in range(20):
                answer = await attacker.http.post(
                    "/api/networks",
                    content=json.dumps({"run": visitor.run, "name": "heavy"}),
                    headers={"Cookie": visitor.cookie, "Content-Type": "application/json"},
                )
                attacker.refused += answer.is_error


async def first_visits(attacker: Attacker) -> None:
    while True:
        answers = await asyncio.gather(
            *(attacker.http.get("/", headers={"Cookie": ""}) for _ in range(60)), return_exceptions=True
        )
        attacker.refused += sum(isinstance(each, Exception) or each.is_error for each in answers)  # type: ignore[union-attr]
        attacker.http.cookies.clear()
        await asyncio.sleep(0.2)


ATTACKS: dict[str, Attack] = {
    "4 students with digits": students(4),
    "8 students with digits": students(8),
    "1 heavy run": heavy(1),
    "8 heavy runs": heavy(8),
    "48 heavy runs": heavy(48),
    "64 heavy runs": heavy(64),
    "gradient checks": checks,
    "seeds of digits": seeds,
    "orthogonal resets": resets,
    "least squares": solutions,
    "a large table": tables,
    "100 epochs of single samples": long_steps,
    "6x16, watched and worked": views,
    "empty pings": floods(PINGS),
    "50 sockets of empty pings": together(50, floods(PINGS)),
    "unread pings": floods(PINGS, reads=False),
    "empty pongs": floods(PONGS),
    "empty continuations": floods(CONTINUATIONS, START_OF_TEXT),
    "stalled uploads": stalled_uploads,
    "watchers who acknowledge nothing": silent_watchers,
    "heavy networks saved": saves,
    "first visits": first_visits,
}
