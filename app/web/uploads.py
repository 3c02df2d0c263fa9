"""Files that visitors send: their bytes are counted as they arrive, and they are read one at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

from app.connections.caller import Caller
from app.errors import Refusal
from app.limits import Limits

STALLED_SECONDS = 10.0
"""An upload fails after this time without a byte."""
BINARY = {"schema": {"type": "string", "format": "binary"}}

Read = TypeVar("Read")


class Uploads:
    """All uploads of this server. Many files slow the event loop no more than one does."""

    def __init__(self, limits: Limits, most_bytes: int) -> None:
        self.limits = limits
        self.most_bytes = most_bytes
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="files")

    async def read(self, by: Caller, request: Request, read: Callable[[bytes], Read]) -> Read:
        """Read the file after it has arrived completely, so that no visitor waits for another's upload. Raises
        Refusal."""
        content = bytearray()
        with self.limits.upload(*by) as count:
            try:
                async with asyncio.timeout(STALLED_SECONDS) as stalled:
                    async for piece in request.stream():
                        count(len(piece))
                        content += piece
                        stalled.reschedule(asyncio.get_running_loop().time() + STALLED_SECONDS)
            except (TimeoutError, ClientDisconnect):
                raise Refusal(
                    "too-slow",
                    None,
                    "The file did not arrive: nothing came for {seconds} seconds.",
                    seconds=int(STALLED_SECONDS),
                ) from None
        return await asyncio.get_running_loop().run_in_executor(self._reading, read, bytes(content))


def body(kind: str, content: dict[str, Any] = BINARY) -> dict[str, Any]:
    """The words of the reference on a route whose body is a file."""
    return {"requestBody": {"content": {kind: content}, "required": True}}
