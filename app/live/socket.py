"""The endpoint of live sockets: it checks origin, visitor and limits (`app.wire.messages` lists the messages)."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, WebSocket
from starlette.responses import JSONResponse

from app.classroom.board import Boards
from app.door.addresses import address_of
from app.door.headers import HEADERS
from app.door.origins import Origins, own_origins
from app.door.visitors import Visitors, mark_of_visitor
from app.errors import NO_VISITOR, Refusal
from app.limits import Limits
from app.live.line import Gone, Line, SocketLine
from app.live.session import Session, error
from app.metrics import Metrics
from app.runs.runs import Runs
from app.wire.messages import VERSION

POLICY_VIOLATION = 1008


def routes(
    runs: Runs, boards: Boards, visitors: Visitors, origins: Origins, limits: Limits, metrics: Metrics
) -> APIRouter:
    router = APIRouter()

    @router.websocket("/live")
    async def live(socket: WebSocket) -> None:
        if not origins.allows(socket):
            refusal = Refusal("wrong-origin", None, "The live socket is for pages of this server.")
            metrics.rejected(refusal.code)
            answer = JSONResponse({"error": refusal.as_dict()}, status_code=403, headers=HEADERS)
            await socket.send_denial_response(answer)
            return
        # A browser hides the reason of a refused handshake from its page, so other refusals are sent on the open
        # socket.
        await socket.accept()
        line = SocketLine(socket)
        address = address_of(socket)
        try:
            visitor = visitors.of(socket)
            if visitor is None:
                raise Refusal("no-visitor", None, NO_VISITOR)
            limits.command(visitor, address, 0)
            with limits.socket(visitor, address), metrics.sockets.track_inprogress():
                await Session(line, visitor, address, runs, boards, limits, metrics).converse()
        except Refusal as refusal:
            metrics.rejected(refusal.code)
            await refuse(line, refusal)

    @router.get("/live/check", include_in_schema=False)
    async def check(request: Request) -> dict[str, Any]:
        """The diagnosis for a page that cannot open the socket, or is refused what it had: a mark of the visitor whose
        cookie it is, whether its origin is allowed, and whether the server receives the host of the page's address."""
        visitor = visitors.of(request)
        page = urlsplit(request.headers.get("referer", ""))
        address = f"{page.scheme}://{page.netloc}"
        return {
            "visitor": None if visitor is None else mark_of_visitor(visitor),
            "origin": origins.allows(request) if origins.is_page(request) else None,
            "host": not page.netloc or address in origins.listed or address in own_origins(request),
            "version": VERSION,
        }

    return router


async def refuse(line: Line, refusal: Refusal) -> None:
    with suppress(Gone):
        await line.send(error(None, refusal))
        await line.close(POLICY_VIOLATION, refusal.code)
