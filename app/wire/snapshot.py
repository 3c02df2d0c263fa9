"""A snapshot: a frame on its way from the training process to the pages that watch."""

from typing import NamedTuple


class Snapshot(NamedTuple):
    """A packed frame, to which a page's number and the losses of replaced frames are added."""

    step: int
    full: bool
    taken: float
    """In seconds since 1970."""
    losses: bytes
    """Four for each step since the last snapshot."""
    frame: bytes
