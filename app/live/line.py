"""A line carries a session's messages to its page, and the page's commands back: an open socket, or polls."""

from collections.abc import Callable
from typing import Protocol

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from app.connections.live import DIRECT, LiveConnection


class Gone(Exception):  # noqa: N818  (pages go, that is no error)
    """The page has left, or was sent away, while we speak to it."""


class Line(Protocol):
    """What a session needs of the way to its page. All of it belongs to the event loop's thread."""

    frame_seconds: float
    """How long it rests after each frame."""

    @property
    def is_free(self) -> bool:
        """Whether the page has taken most of what it was sent, and may be sent more."""

    def push(self, message: bytes) -> None:
        """Send at once; only while `is_free`."""

    async def send(self, message: bytes) -> None:
        """Send, and wait until the page takes more; raises Gone."""

    async def receive(self) -> str | bytes:
        """The next command, bytes if it is no text; raises Gone."""

    def listen(self, hear: Callable[[bytes], bool] | None, on_free: Callable[[], None] | None) -> None:
        """Show `hear` each text before it is received, which says whether that was all; call `on_free` whenever the
        line becomes free."""

    async def close(self, code: int, reason: str) -> None:
        """End it, with the code of a WebSocket."""


GONE = (WebSocketDisconnect, WebSocketDisconnected)


class SocketLine:
    """A WebSocket that has been accepted."""

    frame_seconds = 0.0

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.connection: LiveConnection = socket.scope["extensions"][DIRECT]
        self.push = self.connection.push

    @property
    def is_free(self) -> bool:
        return self.connection.is_free

    async def send(self, message: bytes) -> None:
        try:
            await self.socket.send_bytes(message)
        except GONE:
            raise Gone from None

    async def receive(self) -> str | bytes:
        message = await self.socket.receive()
        if message["type"] != "websocket.receive":
            raise Gone
        text: str | None = message.get("text")
        return message["bytes"] if text is None else text

    def listen(self, hear: Callable[[bytes], bool] | None, on_free: Callable[[], None] | None) -> None:
        self.connection.hear, self.connection.on_free = hear, on_free

    async def close(self, code: int, reason: str) -> None:
        try:
            await self.socket.close(code, reason)
        except GONE:
            raise Gone from None
