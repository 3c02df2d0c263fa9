"""Who visits: each browser has a name of its own in a signed cookie."""

import secrets

from itsdangerous import BadSignature, Signer
from starlette.requests import HTTPConnection
from starlette.responses import Response

COOKIE = "chalknet_visitor"
COOKIE_SECONDS = 365 * 24 * 3600


class Visitors:
    """Visitors have no account: each gets a name with the first page, signed against forgery."""

    def __init__(self, secret_key: str) -> None:
        self._signer = Signer(secret_key, salt=COOKIE)

    def of(self, connection: HTTPConnection) -> str | None:
        """The visitor whose cookie came with a request or a socket; None if there is none or it is forged."""
        try:
            return self._signer.unsign(connection.cookies.get(COOKIE, "")).decode()
        except BadSignature:
            return None

    def greet(self, connection: HTTPConnection, response: Response) -> None:
        """Give someone without a good cookie a new one."""
        response.set_cookie(
            COOKIE,
            self._signer.sign(secrets.token_urlsafe(16)).decode(),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=connection.url.scheme in {"https", "wss"},
        )
