"""The live socket's door (see `app.wire` for what is said inside): who may come in, and how many."""

from fastapi import APIRouter, WebSocket
from starlette.responses import JSONResponse

from app.addresses import address_of
from app.errors import NO_VISITOR, Refusal
from app.headers import HEADERS
from app.limits import Limits
from app.metrics import Metrics
from app.origins import Origins
from app.runs import Runs
from app.security import Visitors
from app.session import GONE, Session, error

POLICY_VIOLATION = 1008


def routes(runs: Runs, visitors: Visitors, origins: Origins, limits: Limits, metrics: Metrics) -> APIRouter:
    router = APIRouter()

    @router.websocket("/live")
    async def live(socket: WebSocket) -> None:
        if not origins.allows(socket):
            refusal = Refusal("wrong-origin", None, "The live socket is for pages of this server.")
            metrics.rejected(refusal.code)
            answer = JSONResponse({"error": refusal.as_dict()}, status_code=403, headers=HEADERS)
            await socket.send_denial_response(answer)
            return
        # A browser hides from its page why a handshake was refused, so the rest is told on the open socket.
        await socket.accept()
        address = address_of(socket)
        try:
            visitor = visitors.of(socket)
            if visitor is None:
                raise Refusal("no-visitor", None, NO_VISITOR)
            limits.command(visitor, address, 0)
            with limits.socket(visitor, address), metrics.sockets.track_inprogress():
                await Session(socket, visitor, address, runs, limits, metrics).converse()
        except Refusal as refusal:
            metrics.rejected(refusal.code)
            await refuse(socket, refusal)

    return router


async def refuse(socket: WebSocket, refusal: Refusal) -> None:
    try:
        await socket.send_bytes(error(None, refusal))
        await socket.close(POLICY_VIOLATION, refusal.code)
    except GONE:
        pass
