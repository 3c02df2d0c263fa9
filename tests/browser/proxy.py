"""A proxy as networks have them: it passes requests on to a server, but for what it is told to break."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from urllib.parse import urlsplit

HEAD_END = b"\r\n\r\n"
REFUSED = {
    "403": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "302": b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "close": b"",
}
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsorry"


class Proxy(ThreadingTCPServer):
    """`breaks` may be changed at any time. It names what becomes of upgrades ("403", "302", "close", "never":
    no answer, "swallow": while `swallows`, nothing comes through), of all but pages ("502", "cut": their answers end
    after a byte), or of a header ("host", "set-cookie")."""

    request_queue_size = 100

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        to = urlsplit(upstream)
        assert to.hostname and to.port
        self.upstream = to.hostname, to.port
        self.breaks = ""
        self.swallows = False
        self.upgrades = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.has_ended = False
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()

    def hold(self, connection: socket.socket) -> None:
        """A connection that begins while the proxy ends is hung up at once."""
        with self.lock:
            self.open.add(connection)
            if self.has_ended:
                hang_up(connection)

    def let_go(self, connection: socket.socket) -> None:
        with self.lock:
            self.open.discard(connection)

    def end(self) -> None:
        """Accept nothing more, hang up every connection, and wait for their threads."""
        self.shutdown()
        with self.lock:
            self.has_ended = True
            for connection in self.open:
                hang_up(connection)
        self.server_close()


class Passing(BaseRequestHandler):
    """One request, or one socket, and no more."""

    server: Proxy
    request: socket.socket

    def handle(self) -> None:
        self.server.hold(self.request)
        with suppress(OSError, EOFError):
            self.serve()

    def serve(self) -> None:
        head = head_from(self.request)
        breaks = self.server.breaks
        is_upgrade = b"upgrade: websocket" in head.lower()
        self.server.upgrades += is_upgrade
        if is_upgrade and breaks in REFUSED:
            self.request.sendall(REFUSED[breaks])
            return
        if is_upgrade and breaks == "never":
            self.request.recv(1)
            return
        is_page = re.match(rb"\w+ /(api|live)", head) is None
        if breaks == "502" and not is_page:
            self.request.sendall(BAD_GATEWAY)
            return
        if breaks == "host":
            head = re.sub(rb"(?i)\r\nhost: [^\r]*", b"\r\nHost: inside", head)
        if not is_upgrade:
            head = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"\r\nConnection: close", head)
        with socket.create_connection(self.server.upstream) as theirs:
            self.server.hold(theirs)
            theirs.sendall(head)
            back = threading.Thread(target=self.pass_on, args=(self.request, theirs, is_upgrade))
            back.start()
            try:
                answer = head_from(theirs)
                if breaks == "set-cookie":
                    answer = re.sub(rb"(?i)\r\nset-cookie: [^\r]*", b"", answer)
                if breaks == "cut" and not is_page:
                    self.request.sendall(answer[: answer.index(HEAD_END) + len(HEAD_END) + 1])
                    return
                self.request.sendall(answer)
                self.pass_on(theirs, self.request, is_upgrade)
            finally:
                hang_up(self.request)
                hang_up(theirs)
                back.join()
                self.server.let_go(theirs)

    def finish(self) -> None:
        self.server.let_go(self.request)

    def pass_on(self, source: socket.socket, to: socket.socket, is_upgrade: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not (is_upgrade and self.server.breaks == "swallow" and self.server.swallows):
                    to.sendall(data)


def head_from(connection: socket.socket) -> bytes:
    """The head of a request or an answer, and what has come with it.

    Raises:
        EOFError: The connection ends before its head does.
    """
    received = b""
    while HEAD_END not in received:
        data = connection.recv(65536)
        if not data:
            raise EOFError
        received += data
    return received


def hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxied(upstream: str) -> Iterator[Proxy]:
    """A proxy before a server, on a port of its own."""
    proxy = Proxy(upstream)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield proxy
    finally:
        proxy.end()
        thread.join()
