"""A watcher is a subscription to a run, in the training process: its views, and the state of its frames."""

import math
from dataclasses import dataclass, field

from app.frames.look import Keys, Look
from app.frames.looks import keys_of
from app.frames.views import Views
from engine.array import Array
from engine.shape import Shape


@dataclass
class Watcher:
    views: Views
    next_frame: float = 0.0
    full: bool = True
    version: int = -1
    losses: list[Array] = field(default_factory=list)
    next_look: dict[type[Look], float] = field(default_factory=dict)
    """When looks that rest are due while the run plays; the first frame after that contains them."""
    _shape: Shape | None = None
    _keys: Keys = ()

    def keys(self, shape: Shape) -> Keys:
        """The looks that the watcher sees of a run of this shape."""
        if shape is not self._shape:
            self._shape, self._keys = shape, keys_of(shape, self.views)
        return self._keys

    def resting(self, shape: Shape, now: float, *, playing: bool) -> tuple[type[Look], ...]:
        """The looks that are not due at `now` while the run plays; the due ones are rescheduled."""
        resting = []
        for look, _ in self.keys(shape):
            if not look.seconds:
                continue
            may_rest = playing and (look.rests_in_full or not self.full)
            if may_rest and now < self.next_look.get(look, 0.0):
                resting.append(look)
            else:
                self.next_look[look] = next_on_grid(now, 1 / look.seconds)
        return tuple(resting)


def next_on_grid(now: float, times_per_second: float) -> float:
    """The next multiple of a period: runs and watchers of one rate are due at the same moments, and share a cohort."""
    return (math.floor(now * times_per_second + 1e-6) + 1) / times_per_second
