"""Clients that no one wants: each misbehaves in one way, until it is cancelled."""

import asyncio
import base64
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

import websockets

from tests.load.visitor import Visitor

Misbehaviour = Callable[[Visitor], Awaitable[None]]


async def handshake(visitor: Visitor) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A raw connection that has become a socket and asked for frames, with a small window for what it receives."""
    address = urlsplit(visitor.server.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port, limit=4096)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /live HTTP/1.1\r\nHost: {address.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {visitor.cookie}\r\n"
        f"Origin: {visitor.server.url}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    for do in ("watch", "play"):
        text = f'{{"do": "{do}", "run": "{visitor.run}"}}'.encode()
        writer.write(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)  # masked with zeros
    await writer.drain()
    return reader, writer


async def never_reads(visitor: Visitor) -> None:
    """Asks for frames, and leaves them all in the network."""
    _, writer = await handshake(visitor)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    await asyncio.Event().wait()


async def slow_line(visitor: Visitor) -> None:
    """Reads 100 kbit a second."""
    reader, _ = await handshake(visitor)
    while await reader.read(1250):
        await asyncio.sleep(0.1)


async def half_open(visitor: Visitor) -> None:
    """Connects and says nothing at all."""
    address = urlsplit(visitor.server.url)
    await asyncio.open_connection(address.hostname, address.port)
    await asyncio.Event().wait()


async def reconnects(visitor: Visitor) -> None:
    """Comes and goes a hundred times a minute."""
    while True:
        _, writer = await handshake(visitor)
        writer.close()
        await asyncio.sleep(0.6)


async def sends(visitor: Visitor, text: str | bytes, every: float) -> None:
    while True:
        with suppress(websockets.ConnectionClosed, OSError):
            async with websockets.connect(
                visitor.server.url.replace("http", "ws") + "/live",
                additional_headers={"Cookie": visitor.cookie, "Origin": visitor.server.url},
                compression=None,
            ) as socket:
                while True:
                    await socket.send(text)
                    await asyncio.sleep(every)
        await asyncio.sleep(every)


async def oversize(visitor: Visitor) -> None:
    """Sends commands of 100 KB."""
    await sends(visitor, "x" * 100_000, 1.0)


async def garbage(visitor: Visitor) -> None:
    """Sends what is no command, in bytes."""
    await sends(visitor, os.urandom(300), 0.05)


BAD: list[Misbehaviour] = [never_reads, slow_line, half_open, reconnects, oversize, garbage]
