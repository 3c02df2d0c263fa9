"""An HTTP connection of uvicorn's with time limits: a connection is freed in the end, whatever its client does."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import h11
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.connections.budget import Timed
from app.connections.reading import Config, Reading
from app.door.addresses import network_of

UNREAD_SECONDS = 30.0
"""The longest time for which a client may read nothing of a response."""
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
    b"Retry-After: 5\r\nCache-Control: no-store\r\n\r\n"
    b'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Chalknet</title>'
    b"<p>Too many connections are open. This page tries again by itself."
    + "<p lang=zh>连接过多。此页面会自动重试。".encode()
)


class Flow(FlowControl):
    """Resumes reading only when the connection's budget allows it, too."""

    def __init__(self, transport: asyncio.Transport, reading: Reading) -> None:
        super().__init__(transport)
        self.reading = reading

    def resume_reading(self) -> None:
        if self.read_paused:
            self.read_paused = False
            self.reading.go_on()


class HttpConnection(H11Protocol):
    """A connection whose time, bytes and use of the event loop are limited.

    The header of a request must be complete within `header_seconds` of its beginning (or of the connection's opening),
    the body within `body_seconds` of the header.
    """

    config: Config
    piece_bytes = 4096
    is_closed_when_exhausted = False  # it is only slowed down: a program may send many requests in a row

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._served, self.app = self.app, self.serve
        self._awaited: str | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = network_of(self.client[0] if self.client else "")
        self.reading = Reading(self, self.config.budgets.connection(self.address), self.config.rota)
        self.flow = Flow(transport, self.reading)
        self.is_counted = self.config.admission.enter(
            self.address, transport.get_extra_info("socket").fileno()
        )
        if self.is_counted:
            self._await_next()
        else:
            transport.write(FULL)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget_timers()
        self.reading.stop()
        if self.is_counted:
            self.config.admission.leave(self.address)

    @property
    def is_read(self) -> bool:
        return not self.transport.is_closing() and self.transport.get_protocol() is self

    @property
    def is_full(self) -> bool:
        return self.flow.read_paused

    def data_received(self, data: bytes) -> None:
        if self.is_read:
            self.reading.receive(data)

    def take(self, piece: bytes) -> None:
        super().data_received(piece)

    def go_on(self) -> None:
        self.handle_events()

    def exhausted(self) -> None:
        self.transport.abort()

    def handle_events(self) -> None:
        if not self.reading.is_held:
            super().handle_events()
        if self.is_read:
            self._await_next()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._forget_timers()
        self.reading.stop()
        super().handle_websocket_upgrade(event)
        self.transport.resume_reading()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.is_read:
            self._await_next()

    def send_400_response(self, msg: str) -> None:
        try:
            super().send_400_response(msg)
        except h11.LocalProtocolError:  # a response has already begun
            self.transport.abort()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread:
            self._unread.cancel()

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        def tell(seconds: float) -> None:
            if scope["client"] == self.client:
                self.reading.spend(seconds)
            else:  # a proxy's connection carries many clients
                self.config.budgets.addresses.owe(network_of(scope["client"][0]), seconds)

        await Timed(self._served(scope, receive, send), tell)

    def _await_next(self) -> None:
        """Set a time limit for the next part of a request."""
        awaited: str | None = None
        seconds = 0.0
        if self.conn.their_state is h11.SEND_BODY:
            awaited, seconds = "body", self.config.body_seconds
        elif self.conn.their_state is h11.IDLE and (self.cycle is None or self.conn.trailing_data[0]):
            awaited, seconds = "header", self.config.header_seconds
        if awaited != self._awaited:
            self._awaited = awaited
            if self._deadline:
                self._deadline.cancel()
            self._deadline = self.loop.call_later(seconds, self._too_slow, seconds) if awaited else None

    def _too_slow(self, seconds: float) -> None:
        if self.conn.our_state is not h11.IDLE and self.conn.our_state is not h11.SEND_RESPONSE:
            self.transport.abort()
            return
        message = f"The {self._awaited} of the request did not arrive within {seconds:g} seconds."
        error = {"error": {"code": "too-slow", "where": None, "message": message}}
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        with suppress(h11.LocalProtocolError):
            self.transport.write(self.conn.send(h11.Response(status_code=408, headers=headers)))
            self.transport.write(self.conn.send(h11.Data(data=json.dumps(error).encode())))
        if self.cycle:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _forget_timers(self) -> None:
        for timer in (self._deadline, self._unread):
            if timer:
                timer.cancel()
