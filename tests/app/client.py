"""A server of one's own for a test, and a page's side of its protocol."""

import asyncio
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import httpx
import msgpack
import numpy as np
import websockets

from tests.app.forking import Forked

SECONDS = 120.0
"""How long a test waits for what is to come; a busy machine takes its time."""
NOTHING: Mapping[str, Any] = {}
CHALKNET = ("-c", "from app.cli import main; main()")


@dataclass
class Server:
    process: subprocess.Popen[str] | Forked
    url: str
    clients: ExitStack
    complaints: IO[str]

    @property
    def log(self) -> str:
        """What the server has written to its log so far."""
        file = self.complaints.fileno()  # the server writes at the same offset: it is not to be moved
        return os.pread(file, os.fstat(file).st_size, 0).decode()

    def visitor(self) -> httpx.Client:
        """A new visitor, with the cookie of the first page."""
        client = self.stranger()
        client.get("/").raise_for_status()
        return client

    def stranger(self) -> httpx.Client:
        """Someone who has not loaded the page."""
        # Certificates are of no use to it, and take 20 ms to load.
        return self.clients.enter_context(httpx.Client(base_url=self.url, timeout=SECONDS, verify=False))

    def training_processes(self) -> list[int]:
        """The process ids of the hosts: what forkserver forked."""
        children = subprocess.run(
            ["ps", "-eo", "pid=,ppid=,ni="], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        rows = [tuple(int(word) for word in line.split()) for line in children if "-" not in line.split()[2]]
        forkservers = {pid for pid, parent, _ in rows if parent == self.process.pid}
        return [pid for pid, parent, nice in rows if parent in forkservers and nice >= 10]


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """A server with settings of its own, to which a warning is an error."""
    with TemporaryDirectory() as folder, serving_from(Path(folder) / "chalknet.db", **settings) as server:
        yield server


@contextmanager
def serving_from(
    database: Path, *launcher: str, program: Sequence[str] = (), **settings: str
) -> Iterator[Server]:
    """The same with a database that outlives it. `launcher` is a command that runs the server, `program` what Python
    is to run in place of `chalknet`; without either, it is forked."""
    environment = {
        **os.environ,
        "CHALKNET_PORT": "0",
        "CHALKNET_HOSTS": "1",
        "CHALKNET_HEARTBEAT_TIMEOUT": "20",  # of a busy machine: a host is not to be replaced in a test unasked
        "CHALKNET_DATABASE_PATH": str(database),
        **settings,
    }
    command = [*launcher, sys.executable, "-W", "error", *(program or CHALKNET), "serve"]
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=complaints, text=True)
        if launcher or program
        else Forked(environment, complaints) as process,
    ):
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address, "the server did not say where it serves"
            with ExitStack() as clients:
                server = Server(process, address[0], clients, complaints)
                yield server
            process.terminate()
            process.wait(SECONDS)
            assert "Traceback" not in server.log, server.log
        finally:
            process.kill()


@dataclass
class Message:
    """A message of the server: its header, and its arrays."""

    header: dict[str, Any]
    arrays: dict[str, np.ndarray]
    body: bytes = b""

    def __getitem__(self, key: str) -> Any:
        return self.header[key]

    def has(self, *names: str) -> bool:
        """Whether all of these are among its fields and arrays."""
        return self.header.keys() | self.arrays.keys() >= {*names}


