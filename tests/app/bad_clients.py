"""Clients as no browser is: on plain sockets, so that they can be as rude as they like."""

import asyncio
import base64
import json
import os
import socket
import struct
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from threading import Event
from urllib.parse import urlsplit

import httpx

from tests.app.client import SECONDS, Server


@contextmanager
def raw_socket(server: Server, visitor: httpx.Client, receive_buffer: int = 4096) -> Iterator[socket.socket]:
    """A live socket that the server has welcomed, and counts. It does nothing by itself: it answers no ping and reads
    nothing more."""
    address = urlsplit(server.url)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(SECONDS)
        client.connect((address.hostname, address.port))
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        client.sendall(
            f"GET /live HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {server.url}\r\nCookie: {cookies}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
        )
        opening = b""
        while not opening.endswith(b"welcome"):
            byte = client.recv(1)
            assert byte, opening
            opening += byte
        assert opening.startswith(b"HTTP/1.1 101")
        yield client


def send(client: socket.socket, **command: object) -> None:
    """One command, masked as a browser does."""
    client.sendall(framed(json.dumps(command).encode()))


def framed(text: bytes) -> bytes:
    """A text frame, masked with zeros."""
    length = (
        struct.pack("!BB", 0x81, 0x80 | len(text))
        if len(text) < 126
        else struct.pack("!BBH", 0x81, 0xFE, len(text))
    )
    return length + bytes(4) + text


def drip(client: socket.socket, bytes_a_second: int, enough: Event) -> int:
    """Read so slowly, until it is enough or the server hangs up; the bytes read."""
    read = 0
    while not enough.is_set():
        chunk = client.recv(max(1, bytes_a_second // 20))
        if not chunk:
            break
        read += len(chunk)
        time.sleep(0.05)
    return read


@asynccontextmanager
async def slow_line(server: Server, bytes_a_second: int) -> AsyncIterator[Server]:
    """The same server at the end of a slow line: what it sends comes through no faster."""
    address = urlsplit(server.url)

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pause: float) -> None:
        while chunk := await reader.read(max(1, round(bytes_a_second * pause)) if pause else 65_536):
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(address.hostname, address.port, limit=2048)
        ways = [asyncio.create_task(carry(reader, back, 0)), asyncio.create_task(carry(there, writer, 0.05))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            back.close()
            writer.close()

    async with await asyncio.start_server(connected, "127.0.0.1", 0, limit=2048) as line:
        yield replace(server, url=f"http://127.0.0.1:{line.sockets[0].getsockname()[1]}")
