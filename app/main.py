"""The application: every part of the server, put together once."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse

from app import api, docs, health, live, pages
from app.errors import Refusal, explain
from app.hosts.base import Host
from app.hosts.process import ProcessHost
from app.runs import Runs
from app.security import SecurityHeaders, Visitors
from app.settings import Settings
from app.wire import MAX_COMMAND_BYTES
from engine.experiment import Experiment

STATUS = {
    "no-visitor": 401,
    "wrong-origin": 403,
    "unknown-run": 404,
    "too-many-runs": 429,
    "internal": 500,
    "host-restarted": 503,
}
"""The HTTP status of a refusal by its code; 422 for all others."""

log = logging.getLogger("chalknet")


def create_app(settings: Settings) -> FastAPI:
    """The server. Its training processes start and end with its lifespan."""
    hosts: list[Host] = [
        ProcessHost(f"host-{number}", settings.heartbeat_timeout, settings.checkpoint_seconds)
        for number in range(1, settings.hosts + 1)
    ]
    runs = Runs(hosts, settings.runs_per_visitor, settings.run_idle_minutes)
    visitors = Visitors(settings.secret_key, settings.allowed_origins)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await runs.open()
        try:
            yield
        finally:
            await runs.close()

    app = FastAPI(
        title="Chalknet",
        summary="A neural-network playground for teaching.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        max_body_size=MAX_COMMAND_BYTES,
    )
    app.include_router(pages.routes(visitors))
    app.include_router(api.routes(runs, visitors))
    app.include_router(live.routes(runs, visitors, settings.sockets_per_visitor))
    app.include_router(health.routes(runs))
    app.include_router(docs.routes())
    pages.mount_files(app)
    app.mount(docs.FILES, docs.files())
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(SecurityHeaders)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(Exception, on_accident)
    return app


def problem(status: int, refusal: Refusal) -> JSONResponse:
    return JSONResponse({"error": refusal.as_dict()}, status_code=status)


async def on_refusal(request: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, Refusal)
    return problem(STATUS.get(refusal.code, 422), refusal)


async def on_invalid(request: Request, invalid: Exception) -> JSONResponse:
    assert isinstance(invalid, RequestValidationError)
    errors = [{**error, "loc": error["loc"][1:]} for error in invalid.errors()]  # without "body", "path"
    return problem(422, explain(errors, Experiment))


async def on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    refusal = Refusal(f"http-{error.status_code}", None, f"{request.url.path}: {error.detail}")
    response = problem(error.status_code, refusal)
    response.headers.update(error.headers or {})
    return response


async def on_accident(request: Request, error: Exception) -> JSONResponse:
    # Starlette logs the trace; whoever asked is spared it.
    return problem(500, Refusal("internal", None, "something went wrong in the server: it is our fault"))
