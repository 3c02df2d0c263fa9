"""Headers of every response. The browser loads nothing from other sites and runs no inline script. Only pages of this
site, and of listed ones, may show it in a frame."""

from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANCESTORS = "frame-ancestors 'self'"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    f"base-uri 'none'; form-action 'self'; {ANCESTORS}"
)
UNUSED_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTTPS_ONLY = "max-age=31536000"


class SecurityHeaders:
    """Adds `HEADERS` to every HTTP response that does not set its own. Frames of a live socket pass unchanged.

    `ancestors` are the origins of other sites whose pages may show this one in a frame.
    """

    def __init__(self, app: ASGIApp, ancestors: Collection[str] = ()) -> None:
        self.app = app
        self.ancestors = sorted(ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.ancestors:
                    policy = headers["Content-Security-Policy"]
                    headers["Content-Security-Policy"] = policy.replace(
                        ANCESTORS, " ".join([ANCESTORS, *self.ancestors])
                    )
                    del headers["X-Frame-Options"]  # it cannot name other sites
                if headers.get("content-type", "").startswith("application/json"):
                    headers.setdefault("Cache-Control", "no-store")  # data of one visitor
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
            await send(message)

        await self.app(scope, receive, send_with_headers)
