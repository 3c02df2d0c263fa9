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
from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from app.classroom.board import Boards
from app.connections.caller import Caller, Known, guarded
from app.errors import Refusal
from app.limits import Limits
from app.live.polled_line import PolledLine
from app.live.session import Session
from app.metrics import Metrics
from app.runs.runs import Runs
from app.wire.commands import RunId

MESSAGES = "application/vnd.chalknet.messages"


class OpenedLine(BaseModel):
    id: str


class PolledLines:
    """The open lines, each with its visitor and the task of its session."""

    def __init__(self, runs: Runs, boards: Boards, limits: Limits, metrics: Metrics) -> None:
        self.runs = runs
        self.boards = boards
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
                try:
                    await Session(line, *by, self.runs, self.boards, self.limits, self.metrics).converse()
                finally:
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
        texts = (await request.body()).decode(errors="replace")
        found = lines.of(by, line)  # after the body has come: the line may have ended meanwhile
        found.take(texts)
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
