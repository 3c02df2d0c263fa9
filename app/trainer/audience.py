"""An audience: the watchers of a run that are sent the same frame, which is made and packed once."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from app.frames.look import Look, Watched
from app.frames.views import Views
from app.trainer.hosted_run import HostedRun
from app.trainer.watcher import Watcher, next_on_grid
from engine.array import Array


class Audience(NamedTuple):
    run: str
    hosted: HostedRun
    views: Views
    is_full: bool
    resting: tuple[type[Look], ...]
    watchers: dict[str, Watcher]

    def watched(self, replica: int) -> Watched:
        """Its run, the cohort's number `replica`, as these watchers see it."""
        hosted = self.hosted
        return Watched(replica, hosted.run, hosted.standing, self.views, self.is_full, self.resting)

    def present(self) -> dict[str, Watcher]:
        """Its watchers, without those that have left or changed their views since it was formed."""
        return {
            name: watcher
            for name, watcher in self.watchers.items()
            if self.hosted.watchers.get(name) is watcher
        }


def audiences(run: str, hosted: HostedRun, now: float) -> Iterable[Audience]:
    """The audiences of a run whose frames are due at `now`."""
    found: dict[tuple[int, bool, tuple[type[Look], ...]], Audience] = {}
    for name, watcher in hosted.due_watchers(now):
        resting = watcher.resting(hosted.run.shape, now, playing=hosted.playing)
        # Watchers of a run with equal views share one object (see `HostedRun.watch`).
        key = id(watcher.views), watcher.full, resting
        if key not in found:
            found[key] = Audience(run, hosted, watcher.views, watcher.full, resting, {})
        found[key].watchers[name] = watcher
    return found.values()


def losses_of(watchers: Mapping[str, Watcher]) -> dict[str, Array]:
    """The batch losses since each watcher's last frame, (k,).

    Each part is given to all watchers. Those with as many parts have the same losses, which are joined once.
    """
    joined: dict[int, Array] = {0: np.zeros(0, np.float32)}
    for watcher in watchers.values():
        if len(watcher.losses) not in joined:
            joined[len(watcher.losses)] = np.concatenate(watcher.losses)
    return {name: joined[len(watcher.losses)] for name, watcher in watchers.items()}


def note_shown(watchers: Mapping[str, Watcher], version: int | None, now: float) -> None:
    """Note that the watchers have been sent this version of their run; None: not all of it."""
    for watcher in watchers.values():
        watcher.full = False
        watcher.version = -1 if version is None else version
        watcher.losses = []
        watcher.next_frame = next_on_grid(now, watcher.views.frames_per_second)
