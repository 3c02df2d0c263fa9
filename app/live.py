"""The live socket: commands come in, answers and frames go out (see `app.wire`)."""

import asyncio
from collections import Counter
from typing import Any

import pydantic_core
from fastapi import APIRouter, WebSocket
from pydantic import ValidationError
from starlette.responses import JSONResponse
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from app import wire
from app.errors import Refusal, explain
from app.runs import Runs
from app.security import Visitors
from app.subscription import Subscription

MODELS = {
    "watch": wire.Watch,
    "unwatch": wire.Unwatch,
    "ack": wire.Ack,
    "play": wire.Play,
    "pause": wire.Pause,
    "step": wire.Step,
    "speed": wire.Speed,
    "reset": wire.Reset,
    "reseed": wire.Reseed,
    "change": wire.Change,
    "check": wire.Check,
}
POLICY_VIOLATION = 1008

GONE = (WebSocketDisconnect, WebSocketDisconnected)
"""What Starlette raises when the page has left, or was sent away, while we speak to it."""


def routes(runs: Runs, visitors: Visitors, sockets_per_visitor: int) -> APIRouter:
    router = APIRouter()
    open_sockets: Counter[str] = Counter()

    @router.websocket("/live")
    async def live(socket: WebSocket) -> None:
        if not visitors.origin_allowed(socket):
            refusal = Refusal("wrong-origin", None, "this page is of another site")
            await socket.send_denial_response(JSONResponse({"error": refusal.as_dict()}, status_code=403))
            return
        # A browser hides from its page why a handshake was refused, so these are told on the open socket.
        await socket.accept()
        visitor = visitors.of(socket)
        if visitor is None:
            await refuse(socket, Refusal("no-visitor", None, "load the page first: it makes you a visitor"))
        elif open_sockets[visitor] >= sockets_per_visitor:
            await refuse(
                socket,
                Refusal(
                    "too-many-sockets",
                    None,
                    f"you have {sockets_per_visitor} pages open, as many as are allowed",
                ),
            )
        else:
            open_sockets[visitor] += 1
            try:
                await Session(socket, visitor, runs).converse()
            finally:
                open_sockets[visitor] -= 1
                if not open_sockets[visitor]:
                    del open_sockets[visitor]

    return router


async def refuse(socket: WebSocket, refusal: Refusal) -> None:
    try:
        await socket.send_bytes(error(None, refusal))
        await socket.close(POLICY_VIOLATION, refusal.code)
    except GONE:
        pass


def error(command_id: int | None, refusal: Refusal) -> bytes:
    return wire.pack({"type": "error", "id": command_id, **refusal.as_dict()})


class Session:
    """One open socket. Each command is answered before the next is read; frames have a task of their own."""

    def __init__(self, socket: WebSocket, visitor: str, runs: Runs) -> None:
        self.socket = socket
        self.visitor = visitor
        self.runs = runs
        self.subscriptions: dict[str, Subscription] = {}
        self.notices: list[bytes] = []
        self.news = asyncio.Event()

    async def converse(self) -> None:
        """Talk until the page goes. Its runs go on without it."""
        frames = asyncio.create_task(self.send_frames())
        try:
            await self.socket.send_bytes(wire.pack({"type": "welcome", "version": wire.VERSION}))
            while (message := await self.socket.receive())["type"] == "websocket.receive":
                answer = await self.answer(message)
                if answer is not None:
                    await self.socket.send_bytes(answer)
                await asyncio.sleep(0)  # a page that sends without pause must not stop the others
        except GONE:
            pass
        finally:
            frames.cancel()
            for run in tuple(self.subscriptions):
                self.unwatch(run)

    async def send_frames(self) -> None:
        try:
            while True:
                await self.news.wait()
                self.news.clear()
                while self.notices:
                    await self.socket.send_bytes(self.notices.pop(0))
                for subscription in tuple(self.subscriptions.values()):
                    while frame := subscription.take():
                        await self.socket.send_bytes(frame)
        except GONE:
            pass  # the receiver sees it too

    async def answer(self, message: Message) -> bytes | None:
        """Carry out one command."""
        text = message.get("text")
        if text is None:
            return error(None, Refusal("binary", None, "commands are JSON text, but this message is binary"))
        try:
            command = wire.commands.validate_json(text)
        except ValidationError as invalid:
            return error(id_in(text), explain(invalid.errors(), tags=MODELS))
        try:
            result = await self.carry_out(command)
        except Refusal as refusal:
            return error(command.id, refusal)
        return None if result is None else wire.pack({"type": "done", "id": command.id, **result})

    async def carry_out(self, command: wire.AnyCommand) -> dict[str, Any] | None:
        """What `done` answers; None if there is no answer. Raises Refusal."""
        if isinstance(command, wire.Ack):
            if subscription := self.subscriptions.get(command.run):
                subscription.acknowledge(command.number)
            return None
        if isinstance(command, wire.Unwatch):
            self.unwatch(command.run)
            return {}
        run = self.runs.of(self.visitor, command.run)
        if isinstance(command, wire.Watch):
            if run.id not in self.subscriptions:
                self.subscriptions[run.id] = Subscription(run, self.news.set, self.tell)
            self.subscriptions[run.id].watch(command.views)
            return {}
        return await run.control(command.model_dump(exclude={"id", "run"}))

    def unwatch(self, run: str) -> None:
        if subscription := self.subscriptions.pop(run, None):
            subscription.leave()

    def tell(self, run: str, code: str, message: str) -> None:
        if code == "run-gone":
            self.subscriptions.pop(run, None)
        self.notices.append(wire.pack({"type": "notice", "run": run, "code": code, "message": message}))
        self.news.set()


def id_in(text: str) -> int | None:
    """The id of a command that is wrong in some other way, so that the page knows which one it was."""
    try:
        command = pydantic_core.from_json(text)
    except ValueError:
        return None
    number = command.get("id") if isinstance(command, dict) else None
    return number if isinstance(number, int) and 0 <= number < 2**53 else None