def read(message: bytes) -> Message:
    """The reader of `app.wire.messages`, written from its description alone."""
    length, number = (int.from_bytes(message[at : at + 4], "little") for at in (0, 4))
    header = msgpack.unpackb(message[8 : 8 + length])
    body = message[8 + (length + 3) // 4 * 4 :]
    arrays = {}
    for name, (dtype, shape, offset) in header.get("arrays", {}).items():
        assert offset % 4 == 0
        arrays[name] = np.frombuffer(body, "<" + dtype, math.prod(shape), offset).reshape(shape)
    return Message({**header, "number": number} if number else header, arrays, body)


@dataclass
class Page:
    """A page's side of the live socket, which acknowledges every frame unless told not to."""

    socket: websockets.ClientConnection
    acknowledges: bool = True
    frames: list[Message] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)
    number: int = 0

    async def receive(self) -> Message:
        async with asyncio.timeout(SECONDS):
            raw = await self.socket.recv()
        assert isinstance(raw, bytes)
        message = read(raw)
        if message["type"] == "frame":
            self.frames.append(message)
            if self.acknowledges:
                await self.acknowledge(message)
        elif message["type"] == "notice":
            self.notices.append(message)
        return message

    async def acknowledge(self, frame: Message) -> None:
        await self.socket.send(json.dumps({"do": "ack", "run": frame["run"], "number": frame["number"]}))

    async def look(self, run: str, views: Mapping[str, Any] = NOTHING) -> Message:
        """Watch a run and acknowledge its first frame, as a page does that has drawn it."""
        answer = await self.ask("watch", run, views=dict(views))
        assert answer["type"] == "done", answer.header  # else no frame comes
        return await self.frame(where=lambda frame: frame["run"] == run)

    async def ask(self, do: str, run: str, **fields: Any) -> Message:
        """Send a command of a run, and wait for its answer; frames that come before it are kept."""
        return await self.command(do, run=run, **fields)

    async def command(self, do: str, **fields: Any) -> Message:
        """The same for any command."""
        self.number += 1
        return await self.ask_text(json.dumps({"do": do, "id": self.number, **fields}))

    async def ask_text(self, text: str | bytes) -> Message:
        await self.socket.send(text)
        while (message := await self.receive())["type"] not in {"done", "error"}:
            pass
        return message

    async def frame(self, *names: str, where: Callable[[Message], object] = bool) -> Message:
        """The first frame from now on that has these arrays and fields, and of which it is true.

        Look for a dear look in no other way: it rests in most frames of a run that plays.
        """
        return await self.until(
            lambda message: message["type"] == "frame" and message.has(*names) and bool(where(message))
        )

    def frame_in(self, board: Message, member: str) -> Message:
        """The frame of a member's tile."""
        start, length = board["frames"][member]
        return read(board.body[start : start + length])

    async def until(self, true_of: Callable[[Message], bool]) -> Message:
        """The first message from now on of which it is true."""
        while not true_of(message := await self.receive()):
            pass
        return message


def connect(server: Server, visitor: httpx.Client, path: str = "/live", **options: Any) -> websockets.connect:
    """A live socket, as a browser opens it from the server's page."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    return websockets.connect(
        server.url.replace("http", "ws") + path,
        **{
            "origin": server.url,
            "additional_headers": {"Cookie": cookies},
            "open_timeout": SECONDS,
            # What nobody reads for a while is kept, and pings are answered meanwhile, as in a browser.
            "max_queue": None,
            "ping_interval": None,
            **options,
        },
    )


@asynccontextmanager
async def live(server: Server, visitor: httpx.Client, **options: Any) -> AsyncIterator[Page]:
    """A page with an open socket that has been welcomed."""
    async with connect(server, visitor, **options) as socket:
        page = Page(socket)
        welcome = await page.receive()
        assert welcome.header == {"type": "welcome", "version": 2, "visitor": welcome["visitor"]}
        yield page


def run_of(visitor: httpx.Client, **experiment: Any) -> str:
    """A new run's id."""
    answer = visitor.post("/api/runs", json=experiment)
    assert answer.status_code == 201, answer.text
    run: str = answer.json()["id"]
    return run


def holds(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so after {seconds} s"
        time.sleep(0.02)


async def reaches(visitor: httpx.Client, run: str, step: int) -> None:
    """Wait until the run has come to this step, whoever watches it and however fast it is."""
    async with asyncio.timeout(SECONDS):
        while visitor.get(f"/api/runs/{run}").json()["step"] < step:
            await asyncio.sleep(0.1)
