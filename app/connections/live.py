"""A WebSocket of uvicorn's with time limits: a socket is freed in the end, whatever its client does."""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.protocol import State

from app.connections.budget import Timed
from app.connections.http import HttpConnection
from app.connections.reading import Config, Reading
from app.door.addresses import network_of

DIRECT = "chalknet.direct"
RESTARTING = 1012
SHUTTING_DOWN = "the server is shutting down"
NOT_UNICODE = 1007
POLICY_VIOLATION = 1008
MOST_WAITING = 1000
"""The most messages that may wait to be processed; a page never has so many."""
FEW_WAITING = 4
"""Reading pauses while so many messages wait."""
MOST_FRAGMENTS = 1000
"""The most fragments of a message; a browser sends one or two."""
CLOSING_SECONDS = 5.0
"""The time in which a client may read the rest after its socket is closed."""
ANSWER_SECONDS = 0.0005
"""The cost of an acknowledgement and of the next frame. It is not charged, since there are only as many as frames."""


class LiveConnection(WebSocketsSansIOProtocol):
    """A WebSocket of a page. Frames and their acknowledgements, most of its traffic, bypass the ASGI application.

    The application finds the connection in its scope's extensions, as `DIRECT`. It may set `hear`, which receives each
    text before the application and returns whether it has dealt with it; and `on_free`, called whenever the socket can
    send again.
    """

    hear: Callable[[bytes], bool] | None = None
    on_free: Callable[[], None] | None = None
    config: Config
    piece_bytes = 256
    """The size of some forty empty frames."""
    is_closed_when_exhausted = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._served, self.app = self.app, self.serve

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        http = transport.get_protocol()
        assert isinstance(http, HttpConnection)
        self.address = http.address
        self.reading = Reading(self, http.reading.budget, http.reading.rota)
        self._opening = self.loop.call_later(self.config.header_seconds, self._end_if_unopened)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._opening.cancel()
        self.reading.stop()
        self.config.admission.leave(self.address)

    @property
    def is_read(self) -> bool:
        return not self.transport.is_closing()

    @property
    def is_full(self) -> bool:
        return False  # a client that sends while `MOST_WAITING` messages wait is disconnected

    @property
    def is_free(self) -> bool:
        """Whether the client has read most of what was sent, so that more may follow."""
        return self.writable.is_set() and self.conn.state is State.OPEN and not self.transport.is_closing()

    def push(self, message: bytes) -> None:
        """Send a binary message at once; only while `is_free`."""
        self.conn.send_binary(message)
        self.transport.write(b"".join(self.conn.data_to_send()))

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the task that serves the socket begins after this
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[DIRECT] = self

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.on_free:
            self.on_free()

    def data_received(self, data: bytes) -> None:
        if self.is_read:
            self.reading.receive(data)

    def take(self, piece: bytes) -> None:
        super().data_received(piece)
        if self.conn.handshake_exc and not self.handshake_initiated:
            self.transport.abort()  # more or longer headers than websockets accepts
        if self.queue.qsize() > MOST_WAITING and not self.transport.is_closing():
            while not self.queue.empty():
                self.queue.get_nowait()
            self.close(POLICY_VIOLATION, "too many commands at once")

    def go_on(self) -> None:
        pass

    def exhausted(self) -> None:
        self.close(POLICY_VIOLATION, "more is sent than can be read")

    def handle_cont(self, event: Frame) -> None:
        super().handle_cont(event)
        if len(self.frames) > MOST_FRAGMENTS:
            self.close(POLICY_VIOLATION, "too many fragments")

    def handle_ping(self) -> None:
        pongs = self.conn.data_to_send()
        if pongs and self.writable.is_set():  # a client that does not read gets no more pongs
            self.transport.write(b"".join(pongs))

    def send_receive_event_to_app(self) -> None:
        if self.curr_msg_data_type == "text":
            text = b"".join(self.frames)
            if self.hear and self.hear(text):
                self.frames = []
                self.reading.credit += ANSWER_SECONDS
                return
            try:
                text.decode()
            except UnicodeDecodeError:
                self.close(NOT_UNICODE, "a text is not UTF-8")
                return
        # uvicorn stops reading after each message until the application has received it, which costs system calls for
        # every acknowledgement. The flag makes uvicorn believe that reading has stopped already, while few messages
        # wait.
        self.read_paused = self.queue.qsize() < FEW_WAITING
        super().send_receive_event_to_app()

    def keepalive_timeout(self) -> None:
        # A client that does not answer a ping does not read: an orderly close would wait for it forever.
        super().keepalive_timeout()
        self.transport.abort()
        self.disconnected = True

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.accept":  # the address that a proxy names is known by now
            self.reading.budget.address = network_of(self.scope["client"][0] if self.scope["client"] else "")
        await super().send(message)
        if message["type"] == "websocket.accept" and not self.handshake_complete:
            self.disconnected = True  # the client left during the handshake, which uvicorn notices only later
        if (
            message["type"] == "websocket.http.response.body"
        ):  # a refusal, which uvicorn would log as an error
            self.handshake_complete = True

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        await Timed(self._served(scope, receive, send), self.reading.spend)
        if not self.handshake_complete and (self.conn.eof_sent or self.transport.is_closing()):
            raise ClientDisconnected  # It left during the handshake: nothing can be answered any more.

    async def run_asgi(self) -> None:
        await super().run_asgi()
        self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    def shutdown(self) -> None:
        if self.handshake_complete and not self.close_sent and not self.transport.is_closing():
            self.stop_keepalive()
            self.close(RESTARTING, SHUTTING_DOWN)
        else:
            super().shutdown()

    def close(self, code: int, reason: str) -> None:
        if self.transport.is_closing():
            return
        event: dict[str, Any] = {"type": "websocket.disconnect", "code": code, "reason": reason}
        self.queue.put_nowait(event)  # type: ignore[arg-type]
        if self.conn.state is not State.OPEN:
            self.transport.abort()
            return
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()

    def _end_if_unopened(self) -> None:
        if not self.handshake_complete:
            self.transport.abort()
