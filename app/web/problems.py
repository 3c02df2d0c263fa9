"""Error responses: JSON in one form for programs, a page for people."""

import math
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.door.weights import weights_in
from app.errors import Refusal, cut, explain
from app.metrics import Metrics
from app.web.filled import filled
from app.web.rendering import Templates
from engine.experiment import Experiment

STATUS = {
    "no-visitor": 401,
    "no-token": 401,
    "wrong-origin": 403,
    "not-a-teacher": 403,
    "not-a-member": 403,
    "wrong-key": 403,
    "wrong-seat": 403,
    "barred": 403,
    "locked": 403,
    "chalk-taken": 403,
    "unknown-run": 404,
    "unknown-network": 404,
    "unknown-dataset": 404,
    "unknown-architecture": 404,
    "unknown-class": 404,
    "unknown-member": 404,
    "unknown-task": 404,
    "unknown-snapshot": 404,
    "unknown-earlier": 404,
    "line-gone": 404,
    "too-slow": 408,
    "too-long": 413,
    "unknown-host": 421,
    "too-many-commands": 429,
    "too-many-runs": 429,
    "too-many-sockets": 429,
    "too-many-visitors": 429,
    "too-many-networks": 429,
    "too-many-datasets": 429,
    "too-many-classes": 429,
    "too-many-bytes": 429,
    "too-many-snapshots": 429,
    "too-much-memory": 429,
    "too-many-uploads": 429,
    "server-full": 429,
    "internal": 500,
    "host-restarted": 503,
    "storage-down": 503,
    "disk-full": 503,
}
"""The HTTP status of a refusal by its code; 422 for all others."""


AGAIN = {429: 10, 503: 10}
"""The seconds after which a request may be repeated, unless the refusal has its own."""


def too_long(scope: Scope) -> Refusal:
    most = scope[MAX_BODY_SIZE_SCOPE_KEY]
    return Refusal("too-long", None, "The request is too large: {most} bytes are allowed.", most=most)


class TooLong:
    """Replaces the framework's plain-text response for a large body by ours."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Refusal], Response]) -> None:
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
                    await self.answer(Request(scope), too_long(scope))(scope, receive, send)
            if not replaced:
                await send(message)

        await self.app(scope, receive, send_ours)


class Problems:
    """The responses to errors, each counted."""

    def __init__(self, metrics: Metrics, templates: Templates) -> None:
        self.metrics = metrics
        self.templates = templates

    def answer_in(self, app: FastAPI) -> None:
        """Install the error responses in `app`."""
        app.add_exception_handler(Refusal, self.refusal)
        app.add_exception_handler(RequestValidationError, self.invalid)
        app.add_exception_handler(HTTPException, self.http_error)
        app.add_exception_handler(Exception, self.accident)
        app.add_middleware(TooLong, answer=self.answer)

    def as_json(self, refusal: Refusal, status: int | None = None) -> JSONResponse:
        self.metrics.rejected(refusal.code)
        return JSONResponse({"error": refusal.as_dict()}, status or STATUS.get(refusal.code, 422))

    def answer(self, request: Request, refusal: Refusal, status: int | None = None) -> Response:
        status = status or STATUS.get(refusal.code, 422)
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        again = math.ceil(refusal.values.get("wait") or AGAIN.get(status, 0))
        if again:
            headers["Retry-After"] = str(again)
        if not is_person(request):
            response = self.as_json(refusal, status)
            response.headers.update(headers)
            return response
        self.metrics.rejected(refusal.code)
        message = filled(self.templates.language_of(request).gettext(refusal.text), refusal.values)
        page = self.templates.render_above(
            request, "problem.html", status=status, message=message, again=again
        )
        return HTMLResponse(page, status, {**headers, "Vary": "Accept, Accept-Language, Cookie"})

    async def refusal(self, request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refusal)
        return self.answer(request, refusal)

    async def invalid(self, request: Request, invalid: Exception) -> Response:
        assert isinstance(invalid, RequestValidationError)
        errors = [{**error, "loc": error["loc"][1:]} for error in invalid.errors()]  # without "body", "path"
        return self.answer(request, explain(errors, Experiment), 422)

    async def http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = error.status_code
        code = f"http-{status}"
        if status == 413:
            refusal = too_long(request.scope)
        elif status == 404:
            refusal = Refusal(code, None, "There is nothing at this address.")
        elif status == 405:
            refusal = Refusal(
                code, None, "This address does not answer to {method}.", method=cut(request.method)
            )
        else:
            refusal = Refusal(code, None, "{what}.", what=error.detail)
        response = self.answer(request, refusal, status)
        response.headers.update(error.headers or {})
        return response

    async def accident(self, request: Request, error: Exception) -> Response:
        # Starlette logs the trace; the client gets none.
        return self.answer(
            request, Refusal("internal", None, "Something went wrong in the server: it is our fault."), 500
        )


def is_person(request: Request) -> bool:
    """Whether a person has opened the address: a browser then requests a page."""
    return (
        request.method in {"GET", "HEAD"}
        and weights_in(request.headers.get("accept", "")).get("text/html", 0) > 0
    )
