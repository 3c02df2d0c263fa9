"""The summary of a run document that the server reads; the rest is opaque bytes to it."""

from typing import Any, NamedTuple

import msgpack

from app.document.versions import Document, upgraded


class Summary(NamedTuple):
    """The facts that tell a visitor's runs apart."""

    experiment: dict[str, Any]
    state: str
    step: int


STATES = ("paused", "playing", "diverged")


def checked(experiment: Any, state: Any, step: Any) -> Summary:
    """A summary of these values; raises ValueError where they are not valid."""
    if not isinstance(experiment, dict) or state not in STATES or not isinstance(step, int):
        raise ValueError("no experiment, no state or no step is in it")
    return Summary(experiment, state, step)


def summary(checkpoint: bytes) -> Summary:
    """The summary of a run document. Raises ValueError where it is none, and Refusal where it is of a later release."""
    run = document_in(checkpoint)
    moving = "playing" if run.get("playing") else "paused"
    state = "diverged" if run.get("diverged_at") is not None else moving
    return checked(run.get("experiment"), state, run.get("step"))


def paused(checkpoint: bytes) -> bytes:
    """The same run, paused; raises ValueError for anything but a run document."""
    packed: bytes = msgpack.packb({**fields_of(checkpoint), "playing": False})
    return packed


def seen(checkpoint: bytes) -> bytes:
    """The run at the moment that is seen, paused and without its past, for its visitor to keep; raises ValueError for
    anything but a run document."""
    packed: bytes = msgpack.packb({**without_past(fields_of(checkpoint)), "playing": False})
    return packed


def without_past(document: Document) -> Document:
    """The same run without its timeline, and without the present where it is at a moment of its past."""
    return {name: field for name, field in document.items() if name not in ("timeline", "present")}


def loaded(checkpoint: bytes) -> bytes:
    """The same run, marked as one that continues a network from elsewhere; raises ValueError for anything but a run
    document."""
    packed: bytes = msgpack.packb({**fields_of(checkpoint), "is_loaded": True})
    return packed


def with_experiment(checkpoint: bytes, experiment: dict[str, Any]) -> bytes:
    """The same run with another description, and without its past, which has the former one; raises ValueError for
    anything but a run document."""
    packed: bytes = msgpack.packb({**without_past(document_in(checkpoint)), "experiment": experiment})
    return packed


def fields_of(checkpoint: bytes) -> dict[str, Any]:
    """All fields of a run document, in its own version; raises ValueError."""
    try:
        run = msgpack.unpackb(checkpoint)
    except (msgpack.UnpackException, TypeError) as error:
        raise ValueError(f"it is no MessagePack: {error}") from None
    if not isinstance(run, dict):
        raise ValueError("it is no map")
    return run


def document_in(checkpoint: bytes) -> Document:
    """The run document in the present version. Raises ValueError, and Refusal where it is of a later release."""
    try:
        return upgraded(fields_of(checkpoint))
    except (KeyError, TypeError) as error:
        raise ValueError(f"it is no run document: {error!r}") from None
