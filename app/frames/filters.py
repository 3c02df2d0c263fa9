"""Filters: where the inputs are pixels, the weights of the first layer as pictures."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import Views
from engine.cohort import Cohort
from engine.probes.weights import weight_pictures
from engine.shape import Shape


class Filters(Look):
    when = "of pictures"
    entries = (
        Entry(
            "weights",
            "W[1] of the first 16 units over the pixels that it reads, row 0 the lowest",
            "i1",
            "(K, height, width[, 3])",
        ),
        Entry("weight_ranges", "the values that -127 and 127 stand for", "f4", "(K, 2)"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if shape.view == "samples" else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.weights = weight_pictures(cohort)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        if self.weights is None:
            return {}
        values, ranges = self.weights
        return {"weights": values[watched.replica], "weight_ranges": ranges[watched.replica]}
