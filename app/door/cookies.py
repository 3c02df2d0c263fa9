"""Cookies: how the server sets them, so that they also work in frames of other sites, where these are allowed."""

from starlette.requests import HTTPConnection
from starlette.responses import Response


class Cookies:
    """`in_frames`: whether pages of other sites may show this one in a frame.

    Its cookies are then `Partitioned`: each of those sites has a jar of its own, so that no visitor is followed from
    one to the next. Browsers accept that over https only.
    """

    def __init__(self, *, in_frames: bool) -> None:
        self.in_frames = in_frames

    def set(
        self,
        connection: HTTPConnection,
        response: Response,
        name: str,
        value: str,
        seconds: int,
        *,
        httponly: bool = False,
    ) -> None:
        secure = connection.url.scheme in {"https", "wss"}
        partitioned = self.in_frames and secure
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            httponly=httponly,
            samesite="none" if partitioned else "lax",
            secure=secure,
        )
        if partitioned:
            # Starlette's own parameter needs Python 3.14.
            key, cookie = response.raw_headers[-1]
            response.raw_headers[-1] = key, cookie + b"; Partitioned"
