"""The sight of a watcher: the resolution of the units' maps."""

import math
from functools import lru_cache

from app.frames.look import Keys, Sight
from app.frames.views import Views
from engine.data.features import FEATURES

MOST_SMALL = 64 * 1024
"""The most bytes of all small maps of a frame, so that a page that does not read costs the server little."""


def sight_of(views: Views, keys: Keys, units: int, detail: float | None) -> Sight:
    """The sight of a network with so many units, while it plays, in this detail; `detail` is None while it is paused.

    A unit has about as many points in both cases, and fewer in a large network.
    """
    finest = views.still_resolution if detail is None else views.resolution
    return Sight(*points_of(finest, views.stride / views.resolution, units, detail or 1), keys)


@lru_cache(maxsize=1024)
def points_of(finest: int, stride: float, units: int, detail: float) -> tuple[int, int]:
    """The number of points along each side, and the stride of a unit's small map in them."""
    # Multiples of five, so that few different grids are cached.
    resolution = finest if detail == 1 else max(10, 5 * round(finest * detail / 5))
    side = math.isqrt(MOST_SMALL // (units + len(FEATURES)))
    return resolution, max(1, round(stride * resolution), math.ceil(resolution / side))
