"""Frequent responses are compressed once: a school that opens the page requests the same files two thousand times."""

import gzip
from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import HTTPConnection

LEVEL = 9


@lru_cache(maxsize=256)
def packed(content: bytes) -> bytes:
    """The content, compressed."""
    return gzip.compress(content, LEVEL, mtime=0)


def takes_packed(connection: HTTPConnection) -> bool:
    return "gzip" in connection.headers.get("accept-encoding", "") and "range" not in connection.headers


def of_packed(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a compressed response."""
    vary = ", ".join(filter(None, (headers.get("vary"), "Accept-Encoding")))
    return {**headers, "vary": vary, "content-encoding": "gzip"}
