"""The web server: uvicorn on sockets that notice pages which have stopped reading."""

import errno
import os
import socket
import sys
from contextlib import suppress

import uvicorn

from app import log
from app.connections.http import HttpConnection
from app.connections.live import LiveConnection
from app.connections.open_files import allow_many_files
from app.connections.reading import Config
from app.live.polling import PolledLines
from app.main import create_app
from app.settings import Settings
from app.wire.commands import MAX_COMMAND_BYTES

BACKLOG = 2048
SEND_BUFFER_BYTES = 64 * 1024
"""A small buffer, so that a page that does not read is noticed before megabytes wait for it."""
UNREAD_MILLISECONDS = 25_000
"""The kernel drops a connection after this time without an acknowledgement."""
GRACEFUL_SECONDS = 3
ABSENT = {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL}
"""Errors for IPv6 addresses on a machine without IPv6; these addresses are left out."""
SWITCH_SECONDS = 0.0005
"""The longest wait of the event loop for a thread that is busy with a file or the database (Python's default: 5 ms)."""


def addresses_of(host: str, port: int) -> list[tuple[int, str]]:
    """Family and address of everything that a host name stands for; "::" stands for all addresses, IPv4 included."""
    names = ("::", "0.0.0.0") if host == "::" else (host,)
    found = [
        (family, str(address[0]))
        for name in names
        for family, *_, address in socket.getaddrinfo(
            name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    ]
    return list(dict.fromkeys(found))


def listen(host: str, port: int) -> list[socket.socket]:
    """Listening sockets, one for each address of `host`, all on one port. Raises OSError.

    The options set here are inherited by every connection.
    """
    found: list[socket.socket] = []
    absent: OSError | None = None
    try:
        for family, address in addresses_of(host, port):
            chosen = found[0].getsockname()[1] if found else port
            try:
                found.append(socket.create_server((address, chosen), family=family, backlog=BACKLOG))
            except OSError as error:
                if error.errno not in ABSENT:
                    raise
                absent = error
        if absent and not found:
            raise absent
    except OSError as error:
        for listening in found:
            listening.close()
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise OSError(f"cannot listen on {host} port {port}: {reason}") from None
    for listening in found:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MILLISECONDS)
    return found


class Server(uvicorn.Server):
    """uvicorn waits for open requests when it ends. This server answers all polls then, which would wait for
    messages."""

    def __init__(self, config: uvicorn.Config, lines: PolledLines) -> None:
        super().__init__(config)
        self.lines = lines

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.lines.end()
        await super().shutdown(sockets)


def url_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(settings: Settings, listening: list[socket.socket]) -> None:
    """Serve until interrupted; raises CannotOpen and TooFewFiles."""
    log.configure(settings.log_level)
    allow_many_files(settings.hosts, settings.sockets_per_address)
    sys.setswitchinterval(SWITCH_SECONDS)
    app = create_app(settings)
    config = Config(
        app,
        settings,
        app.state.budgets,
        http=HttpConnection,
        ws=LiveConnection,
        ws_max_size=MAX_COMMAND_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=settings.ping_seconds,
        ws_ping_timeout=settings.pong_seconds,
        forwarded_allow_ips=sorted(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        log_config=None,
        log_level=settings.log_level,
        access_log=settings.log_level in {"debug", "info"},
        server_header=False,
    )
    print("Chalknet serves at", " and ".join(map(url_of, listening)), flush=True)
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again after an orderly shutdown
        Server(config, app.state.lines).run(sockets=listening)
