"""The path prefix under which a proxy serves this site."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """Removes `prefix` from the paths of requests, and redirects from the prefix without a slash to the one with it."""

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
            scope = {**scope, "root_path": self.prefix}  # the router removes it
        await self.app(scope, receive, send)
