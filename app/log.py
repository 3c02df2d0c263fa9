"""The log: lines for people on a terminal, and one JSON object a line elsewhere, with the ids of request and run."""

import logging
import secrets
import sys
from contextvars import ContextVar

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

request: ContextVar[str | None] = ContextVar("request", default=None)
"""The request or socket that is being served."""
run: ContextVar[str | None] = ContextVar("run", default=None)
"""The run that it is about."""

FAULTS_OF_CLIENTS = {"Invalid HTTP request received.", "Unsupported upgrade request."}
"""What uvicorn warns of, though nobody can do anything about it, as often as a client likes."""

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
    """Put the ids into a record, where there are any and it does not bring its own."""
    for name, variable in (("request", request), ("run", run)):
        value = variable.get()
        if value is not None and not hasattr(record, name):
            setattr(record, name, value)
    return True


class RequestIds:
    """Gives every request and every socket an id, which the answer to a request names too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        name = secrets.token_hex(8)
        request.set(name)
        run.set(None)
        if scope["type"] == "websocket":  # its frames go straight through
            await self.app(scope, receive, send)
            return

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = name
            await send(message)

        await self.app(scope, receive, send_with_id)
