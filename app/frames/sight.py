"""The sight of a watcher: with how many points the units of a network are mapped."""

import math
from functools import lru_cache

from app.frames.look import Keys, Sight
from app.frames.views import Views
from engine.data.features import FEATURES

MOST_SMALL = 64 * 1024
"""Bytes that all small maps of a frame may take together: a page that does not read is to cost the server little."""


def sight_of(views: Views, keys: Keys, units: int, detail: float | None) -> Sight:
    """How a network of so many units is seen that plays, mapped in so much detail; None: that stands still.

    A unit has about as many points in both cases, and in a large network no more than leave room for the others.
    """
    finest = views.still_resolution if detail is None else views.resolution
    return Sight(*points_of(finest, views.stride / views.resolution, units, detail or 1), keys)


@lru_cache(maxsize=1024)
def points_of(finest: int, stride: float, units: int, detail: float) -> tuple[int, int]:
    """How many points are mapped along each side, and each how many-th of them is of a unit's small map."""
    # In fives, so that few different grids are remembered.
    resolution = finest if detail == 1 else max(10, 5 * round(finest * detail / 5))
    side = math.isqrt(MOST_SMALL // (units + len(FEATURES)))
    return resolution, max(1, round(stride * resolution), math.ceil(resolution / side))
