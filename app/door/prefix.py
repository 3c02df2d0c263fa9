"""The folder of a larger site in which a proxy serves this one."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """Takes `prefix` off the addresses of requests, and leads from the folder's name to the folder."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.prefix and scope["type"] == "http" and scope["path"] == self.prefix:
            query = scope["query_string"].decode("latin-1")
            answer = RedirectResponse(f"{self.prefix}/" + (f"?{query}" if query else ""), 308)
            await answer(scope, receive, send)
            return
        if self.prefix and scope["type"] != "lifespan" and scope["path"].startswith(f"{self.prefix}/"):
            scope = {**scope, "root_path": self.prefix}  # the router takes it off
        await self.app(scope, receive, send)
