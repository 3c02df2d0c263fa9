"""A frame: the data of a run for its watchers with equal views, all from one state between two steps."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.frames.look import Look, MadeLooks, Sight, Watched
from app.log import note_failure
from engine.cohort import Cohort


class Frame(NamedTuple):
    """One snapshot, which is packed once for all its watchers; the tables at /docs list its contents."""

    run: str
    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    losses: Mapping[str, NDArray[Any]]
    """For each watcher, the batch losses since its last frame: float32, (k,)."""


def looks_at(cohort: Cohort, sight: Sight, watched: Sequence[Watched], made: MadeLooks) -> list[Look]:
    """Compute, once for a cohort, the looks that watchers with equal views see of its runs, without those that rest for
    all of them. A look that fails is left out, so that the training process goes on with the runs of all others.

    `made` has looks at many samples that need not be computed again, and gets those that are computed.
    """
    looks = []
    for look, key in sight.looks:
        if all(look in each.resting for each in watched):
            continue
        if (look, key) in made:
            looks.append(made[look, key])
            continue
        try:
            looks.append(look(cohort, sight, watched))
            if look.is_of_sets:
                made[look, key] = looks[-1]
        except Exception as error:
            note_failure(f"the look {look.__name__}", type(error).__name__)
    return looks


def frame_of(
    run: str, watched: Watched, looks: Sequence[Look], taken: float, losses: Mapping[str, NDArray[Any]]
) -> Frame:
    """The frame for watchers with equal views; `taken` is the time of the snapshot, in seconds since 1970."""
    header: dict[str, Any] = {"full": watched.is_full, "taken": taken}
    arrays: dict[str, NDArray[Any]] = {}
    due = [look for look in looks if type(look) not in watched.resting]
    # Of a look that rests, there is no more than its class, and what lasts.
    seen: list[Look | type[Look]] = [*due, *watched.resting]
    for look in seen:
        if look.is_for_full and not watched.is_full:
            continue
        try:
            found = look.of(watched) if isinstance(look, Look) else {}
            if watched.is_full:
                found = {**found, **look.lasting(watched)}
        except Exception as error:
            failed = type(look) if isinstance(look, Look) else look
            note_failure(f"the look {failed.__name__}", type(error).__name__)
            continue
        if look.is_plain:
            header.update(found)
            continue
        for name, value in found.items():
            if isinstance(value, np.ndarray):
                arrays[name] = value
            else:
                header[name] = value
    return Frame(run, header, arrays, losses)
