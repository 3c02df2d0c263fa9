"""Which pages may talk to this server: its own, and those whose origin is listed. Compared whole, never in part."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SECURE = {"https", "wss"}


def checked_origin(origin: str) -> str:
    """The origin, if it is written as browsers write it; raises ValueError: no page could ever match it."""
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
    """The origins that are let in."""

    def __init__(self, listed: Collection[str]) -> None:
        self.listed = frozenset(listed)

    def allows(self, connection: HTTPConnection) -> bool:
        """Whether the page behind a request or a socket may do what it asks. No Origin is no page: see `is_page`."""
        origin = connection.headers.get("origin", "")
        return origin in self.listed or origin in own_origins(connection)

    @staticmethod
    def is_page(connection: HTTPConnection) -> bool:
        """Whether a browser says which page asks: it always does for sockets and for all that changes something."""
        return "origin" in connection.headers


def own_origins(connection: HTTPConnection) -> set[str]:
    """The server's own origins, as this connection names it.

    Where TLS ends in a proxy that is not trusted to tell, a page of https arrives as http; never the other way.
    """
    host = connection.headers.get("host", "").lower()
    schemes = {"https"} if connection.url.scheme in SECURE else {"http", "https"}
    return {f"{scheme}://{host}" for scheme in schemes} if host else set()
