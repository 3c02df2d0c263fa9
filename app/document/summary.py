"""What the server must know of a run document, which is otherwise only bytes to it."""

from typing import Any, NamedTuple

import msgpack

from app.document.versions import Document, upgraded


class Summary(NamedTuple):
    """Enough to tell a visitor's runs apart."""

    experiment: dict[str, Any]
    state: str
    step: int


STATES = ("paused", "playing", "diverged")


def checked(experiment: Any, state: Any, step: Any) -> Summary:
    """What was read, as a summary; raises ValueError where it cannot be one."""
    if not isinstance(experiment, dict) or state not in STATES or not isinstance(step, int):
        raise ValueError("no experiment, no state or no step is in it")
    return Summary(experiment, state, step)


def summary(checkpoint: bytes) -> Summary:
    """Raises ValueError where it is no checkpoint. Refusal: it is of a later release."""
    run = document_in(checkpoint)
    moving = "playing" if run.get("playing") else "paused"
    state = "diverged" if run.get("diverged_at") is not None else moving
    return checked(run.get("experiment"), state, run.get("step"))


def paused(checkpoint: bytes) -> bytes:
    """The same run, standing still; raises ValueError where it is no checkpoint."""
    packed: bytes = msgpack.packb({**fields_of(checkpoint), "playing": False})
    return packed


def with_experiment(checkpoint: bytes, experiment: dict[str, Any]) -> bytes:
    """The same run under another description of it; raises ValueError where it is no checkpoint."""
    packed: bytes = msgpack.packb({**document_in(checkpoint), "experiment": experiment})
    return packed


def fields_of(checkpoint: bytes) -> dict[str, Any]:
    """Everything that is in it; raises ValueError."""
    try:
        run = msgpack.unpackb(checkpoint)
    except (msgpack.UnpackException, TypeError) as error:
        raise ValueError(f"it is no MessagePack: {error}") from None
    if not isinstance(run, dict):
        raise ValueError("it is no map")
    return run


def document_in(checkpoint: bytes) -> Document:
    """The same in the present version; raises ValueError. Refusal: it is of a later release."""
    try:
        return upgraded(fields_of(checkpoint))
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is no run document: {error!r}") from None
