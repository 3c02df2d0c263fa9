"""A snapshot: a frame on its way from the training process to the pages that watch."""

from typing import NamedTuple


class Snapshot(NamedTuple):
    """A packed frame, to which the server adds a page's number and the losses of replaced frames."""

    step: int
    full: bool
    taken: float
    """Seconds since 1970."""
    losses: bytes
    """Four bytes for each step since the last snapshot."""
    frame: bytes
