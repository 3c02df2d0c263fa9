"""A line by long polling, where WebSockets are blocked: the page polls, and each response carries all messages.

Long polling passes through every proxy, also through one that buffers. Session and messages are the same; frames are
fewer.

| request                       | effect                                                                    |
|-------------------------------|---------------------------------------------------------------------------|
| POST /api/lines               | open a line                                                               |
| POST /api/lines/{id}          | commands, one in each line of the body: carried out in order              |
| POST /api/lines/{id}/messages | the same, and then wait for messages, each after its length as uint32     |
| DELETE /api/lines/{id}        | the page leaves                                                           |
"""

import asyncio
import secrets
import struct
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from app.connections.caller import Caller, Known, guarded
from app.errors import Refusal
from app.limits import Limits
from app.live.line import Gone
from app.live.session import Session
from app.metrics import Metrics
from app.runs.runs import Runs
from app.wire.commands import RunId

MESSAGES = "application/vnd.chalknet.messages"
FRAME_SECONDS = 0.2
"""The pause after each frame, since each frame is a request: five a second look live, at a sixth of the cost of
thirty."""
POLL_SECONDS = 10.0
"""An empty poll is answered after this time, because proxies end requests that are silent for longer."""
SILENT_SECONDS = 15.0
"""A page that has sent no poll for so long counts as gone."""
MOST_WAITING = 100
"""The most commands that wait for earlier ones, and the most messages that wait for a poll."""


class PolledLine:
    """See `app.live.line.Line`. `take` receives the page's commands, `fetch` returns the messages for it."""

    frame_seconds = FRAME_SECONDS

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._hear: Callable[[bytes], bool] | None = None
        self._on_free: Callable[[], None] | None = None
        self._commands: asyncio.Queue[str | None] = asyncio.Queue()
        self._messages: list[bytes] = []
        self._has_room = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._heard_at = self._loop.time()
        self.closed = False

    @property
    def is_free(self) -> bool:
        return self._poll is not None and not self._poll.done()

    def push(self, message: bytes) -> None:
        self._messages.append(message)
        self._answer()

    async def send(self, message: bytes) -> None:
        self.push(message)
        if len(self._messages) >= MOST_WAITING and not self.closed:
            self._has_room.clear()
            await self._has_room.wait()
        if self.closed:
            raise Gone

    async def receive(self) -> str:
        while not self.closed:
            patience = self._heard_at + SILENT_SECONDS - self._loop.time()
            if patience <= 0:
                self.end()
                break
            with suppress(TimeoutError):
                command = await asyncio.wait_for(self._commands.get(), patience)
                if command is not None:
                    return command
        raise Gone

    def listen(self, hear: Callable[[bytes], bool] | None, on_free: Callable[[], None] | None) -> None:
        self._hear, self._on_free = hear, on_free

    async def close(self, code: int, reason: str) -> None:
        self.end()

    def end(self) -> None:
        """End the line: all waiting calls return."""
        self.closed = True
        self._commands.put_nowait(None)
        self._has_room.set()
        self._answer()

    def take(self, texts: str) -> None:
        """Add commands, one a line; raises Refusal."""
        self._heard_at = self._loop.time()
        for text in texts.splitlines():
            if self._hear and self._hear(text.encode()):
                continue
            if self._commands.qsize() >= MOST_WAITING:
                raise Refusal("too-many-commands", None, "Too many commands at once: please wait.")
            self._commands.put_nowait(text)

    async def fetch(self) -> bytes:
        """All waiting messages, each after its length; nothing after `POLL_SECONDS`, or if another poll arrives."""
        self._answer()
        poll = self._poll = self._loop.create_future()
        if self._messages or self.closed:
            poll.set_result(None)
        elif self._on_free:
            self._on_free()
        with suppress(TimeoutError):
            await asyncio.wait_for(poll, POLL_SECONDS)
        self._heard_at = self._loop.time()
        if self._poll is not poll:
            return b""
        self._poll = None
        messages, self._messages = self._messages, []
        self._has_room.set()
        return b"".join(part for message in messages for part in (struct.pack("<I", len(message)), message))

    def _answer(self) -> None:
        """Answer the waiting poll."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)


class OpenedLine(BaseModel):
    id: str


class PolledLines:
    """The open lines, each with its visitor and the task of its session."""

    def __init__(self, runs: Runs, limits: Limits, metrics: Metrics) -> None:
        self.runs = runs
        self.limits = limits
        self.metrics = metrics
        self._open: dict[str, tuple[str, PolledLine, asyncio.Task[None]]] = {}

    def open(self, by: Caller) -> str:
        """Open a line and return its id; raises Refusal (too-many-sockets), since it counts as a socket."""
        held = ExitStack()
        held.enter_context(self.limits.socket(*by))
        held.enter_context(self.metrics.sockets.track_inprogress())
        name, line = secrets.token_urlsafe(12), PolledLine()

        async def converse() -> None:
            with held:
                await Session(line, *by, self.runs, self.limits, self.metrics).converse()
                line.end()
                del self._open[name]

        self._open[name] = by.visitor, line, asyncio.create_task(converse())
        return name

    def of(self, by: Caller, name: str) -> PolledLine:
        """The visitor's line; raises Refusal."""
        visitor, line, _ = self._open.get(name, ("", None, None))
        if line is None or line.closed or visitor != by.visitor:
            raise Refusal("line-gone", None, "This connection has ended: the page opens another one.")
        return line

    def end(self) -> None:
        """End all lines: every poll is answered."""
        for _, line, _ in self._open.values():
            line.end()

    async def close(self) -> None:
        """Wait until all sessions have ended."""
        sessions = [session for _, _, session in self._open.values()]
        await asyncio.gather(*sessions)


def routes(lines: PolledLines, known: Known) -> APIRouter:
    router = guarded(known, "polling")
    By = Annotated[Caller, Depends(known)]

    @router.post("/lines", status_code=201, summary="Open a line for a page that cannot open a WebSocket")
    async def open_one(by: By) -> OpenedLine:
        return OpenedLine(id=lines.open(by))

    async def taken(by: By, line: RunId, request: Request) -> PolledLine:
        found = lines.of(by, line)
        found.take((await request.body()).decode(errors="replace"))
        return found

    Taken = Annotated[PolledLine, Depends(taken)]

    @router.post("/lines/{line}", status_code=204, summary="Commands, one in each line of the body")
    async def command(line: Taken) -> None:
        pass

    @router.post("/lines/{line}/messages", summary="Commands, and then wait for messages")
    async def fetch(line: Taken, request: Request) -> Response:
        async def notice_leaving() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            line.end()

        leaving = asyncio.create_task(notice_leaving())
        try:
            messages = await line.fetch()
        finally:
            leaving.cancel()
        return Response(messages, media_type=MESSAGES, headers={"Cache-Control": "no-store"})

    @router.delete("/lines/{line}", status_code=204, summary="The page leaves")
    async def leave(by: By, line: RunId) -> None:
        lines.of(by, line).end()

    return router
