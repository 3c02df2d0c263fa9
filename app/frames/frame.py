"""A frame: the data of a run for one watcher, all from one state between two steps."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.frames.look import Look, Sight, Watched
from engine.cohort import Cohort


class Frame(NamedTuple):
    """One snapshot for one watcher; the tables at /docs list its contents."""

    run: str
    watcher: str
    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def looks_at(cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> list[Look]:
    """Compute, once for a cohort, the looks that watchers with equal views see of its runs."""
    return [look(cohort, sight, watched) for look, _ in sight.looks]


def frame_of(run: str, watcher: str, watched: Watched, looks: Sequence[Look], taken: float) -> Frame:
    """The frame for one watcher; `taken` is the time of the snapshot, in seconds since 1970."""
    losses = watched.losses
    header: dict[str, Any] = {"full": watched.is_full, "taken": taken}
    arrays = {"losses": np.concatenate(losses) if losses else np.zeros(0, np.float32)}
    for look in looks:
        if (look.is_for_full and not watched.is_full) or type(look) in watched.resting:
            continue
        found = look.of(watched)
        if look.is_plain:
            header.update(found)
            continue
        for name, value in found.items():
            if isinstance(value, np.ndarray):
                arrays[name] = value
            else:
                header[name] = value
    return Frame(run, watcher, header, arrays)
