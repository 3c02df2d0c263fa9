"""Visitors: each browser has a name in a signed cookie."""

import hashlib
import secrets
from contextlib import suppress

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.door.cookies import Cookies

COOKIE = "chalknet_visitor"
"""The cookie's name in former releases; each server now adds a mark of its own."""
COOKIE_SECONDS = 365 * 24 * 3600


def mark_of(secret_key: str) -> str:
    """A short mark of a server: several servers on one host, on other ports or in other folders, share cookies."""
    return hashlib.sha256(f"chalknet {secret_key}".encode()).hexdigest()[:8]


def mark_of_visitor(visitor: str) -> str:
    """A mark of a visitor, by which a page knows whether its socket and its requests are of the same one."""
    return hashlib.sha256(visitor.encode()).hexdigest()[:16]


class Visitors:
    """Visitors have no account: each gets a name with the first page, signed against forgery."""

    def __init__(self, secret_key: str, cookies: Cookies) -> None:
        self._cookies = cookies
        self._signer = Signer(secret_key, salt=COOKIE)
        self.cookie = f"{COOKIE}_{mark_of(secret_key)}"

    def of(self, connection: HTTPConnection) -> str | None:
        """The visitor whose cookie came with a request or a socket; None if it is missing or forged."""
        for name in (self.cookie, COOKIE):
            with suppress(BadSignature):
                return self._signer.unsign(connection.cookies.get(name, "")).decode()
        return None

    def greet(self, connection: HTTPConnection, response: Response) -> None:
        """Set a cookie for a visitor without a valid one, and the present cookie for a visitor with the former one."""
        if self.cookie in connection.cookies and self.of(connection) is not None:
            return
        signed = self._signer.sign(self.of(connection) or secrets.token_urlsafe(16)).decode()
        self._cookies.set(connection, response, self.cookie, signed, COOKIE_SECONDS, httponly=True)
