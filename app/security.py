"""Who may do what: visitors by signed cookie, pages by their origin, and what a browser may load."""

import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from itsdangerous import BadSignature, Signer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "chalknet_visitor"
COOKIE_SECONDS = 365 * 24 * 3600

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Visitors:
    """Visitors have no account: each gets a name with the first page, signed against forgery."""

    def __init__(self, secret_key: str, allowed_origins: Collection[str]) -> None:
        self._signer = Signer(secret_key, salt=COOKIE)
        self._allowed_origins = allowed_origins

    def of(self, connection: HTTPConnection) -> str | None:
        """The visitor whose cookie came with a request or a socket; None if there is none or it is forged."""
        try:
            return self._signer.unsign(connection.cookies.get(COOKIE, "")).decode()
        except BadSignature:
            return None

    def greet(self, connection: HTTPConnection, response: Response) -> None:
        """Give the visitor a cookie, unless there is a good one."""
        if self.of(connection) is None:
            name = self._signer.sign(secrets.token_urlsafe(16)).decode()
            response.set_cookie(
                COOKIE,
                name,
                max_age=COOKIE_SECONDS,
                httponly=True,
                samesite="lax",
                secure=connection.url.scheme in {"https", "wss"},
            )

    def origin_allowed(self, connection: HTTPConnection) -> bool:
        """Whether the page behind a request is ours. Programs that are no browser send no Origin."""
        origin = connection.headers.get("origin")
        if origin is None or origin in self._allowed_origins:
            return True
        # Only the host is compared: behind a proxy that ends TLS the scheme differs.
        return urlsplit(origin).netloc == connection.headers.get("host")


class SecurityHeaders:
    """Adds `HEADERS` to every answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
