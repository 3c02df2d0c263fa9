"""A proxy as networks have them: it passes requests on to a server, but for what it is told to break."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"
REFUSED = {
    "403": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "302": b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "close": b"",
}
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsorry"


class Proxy:
    """`breaks` may be changed at any time. It names what becomes of upgrades ("403", "302", "close", "never":
    no answer, "swallow": while `swallows`, nothing comes through), of all but pages ("502"), or of a header ("host",
    "set-cookie")."""

    def __init__(self, upstream: str) -> None:
        to = urlsplit(upstream)
        assert to.hostname and to.port
        self.upstream = to.hostname, to.port
        self.breaks = ""
        self.swallows = False
        self.upgrades = 0
        self.url = ""
        self.tasks: set[asyncio.Task[None] | None] = set()
        """The loop itself holds them only weakly."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, or one socket, and no more."""
        writers = [writer]
        passing: asyncio.Task[None] | None = None
        self.tasks.add(asyncio.current_task())
        try:
            head = await reader.readuntil(HEAD_END)
            is_upgrade = b"upgrade: websocket" in head.lower()
            self.upgrades += is_upgrade
            if is_upgrade and self.breaks in REFUSED:
                writer.write(REFUSED[self.breaks])
                return
            if is_upgrade and self.breaks == "never":
                await reader.read()
                return
            if self.breaks == "502" and re.match(rb"\w+ /(api|live)", head):
                writer.write(BAD_GATEWAY)
                return
            if self.breaks == "host":
                head = re.sub(rb"(?i)\r\nhost: [^\r]*", b"\r\nHost: inside", head)
            if not is_upgrade:
                head = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"\r\nConnection: close", head)
            their_reader, their_writer = await asyncio.open_connection(*self.upstream)
            writers.append(their_writer)
            their_writer.write(head)
            passing = asyncio.create_task(self.pass_on(reader, their_writer, is_upgrade))
            self.tasks.add(passing)
            answer = await their_reader.readuntil(HEAD_END)
            if self.breaks == "set-cookie":
                answer = re.sub(rb"(?i)\r\nset-cookie: [^\r]*", b"", answer)
            writer.write(answer)
            await self.pass_on(their_reader, writer, is_upgrade)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            for each in writers:
                each.close()
            if passing:
                passing.cancel()
                await asyncio.gather(passing, return_exceptions=True)

    async def pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_upgrade: bool
    ) -> None:
        while data := await reader.read(65536):
            if not (is_upgrade and self.breaks == "swallow" and self.swallows):
                writer.write(data)
                await writer.drain()


@contextmanager
def proxied(upstream: str) -> Iterator[Proxy]:
    """A proxy before a server, on a port of its own."""
    proxy = Proxy(upstream)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    starting = asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield proxy

    async def end() -> None:
        server.close()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:  # connections may just be coming
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0.1)  # what was closed goes

    asyncio.run_coroutine_threadsafe(end(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
