"""A page's end of the live socket at the least cost, since the load shares its processor with the server."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from tests.app.client import Server


class PageSocket(asyncio.Protocol):
    """Calls `hear` with each binary message as it arrives. `closed` is done when the connection is gone."""

    def __init__(self, server: Server, cookie: str, hear: Callable[[bytes], None]) -> None:
        loop = asyncio.get_running_loop()
        self.hear = hear
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.protocol = ClientProtocol(parse_uri(server.url.replace("http", "ws") + "/live"))
        self.headers = {"Cookie": cookie, "Origin": server.url}

    async def open(self) -> None:
        """Raises ConnectionError if the server does not let it in."""
        uri = self.protocol.uri
        await asyncio.get_running_loop().create_connection(lambda: self, uri.host, uri.port)
        await self.opened

    def say(self, do: str, **fields: Any) -> None:
        """Send a command; who is leaving says nothing more."""
        if self.protocol.state is not State.OPEN:
            return
        self.protocol.send_text(json.dumps({"do": do, **fields}).encode())
        self._flush()

    def close(self) -> None:
        self.transport.close()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        request = self.protocol.connect()
        request.headers.update(self.headers)
        self.protocol.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        self.protocol.receive_data(data)
        for event in self.protocol.events_received():
            if not isinstance(event, Frame):
                if not self.opened.done():  # who opened it may have gone meanwhile
                    self.opened.set_result(None)
            elif event.opcode is Opcode.BINARY:
                self.hear(bytes(event.data))
        self._flush()  # answers to pings

    def connection_lost(self, reason: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"not let in: {self.protocol.handshake_exc or reason}"))
        self.closed.set_result(None)

    def _flush(self) -> None:
        for data in self.protocol.data_to_send():
            if data:
                self.transport.write(data)
            else:
                self.transport.close()
