"""The coding of a response: gzip, where the client prefers it, or none."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from app.door.weights import weights_in


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip, and prefers no plain response, by RFC 9110, section 12.5.3."""
    weights = weights_in(accepted)
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


class Codings:
    """Reduces Accept-Encoding to `gzip` or `identity`: what compresses a response looks for the word alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = MutableHeaders(scope=scope)
            accepted = ",".join(headers.getlist("accept-encoding"))
            headers["accept-encoding"] = "gzip" if takes_gzip(accepted) else "identity"
        await self.app(scope, receive, send)
