"""Opening a checkpoint: what goes wrong there is refused in words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import HostError, Refusal

log = logging.getLogger("chalknet.runs")


@contextmanager
def opening_saved() -> Iterator[None]:
    """Opens a saved network."""
    with opening(
        "a saved network cannot be opened",
        unreadable=Refusal("cannot-open", None, "It was saved by another version, and cannot be opened."),
        without_data=Refusal("cannot-open", None, "Its owner has deleted the file that it learns from."),
    ):
        yield


@contextmanager
def opening(
    fault: str, *, unreadable: Refusal, without_data: Refusal, run: str | None = None
) -> Iterator[None]:
    """Turns errors of opening a checkpoint into refusals: `unreadable` where no host can restore it (`fault` is
    logged), `without_data` where its data set is gone."""
    try:
        yield
    except (ValueError, HostError) as error:
        if isinstance(error, HostError) and error.code == "host-restarted":
            raise
        log.error("%s: %s", fault, error, extra={"run": run} if run else None)
        raise unreadable from None
    except Refusal as refusal:
        if refusal.code != "unknown-dataset":
            raise
        raise without_data from None
