"""Health checks for an operator: whether the server responds, and whether it can train."""

from fastapi import APIRouter, Response

from app.runs.runs import Runs


def routes(runs: Runs) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The web server answers")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get(
        "/readyz", summary="All training processes are up", responses={503: {"description": "Not all are"}}
    )
    async def readyz(response: Response) -> dict[str, str]:
        if runs.ready:
            return {"status": "ready"}
        response.status_code = 503
        return {"status": "a training process is starting"}

    return router
