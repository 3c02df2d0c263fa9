"""uvicorn's connections, with an end to their patience: whatever a client does, it is freed in the end."""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

DIRECT = "chalknet.direct"
RESTARTING = 1012
SHUTTING_DOWN = "the server is shutting down"
POLICY_VIOLATION = 1008
REQUEST_SECONDS = 15.0
"""How long a new connection may take to say what it wants."""
MOST_WAITING = 1000
"""Messages that have arrived at once and wait to be read: a page never has so many."""
FEW_WAITING = 4
"""With so many messages waiting, a page is read no further for now."""
CLOSING_SECONDS = 5.0
"""How long a client may take to read what is left, once its socket is closed."""


class HttpConnection(H11Protocol):
    """A connection that has asked for nothing within `REQUEST_SECONDS` is given up."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(REQUEST_SECONDS, self._end_if_silent)

    def _end_if_silent(self) -> None:
        if self.cycle is None and self.transport.get_protocol() is self:  # else it became a live socket
            self.transport.abort()


class LiveConnection(WebSocketsSansIOProtocol):
    """A live socket. Frames and their acknowledgements, which are most of what it carries, take the direct way.

    The application finds the connection in its scope's extensions, as `DIRECT`. It may set `hear`, which is shown each
    text before the application receives it and says whether that was all; and `on_free`, called whenever the socket
    takes more again.
    """

    hear: Callable[[bytes], bool] | None = None
    on_free: Callable[[], None] | None = None

    @property
    def is_free(self) -> bool:
        """Whether the client has read most of what it was sent, and may be sent more."""
        return self.writable.is_set() and self.conn.state is State.OPEN and not self.transport.is_closing()

    def push(self, message: bytes) -> None:
        """Send a binary message at once; only while `is_free`."""
        self.conn.send_binary(message)
        self.transport.write(b"".join(self.conn.data_to_send()))

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # then the task that serves it begins only after this
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[DIRECT] = self

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.on_free:
            self.on_free()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.queue.qsize() > MOST_WAITING and not self.transport.is_closing():
            while not self.queue.empty():
                self.queue.get_nowait()
            self._end(POLICY_VIOLATION, "too many commands at once")

    def send_receive_event_to_app(self) -> None:
        if self.hear and self.curr_msg_data_type == "text" and self.hear(b"".join(self.frames)):
            self.frames = []
            return
        # uvicorn stops reading after each message until that has been taken, which costs system calls for every
        # frame that is acknowledged. It is told that it has stopped already, while there is only a little to take.
        self.read_paused = self.queue.qsize() < FEW_WAITING
        super().send_receive_event_to_app()

    def keepalive_timeout(self) -> None:
        # A client that does not answer a ping does not read: closing in good order would wait for it for ever.
        super().keepalive_timeout()
        self.transport.abort()
        self.disconnected = True

    async def run_asgi(self) -> None:
        await super().run_asgi()
        self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    def shutdown(self) -> None:
        if self.handshake_complete and not self.close_sent and not self.transport.is_closing():
            self.stop_keepalive()
            self._end(RESTARTING, SHUTTING_DOWN)
        else:
            super().shutdown()

    def _end(self, code: int, reason: str) -> None:
        event: dict[str, Any] = {"type": "websocket.disconnect", "code": code, "reason": reason}
        self.queue.put_nowait(event)  # type: ignore[arg-type]
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()
