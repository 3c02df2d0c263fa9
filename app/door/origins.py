"""The pages that may use this server: its own, and those of listed origins. Origins are compared as a whole."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SECURE = {"https", "wss"}


def checked_origin(origin: str) -> str:
    """The origin, if it has the form that browsers send; raises ValueError, since no page would match another form."""
    parts = urlsplit(origin)
    default_port = {"http": ":80", "https": ":443"}.get(parts.scheme)
    if (
        default_port is None
        or origin != f"{parts.scheme}://{parts.netloc}"
        or origin != origin.lower()
        or not parts.hostname
        or "@" in origin
        or origin.endswith(default_port)
    ):
        raise ValueError(
            f"{origin!r} is no origin as browsers send it: like https://lms.example or http://10.0.0.5:8080, in "
            "lower case, without a path and without the scheme's own port"
        )
    return origin


class Origins:
    """The origins that may use this server."""

    def __init__(self, listed: Collection[str]) -> None:
        self.listed = frozenset(listed)

    def allows(self, connection: HTTPConnection) -> bool:
        """Whether the page behind a request or a socket may use this server. See `is_page` for requests without
        Origin."""
        origin = connection.headers.get("origin", "")
        return origin in self.listed or origin in own_origins(connection)

    @staticmethod
    def is_page(connection: HTTPConnection) -> bool:
        """Whether a page sends the request: browsers send Origin for sockets and for every request that changes
        something."""
        return "origin" in connection.headers


def own_origins(connection: HTTPConnection) -> set[str]:
    """The server's own origins, by the host name of this connection.

    Behind a proxy that ends TLS and is not trusted, a page of https arrives as http; the reverse never happens.
    """
    host = connection.headers.get("host", "").lower()
    schemes = {"https"} if connection.url.scheme in SECURE else {"http", "https"}
    return {f"{scheme}://{host}" for scheme in schemes} if host else set()
