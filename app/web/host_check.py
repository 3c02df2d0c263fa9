"""Refuses requests that call the server by a name that is not its own."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from app.door.headers import HEADERS
from app.door.host_names import KnownHosts, name_in
from app.errors import Refusal, cut
from app.web.problems import Problems


class HostCheck:
    """Answers 421 to requests with another host name."""

    def __init__(self, app: ASGIApp, known: KnownHosts, problems: Problems) -> None:
        self.app = app
        self.known = known
        self.problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self.is_let_in(scope):
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        refusal = Refusal(
            "unknown-host",
            None,
            "{host} is not a name of this server. Its administrator can add the name to CHALKNET_ALLOWED_HOSTS.",
            host=cut(name_in(host)),
        )
        if scope["type"] == "websocket":
            answer = self.problems.as_json(refusal)
            answer.headers.update(HEADERS)
            await WebSocket(scope, receive, send).send_denial_response(answer)
        else:
            response: Response = self.problems.answer(Request(scope), refusal)
            await response(scope, receive, send)

    def is_let_in(self, scope: Scope) -> bool:
        """Static files are always served: the page with the error needs its styles."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return path.startswith("/static/") or self.known.knows(Headers(scope=scope).get("host", ""))
