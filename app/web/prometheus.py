"""/metrics: the server's metrics for Prometheus, for clients with the token."""

import secrets

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.errors import Refusal
from app.metrics import Metrics


def routes(metrics: Metrics, token: str | None, *, public: bool) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def figures(request: Request) -> Response:
        given = request.headers.get("authorization", "").encode()
        if not public and (token is None or not secrets.compare_digest(given, f"Bearer {token}".encode())):
            raise Refusal(
                "no-token",
                None,
                "Send CHALKNET_METRICS_TOKEN as `Authorization: Bearer <token>` to read the metrics.",
            )
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router
