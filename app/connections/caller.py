"""The caller of the REST interface: a visitor, known by the cookie, and an address. Each call is counted."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from app.door.addresses import address_of
from app.door.origins import Origins
from app.door.visitors import Visitors
from app.errors import NO_VISITOR, Refusal
from app.limits import Limits
from app.wire.commands import MAX_COMMAND_BYTES


class Problem(BaseModel):
    """An error: what was wrong, where (the field, or null), and what is allowed. `text` is the sentence with {names}
    that `values` fill in; it is the key of the translations."""

    code: str
    where: str | None
    message: str
    text: str
    values: dict[str, str | int | float | None]


class ProblemReport(BaseModel):
    error: Problem


REPORT = {"application/json": {"schema": {"$ref": f"#/components/schemas/{ProblemReport.__name__}"}}}
ERRORS: dict[int | str, dict[str, Any]] = {
    # FastAPI builds an adapter for each model of each route: one describes it, the others refer to it.
    400: {"model": ProblemReport},
    **{status: {"content": REPORT} for status in (401, 403, 404, 413, 422, 429, 503)},
}
"""The error responses of every route, as its documentation names them."""


class Caller(NamedTuple):
    visitor: str
    address: str


Known = Callable[[Request], Awaitable[Caller]]
"""Identifies the caller, and counts the call; raises Refusal."""


def known_callers(visitors: Visitors, origins: Origins, limits: Limits) -> Known:
    async def known(request: Request) -> Caller:
        if origins.is_page(request) and not origins.allows(request):
            raise Refusal("wrong-origin", None, "This page is of another site.")
        visitor = visitors.of(request)
        if visitor is None:
            raise Refusal("no-visitor", None, NO_VISITOR)
        caller = Caller(visitor, address_of(request))
        # Only data sets are larger. Their bytes are counted separately.
        size = min(int(request.headers.get("content-length", 0)), MAX_COMMAND_BYTES)
        limits.command(*caller, size)
        return caller

    return known


def guarded(known: Known, tag: str) -> APIRouter:
    """A router of the REST interface that identifies the caller on every route."""
    return APIRouter(
        prefix="/api",
        tags=[tag],
        dependencies=[Depends(known)],
        responses=ERRORS,
    )
