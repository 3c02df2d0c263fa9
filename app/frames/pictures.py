"""Pictures: what is seen of all runs of a cohort, taken at once for those who look alike."""

import math
from functools import lru_cache
from typing import Any, NamedTuple

from numpy.typing import NDArray

from app.frames.curves import Curves
from app.frames.maps import Maps
from app.wire.views import Views
from engine.cohort import Cohort
from engine.data.features import FEATURES
from engine.probes.confusion import confusion
from engine.probes.layers import Inside, inside
from engine.probes.truth_table import tables


class Looks(NamedTuple):
    """How finely watchers look; those who look alike are served by one probe."""

    resolution: int
    stride: int
    inside: bool = False
    test: bool = False


MOST_SMALL = 64 * 1024
"""Bytes that all small maps of a frame may take together: a page that does not read is to cost the server little."""


def looks_of(views: Views, units: int, detail: float | None) -> Looks:
    """How to look at a network of so many units that plays, mapped in so much detail; None: that stands still.

    A unit has about as many points in both cases, and in a large network no more than leave room for the others.
    """
    finest = views.still_resolution if detail is None else views.resolution
    resolution, stride = points_of(finest, views.stride / views.resolution, units, detail or 1)
    return Looks(resolution, stride, views.inside, views.test)


@lru_cache(maxsize=1024)
def points_of(finest: int, stride: float, units: int, detail: float) -> tuple[int, int]:
    """How many points are mapped along each side, and each how many-th of them is of a unit's small map."""
    # In fives, so that few different grids are remembered.
    resolution = finest if detail == 1 else max(10, 5 * round(finest * detail / 5))
    side = math.isqrt(MOST_SMALL // (units + len(FEATURES)))
    return resolution, max(1, round(stride * resolution), math.ceil(resolution / side))


class Pictures:
    """What is seen of all runs of a cohort, taken at once."""

    def __init__(self, cohort: Cohort, looks: Looks) -> None:
        self.looks = looks
        self.view = (
            Curves(cohort, looks.resolution, looks.stride)
            if cohort.shape.view == "line"
            else Maps(cohort, looks.resolution, looks.stride, test=looks.test)
        )
        self.inside = inside(cohort) if looks.inside else None
        self.confusion = confusion(cohort) if looks.inside else None
        self.tables = tables(cohort)

    def arrays(self, replica: int, unit: int | None) -> dict[str, NDArray[Any]]:
        """The arrays of one run; `unit` numbers the unit that is to be shown large."""
        arrays = self.view.arrays(replica, unit)
        if self.inside is not None:
            arrays |= inside_arrays(self.inside, replica)
        if self.confusion is not None:
            arrays["confusion"] = self.confusion[replica]
        if (table := self.tables[replica]) is not None:
            arrays["table"] = table
        return arrays


def inside_arrays(layers: Inside, replica: int) -> dict[str, NDArray[Any]]:
    """What is inside the layers of the cohort's run number `replica`."""
    return {
        "activation_counts": layers.activations.counts[replica],
        "activation_ranges": layers.activations.ranges[replica],
        "gradient_counts": layers.gradients.counts[replica],
        "gradient_ranges": layers.gradients.ranges[replica],
        "layer_norms": layers.norms[replica],
        "layer_shares": layers.shares[replica],
    }
