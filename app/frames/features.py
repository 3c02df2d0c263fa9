"""Features: all functions of a point that may be inputs, over the plane or along the line; one's own formulas last."""

from collections.abc import Hashable, Mapping
from typing import Any

from app.frames.curves import FINENESS
from app.frames.look import Entry, Look, Watched
from app.frames.views import Views
from engine.probes.boundary import feature_maps
from engine.probes.curve import feature_curves
from engine.shape import Shape


class FeatureMaps(Look):
    when = "over a plane or along a line"
    entries = (
        Entry(
            "features",
            "all seven features with names, and then the chosen formulas in their order",
            "i1",
            "(F, small, small)",
            "of the plane",
            is_full=True,
        ),
        Entry(
            "feature_ranges",
            "the values that -127 and 127 stand for",
            "f4",
            "(F, 2)",
            "of the plane",
            is_full=True,
        ),
        Entry(
            "feature_curves",
            "x1, x1_squared, sin_x1, and then the chosen formulas",
            "f4",
            "(F, small)",
            "along a line",
            is_full=True,
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return None if shape.view == "samples" else ()

    def of(self, watched: Watched) -> Mapping[str, Any]:
        data, (resolution, stride, _) = watched.run.experiment.data, self.sight
        if data.view == "line":
            return {
                "feature_curves": feature_curves(FINENESS * resolution, data)[:, :: stride * FINENESS // 2]
            }
        features = feature_maps(resolution, stride, data.domain, data.formulas)
        return {"features": features.values, "feature_ranges": features.ranges}
