"""Floods: of frames, of requests, of bytes. Each is counted before it is understood, and ends by itself."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from app.connections.budget import BURST_SECONDS, BYTES_BURST_SECONDS, PATIENCE_SECONDS, Budgets, Timed
from app.settings import Settings
from tests.app.bad_clients import framed, raw_socket
from tests.app.client import SECONDS, Server, holds, serving, serving_from
from tests.app.connections.test_bad_clients import watch_in_peace
from tests.app.test_fuzz import memory

pytestmark = pytest.mark.anyio

PING = b"\x89\x80\0\0\0\0"
PONG = b"\x8a\x80\0\0\0\0"
EMPTY = b"\x00\x80\0\0\0\0"
EMPTY_FIRST = b"\x01\x80\0\0\0\0"
BINARY = b"\x82\x80\0\0\0\0"
FLOOD_BYTES = 60_000_000
MOST_GROWTH = 20_000_000


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budgets(clock: Clock) -> Budgets:
    return Budgets(Settings(loop_share_per_connection=0.1, loop_share_per_address=0.5), clock)


def test_a_connection_has_a_share_of_the_loops_time_and_a_burst(budgets: Budgets, clock: Clock) -> None:
    budget = budgets.connection("a")
    burst = 0.1 * BURST_SECONDS
    assert budget.spend(burst) == 0
    assert budget.spend(0.01) == pytest.approx(0.1)
    clock.now += 0.1
    assert budget.spend(0.0) == 0
    clock.now += 100
    assert budget.spend(burst) == 0


def test_bytes_count_whatever_they_are(budgets: Budgets) -> None:
    budget = budgets.connection("a")
    a_second = Settings().received_bytes_per_second
    assert budget.spend(0.0, int(a_second * BYTES_BURST_SECONDS)) == 0
    assert budget.spend(0.0, int(a_second)) == pytest.approx(1.0)


def test_who_goes_on_is_closed_and_who_is_quiet_is_forgiven(budgets: Budgets, clock: Clock) -> None:
    budget = budgets.connection("a")
    waited = 0.0
    while not budget.is_exhausted:
        wait = budget.spend(0.05)
        clock.now += wait
        waited += wait
    assert waited == pytest.approx(PATIENCE_SECONDS, abs=0.6)
    clock.now += BURST_SECONDS + 1
    budget.spend(0.001)
    assert not budget.is_exhausted


def test_connections_that_are_each_below_their_share_wait_where_their_address_is_not(
    budgets: Budgets,
) -> None:
    many = [budgets.connection("a") for _ in range(50)]
    waits = [budget.spend(0.08 * BURST_SECONDS) for budget in many]
    assert waits[:5] == [0.0] * 5 and all(waits[10:])
    assert budgets.connection("a").spend(0.001) == 0  # a quiet one beside them
    assert budgets.connection("b").spend(0.08 * BURST_SECONDS) == 0


async def test_the_time_of_a_task_is_told_and_what_it_raises_comes_through() -> None:
    told: list[float] = []

    async def work() -> None:
        await asyncio.sleep(0)
        raise KeyError

    with pytest.raises(KeyError):
        await Timed(work(), told.append)
    assert len(told) == 2


@pytest.fixture(scope="module")
def thrifty() -> Iterator[Server]:
    """A server that gives one connection little, so that a flood ends soon."""
    with serving(
        CHALKNET_LOOP_SHARE_PER_CONNECTION="0.02",
        CHALKNET_RECEIVED_BYTES_PER_SECOND="50000",
        CHALKNET_METRICS_PUBLIC="true",
    ) as server:
        yield server


def sent_until_closed(client: socket.socket, flood: bytes) -> int:
    """Send it again and again until the server hangs up; the bytes that went."""
    sent = 0
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while sent < FLOOD_BYTES:
            sent += client.send(flood)
    return sent


@pytest.mark.parametrize(
    "flood",
    [
        PING,
        PONG,
        EMPTY_FIRST + EMPTY * 20,
        EMPTY,
        BINARY,
        framed(b"{}"),
        framed(b"x" * 100),
        b"\x88\x80\0\0\0\0",
    ],
    ids=["pings", "pongs", "fragments", "continuations", "binary", "commands", "texts", "closes"],
)
async def test_a_flood_of_frames_is_ended_and_harms_nobody(thrifty: Server, flood: bytes) -> None:
    before = memory(thrifty.process.pid)
    good = asyncio.create_task(watch_in_peace(thrifty))
    with raw_socket(thrifty, thrifty.visitor()) as client:
        client.settimeout(SECONDS)
        sent = await asyncio.to_thread(sent_until_closed, client, flood * 2000)
    await good
    assert sent < FLOOD_BYTES
    assert memory(thrifty.process.pid) - before < MOST_GROWTH


async def test_a_flood_of_pipelined_requests_is_answered_in_turns(thrifty: Server) -> None:
    address = urlsplit(thrifty.url)
    paths = ("/healthz", "/openapi.json", "/nothing", "/")
    for path in paths:
        thrifty.stranger().get(path)  # the server keeps what it makes for the first one, such as the schema
    before = memory(thrifty.process.pid)
    with ExitStack() as clients:
        for path in paths:
            client = clients.enter_context(socket.create_connection((address.hostname, address.port)))
            client.setblocking(False)
            request = f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode()
            with contextlib.suppress(BlockingIOError):
                while client.send(request * 1000):
                    pass
        await watch_in_peace(thrifty)
    assert memory(thrifty.process.pid) - before < MOST_GROWTH


def answer_to(server: Server, request: bytes) -> bytes:
    """What comes back until the server hangs up."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), timeout=SECONDS) as client:
        client.sendall(request)
        found = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := client.recv(65_536):
                found += piece
    return found


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """A server that waits for headers and bodies only shortly, and lets few connections in."""
    with serving(
        CHALKNET_HEADER_SECONDS="1", CHALKNET_BODY_SECONDS="2", CHALKNET_CONNECTIONS_PER_ADDRESS="30"
    ) as server:
        yield server


GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
STALLED = {
    "nothing": b"",
    "half a header": b"GET /healthz HT",
    "half a header after a request": GET + b"GET /he",
    "a body that stalls": b"POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{",
    "a chunk that stalls": b"POST /api/runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    "half an upgrade": b"GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n",
}


@pytest.mark.parametrize("request_", STALLED.values(), ids=STALLED.keys())
def test_what_stalls_is_given_up(hasty: Server, request_: bytes) -> None:
    answer = answer_to(hasty, request_)  # it would time out
    assert answer.count(b"HTTP/1.1 ") <= 2


def test_who_leaves_during_the_handshake_is_no_error() -> None:
    with serving() as server:
        visitor = server.visitor()
        opening = upgrade(
            "Origin: http://localhost",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Cookie: " + "; ".join(map("=".join, visitor.cookies.items())),
        )
        address = urlsplit(server.url)
        for how in (socket.SHUT_WR, socket.SHUT_RDWR) * 20:
            with socket.create_connection((address.hostname, address.port)) as leaving:
                leaving.sendall(opening)
                leaving.shutdown(how)
        assert visitor.get("/healthz").status_code == 200
        assert "ERROR" not in server.log
    # At its end the server has written no stack trace.


def upgrade(*headers: str) -> bytes:
    lines = ["GET /live HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


NONSENSE = {
    "bytes": b"\x00\x01\x02\r\n\r\n",
    "2,000 headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 2000 + b"\r\n",
    "2,000 headers of an upgrade": upgrade(*["A: b"] * 2000),
    "200 headers of an upgrade": upgrade("Sec-WebSocket-Version: 13", *["A: b"] * 200),
    "no key": upgrade("Sec-WebSocket-Version: 13"),
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n",
    "a foreign page": upgrade(
        "Origin: http://elsewhere.example",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ),
    "a bad chunk": b"POST /api/runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
}


@pytest.mark.parametrize("request_", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_ended_and_not_logged(hasty: Server, request_: bytes) -> None:
    answer_to(hasty, request_)
    assert hasty.log == ""


async def test_a_text_that_is_not_utf8_ends_the_socket_and_is_not_logged(hasty: Server) -> None:
    for text in (framed(b"\xff\xfe"), b"\x01\x81\0\0\0\0\xff" + b"\x80\x81\0\0\0\0\xff"):
        with raw_socket(hasty, hasty.visitor()) as client:
            client.sendall(text)
            with contextlib.suppress(ConnectionResetError):
                while client.recv(4096):
                    pass
    assert hasty.log == ""


def test_connections_are_bounded_by_address(hasty: Server) -> None:
    address = urlsplit(hasty.url)

    def is_full() -> bool:
        """Whether one more is turned away: the others are given up soon, which ask for nothing."""
        with ExitStack() as clients:
            for _ in range(30):
                clients.enter_context(socket.create_connection((address.hostname, address.port)))
            return b"HTTP/1.1 503" in answer_to(hasty, b"")

    holds(is_full)
    holds(lambda: is_served(hasty))


def is_served(server: Server) -> bool:
    """Whether a new connection is answered."""
    with contextlib.suppress(httpx.TransportError):
        return server.stranger().get("/healthz").status_code == 200
    return False


def test_at_the_limit_of_files_the_log_says_so_once_and_the_server_goes_on(tmp_path: Path) -> None:
    with serving_from(tmp_path / "chalknet.db", "prlimit", "--nofile=120:120") as server:
        address = urlsplit(server.url)
        with ExitStack() as clients:
            server.visitor()
            for _ in range(150):
                clients.enter_context(socket.create_connection((address.hostname, address.port)))
            holds(lambda: "further connections are turned away" in server.log)
        holds(lambda: is_served(server))
        assert server.log.count("further connections are turned away") == 1
        visitor = server.visitor()
        assert visitor.post("/api/runs", json={}).status_code == 201
