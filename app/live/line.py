"""A line carries a session's messages to its page, and the page's commands back: an open socket, or polls."""

from collections.abc import Callable
from typing import Protocol

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from app.connections.live import DIRECT, LiveConnection


class Gone(Exception):  # noqa: N818  (a page that leaves is no error)
    """The page has left, or was disconnected."""


class Line(Protocol):
    """The interface of a session to its page. All methods belong to the event loop's thread."""

    frame_seconds: float
    """The pause after each frame."""

    @property
    def is_free(self) -> bool:
        """Whether the page has read most of what was sent, so that more may follow."""

    def push(self, message: bytes) -> None:
        """Send a message at once; only while `is_free`."""

    async def send(self, message: bytes) -> None:
        """Send a message, and wait until the page accepts more; raises Gone."""

    async def receive(self) -> str | bytes:
        """The next command, as bytes unless it is text; raises Gone."""

    def listen(self, hear: Callable[[bytes], bool] | None, on_free: Callable[[], None] | None) -> None:
        """Pass each text to `hear` before `receive`; `hear` returns whether it has dealt with the text. Call `on_free`
        whenever the line becomes free."""

    async def close(self, code: int, reason: str) -> None:
        """End the line, with a close code of WebSockets."""


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
