"""Frequent responses are compressed once: a school that opens the page requests the same files two thousand times."""

import gzip
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection

LEVEL = 9


@lru_cache(maxsize=256)
def packed(content: bytes) -> bytes:
    """The content, compressed."""
    return gzip.compress(content, LEVEL, mtime=0)


def takes_packed(connection: HTTPConnection) -> bool:
    return "gzip" in connection.headers.get("accept-encoding", "") and "range" not in connection.headers


def of_packed(headers: Headers) -> Headers:
    """The headers of a response, for its compressed form: it has the same content, but other bytes."""
    changed = MutableHeaders(headers)
    for name in ("content-length", "accept-ranges"):
        del changed[name]
    if "etag" in changed:
        changed["etag"] = f"W/{changed['etag']}"
    changed.add_vary_header("Accept-Encoding")
    changed["content-encoding"] = "gzip"
    return changed
