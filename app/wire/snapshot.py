"""A snapshot: a frame on its way from the training process to the pages that watch."""

from typing import NamedTuple


class Snapshot(NamedTuple):
    """A packed frame, shared by all its watchers. The server adds each page's number and losses."""

    step: int
    full: bool
    taken: float
    """Seconds since 1970."""
    frame: bytes
    begins: int = 0
    """Of a full one, the step after which its history begins: earlier losses cannot be compared with those of it."""
