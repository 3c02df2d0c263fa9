"""A tile: the map or the line of a run, as small as a class's board shows it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import Views
from engine.cohort import Cohort
from engine.probes.boundary import Quantized, boundary, quantized, unit_ranges
from engine.probes.curve import curves
from engine.shape import Shape

LINE_POINTS = 64
FARTHEST = 1e30
"""Values of a run about to diverge are clipped to this; NaN becomes 0."""


class Tile(Look):
    is_on_tiles = True
    when = "`views.tile`"
    entries = (
        Entry("tile", "the output, as in `output` of the maps", "i1", "(res, res)", "over a plane"),
        Entry(
            "tile_winner", "the output with the largest value", "u1", "(res, res)", "of classes, over a plane"
        ),
        Entry("tile_range", "the values that -127 and 127 stand for in `tile`", "f4", "(2,)", "over a plane"),
        Entry("tile_line", "the first output along the line", "f4", "(points,)", "along a line"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if views.tile else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.maps: Quantized | None = None
        self.winners = self.lines = None
        if cohort.shape.view == "samples":
            return  # samples such as pictures have no plane: their tiles show the curve alone
        if cohort.shape.view == "line":
            n_out = cohort.shape.shapes[-1][0]
            outputs = curves(cohort, LINE_POINTS)[:, -n_out]
            self.lines = np.clip(np.nan_to_num(outputs), -FARTHEST, FARTHEST).astype(np.float32)
            return
        outputs = boundary(cohort, sight.resolution)[-1]
        tells_classes = outputs.shape[1] > 1 and cohort.shape.problem == "classification"
        large = outputs.max(axis=1, keepdims=True) if tells_classes else outputs[:, :1]
        self.maps = quantized(large, unit_ranges(cohort)[-1:])
        self.winners = outputs.argmax(axis=1).astype(np.uint8) if tells_classes else None

    def of(self, watched: Watched) -> Mapping[str, Any]:
        replica = watched.replica
        found: dict[str, Any] = {}
        if self.lines is not None:
            found["tile_line"] = self.lines[replica]
        if self.maps is not None:
            found["tile"] = self.maps.values[replica, 0]
            found["tile_range"] = self.maps.ranges[replica, 0]
        if self.winners is not None:
            found["tile_winner"] = self.winners[replica]
        return found
