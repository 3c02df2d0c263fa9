"""A page's end of the live socket at the least cost, since the load shares its processor with the server."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from tests.app.client import Server


class PageSocket(WSListener):
    """Calls `hear` with each binary message as it arrives. `closed` is done when the connection is gone."""

    def __init__(self, hear: Callable[[bytes], None]) -> None:
        self.hear = hear
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, server: Server, cookie: str, hear: Callable[[bytes], None]) -> Self:
        """Raises ConnectionError if the server does not let it in."""
        address = server.url.replace("http", "ws") + "/live"
        headers = {"Cookie": cookie, "Origin": server.url}
        socket = cls(hear)
        try:
            await ws_connect(lambda: socket, address, extra_headers=headers)
        except WSError as error:
            raise ConnectionError(f"not let in: {error}") from error
        return socket

    def say(self, do: str, **fields: Any) -> None:
        """Send a command; who is leaving says nothing more."""
        self.transport.send(WSMsgType.TEXT, json.dumps({"do": do, **fields}).encode())

    def close(self) -> None:
        self.transport.disconnect()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.BINARY:
            self.hear(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.CLOSE:
            self.close()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.closed.set_result(None)
