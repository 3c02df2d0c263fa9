"""What the server must know of a run document, which is otherwise only bytes to it."""

from typing import Any, NamedTuple

import msgpack

from app.document.versions import upgraded


class Summary(NamedTuple):
    """Enough to tell a visitor's runs apart."""

    experiment: dict[str, Any]
    state: str
    step: int


def summary(checkpoint: bytes) -> Summary:
    """Refusal: it is of a later release."""
    run = upgraded(msgpack.unpackb(checkpoint))
    moving = "playing" if run["playing"] else "paused"
    return Summary(run["experiment"], "diverged" if run["diverged_at"] is not None else moving, run["step"])


def paused(checkpoint: bytes) -> bytes:
    """The same run, standing still."""
    packed: bytes = msgpack.packb({**msgpack.unpackb(checkpoint), "playing": False})
    return packed
