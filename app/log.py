"""The log: lines for people on a terminal, else one JSON object a line, with the ids of request and run."""

import logging
import secrets
import sys
from contextvars import ContextVar
from functools import lru_cache

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("chalknet")

request: ContextVar[str | None] = ContextVar("request", default=None)
"""The request or socket that is being served."""
run: ContextVar[str | None] = ContextVar("run", default=None)
"""The run that the request concerns."""

FAULTS_OF_CLIENTS = {"Invalid HTTP request received.", "Unsupported upgrade request."}
"""Warnings of uvicorn about clients' faults, which an operator cannot mend and a client can repeat at will."""

RENAMED = {"asctime": "time", "levelname": "level", "name": "logger", "processName": "process"}


def configure(level: str) -> None:
    """Send all logs of this process to standard error."""
    handler = logging.StreamHandler()
    handler.addFilter(add_ids)
    if sys.stderr.isatty():
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    else:
        fields = ["asctime", "levelname", "name", "processName", "message"]
        skipped = [*RESERVED_ATTRS, "color_message"]
        handler.setFormatter(JsonFormatter(fields, rename_fields=RENAMED, reserved_attrs=skipped))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.msg not in FAULTS_OF_CLIENTS)


def add_ids(record: logging.LogRecord) -> bool:
    """Add the ids to a record, where they exist and the record has none of its own."""
    for name, variable in (("request", request), ("run", run)):
        value = variable.get()
        if value is not None and not hasattr(record, name):
            setattr(record, name, value)
    return True


@lru_cache(maxsize=1000)
def note_failure(what: str, error: str) -> None:
    """Log the exception that is being handled, once for each `what` and `error`: what is done many times a second may
    fail alike."""
    log.exception("%s failed: %s", what, error)


class RequestIds:
    """Gives every request and every socket an id, which the header of a response names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        name = secrets.token_hex(8)
        request.set(name)
        run.set(None)
        if scope["type"] == "websocket":  # a socket's frames pass unchanged
            await self.app(scope, receive, send)
            return

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = name
            await send(message)

        await self.app(scope, receive, send_with_id)
