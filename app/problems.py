"""How the REST interface says that something could not be done: always as JSON, always in the same form."""

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Refusal, explain
from app.metrics import Metrics
from engine.experiment import Experiment

STATUS = {
    "no-visitor": 401,
    "no-token": 401,
    "wrong-origin": 403,
    "unknown-run": 404,
    "unknown-network": 404,
    "unknown-dataset": 404,
    "line-gone": 404,
    "too-slow": 408,
    "too-long": 413,
    "too-many-commands": 429,
    "too-many-runs": 429,
    "too-many-sockets": 429,
    "too-many-visitors": 429,
    "too-many-networks": 429,
    "too-many-datasets": 429,
    "too-many-bytes": 429,
    "too-much-memory": 429,
    "too-many-uploads": 429,
    "server-full": 429,
    "internal": 500,
    "host-restarted": 503,
    "storage-down": 503,
    "disk-full": 503,
}
"""The HTTP status of a refusal by its code; 422 for all others."""


def too_long(scope: Scope) -> Refusal:
    most = scope[MAX_BODY_SIZE_SCOPE_KEY]
    return Refusal("too-long", None, "It is too large: {most} bytes are allowed.", most=most)


class TooLong:
    """Says in our form that a body is too long, which the framework says in plain text."""

    def __init__(self, app: ASGIApp, answer: Callable[[Refusal], JSONResponse]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        replaced = False

        async def send_ours(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                plain = Headers(raw=message["headers"]).get("content-type", "").startswith("text/plain")
                if message["status"] == 413 and plain:
                    replaced = True
                    await self.answer(too_long(scope))(scope, receive, send)
            if not replaced:
                await send(message)

        await self.app(scope, receive, send_ours)


class Problems:
    """The answers to what goes wrong, each counted."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics

    def answer_in(self, app: FastAPI) -> None:
        """Give the answers of `app`."""
        app.add_exception_handler(Refusal, self.refusal)
        app.add_exception_handler(RequestValidationError, self.invalid)
        app.add_exception_handler(HTTPException, self.http_error)
        app.add_exception_handler(Exception, self.accident)
        app.add_middleware(TooLong, answer=self.answer)

    def answer(self, refusal: Refusal, status: int | None = None) -> JSONResponse:
        self.metrics.rejected(refusal.code)
        return JSONResponse({"error": refusal.as_dict()}, status or STATUS.get(refusal.code, 422))

    async def refusal(self, request: Request, refusal: Exception) -> JSONResponse:
        assert isinstance(refusal, Refusal)
        return self.answer(refusal)

    async def invalid(self, request: Request, invalid: Exception) -> JSONResponse:
        assert isinstance(invalid, RequestValidationError)
        errors = [{**error, "loc": error["loc"][1:]} for error in invalid.errors()]  # without "body", "path"
        return self.answer(explain(errors, Experiment), 422)

    async def http_error(self, request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        refusal = (
            too_long(request.scope)
            if error.status_code == 413
            else Refusal(
                f"http-{error.status_code}", None, "{path}: {what}", path=request.url.path, what=error.detail
            )
        )
        response = self.answer(refusal, error.status_code)
        response.headers.update(error.headers or {})
        return response

    async def accident(self, request: Request, error: Exception) -> JSONResponse:
        # Starlette logs the trace; whoever asked is spared it.
        return self.answer(
            Refusal("internal", None, "Something went wrong in the server: it is our fault."), 500
        )
