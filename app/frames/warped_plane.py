"""The warped plane: the grid of the inputs, and training samples, as a hidden layer sees them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import Field

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.fault import Fault
from engine.probes.warped_plane import MOST_SAMPLES, LayerPlane, warped_planes
from engine.shape import Shape


class WarpedPlaneView(LookView):
    warped: int | None = Field(default=None, ge=0, le=256)
    """The hidden layer that is sent with the one below it, so that a page can move the plane from one to the other;
    0 is the plane of the inputs."""


class WarpedPlane(Look):
    """Of a layer of two units the plane is theirs; of one of more, that of its two principal components, whose order
    and signs follow the run's frame before; of a single unit, a line."""

    view = WarpedPlaneView
    seconds = 0.09
    when = "if `views.warped`"
    entries = (
        Entry(
            "warped",
            "`layers`: the layer below and the layer, or the inputs alone; of each its `layer`, its `units`, the share "
            "of the variance at the grid that its plane shows (`share`), the largest share along one line (`along`), "
            "which principal components are across and up (`order`), and `tightness` as of an embedding; where there "
            "is no such plane only `layer` and a `refusal` of `text` and `values`",
        ),
        Entry(
            "warped_grid",
            "of each of these layers the lines along which x1 stays the same, and those of x2: their points",
            "f4",
            "(layers, 2, lines, points, 2)",
        ),
        Entry("warped_samples", "of each up to 250 training samples, the first ones", "f4", "(layers, m, 2)"),
        Entry("warped_labels", "their labels: classes from 0, or values", "f4", "(m,)", is_full=True),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return views.of(WarpedPlaneView).warped

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        layer = watched[0].views.of(WarpedPlaneView).warped
        assert layer is not None  # No other watcher sees it.
        self.layer = layer
        self.refusal: dict[str, Any] | None = None
        try:
            self.planes = [planes[-2:] for planes in warped_planes(cohort, layer)]
        except Fault as fault:
            self.refusal = refusal_of(fault)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        if self.refusal is not None:
            return {"warped": {"layer": self.layer, "refusal": self.refusal}}
        planes = self.planes[watched.replica]
        return {
            "warped": {"layer": self.layer, "layers": [about(plane) for plane in planes]},
            "warped_grid": np.stack([plane.grid for plane in planes]).astype(np.float32),
            "warped_samples": np.stack([plane.samples for plane in planes]).astype(np.float32),
        }

    @classmethod
    def lasting(cls, watched: Watched) -> Mapping[str, Any]:
        data, dataset = watched.run.experiment.data, watched.run.dataset
        labels = data.whole_label(dataset.labels_train[:, :MOST_SAMPLES])
        return {"warped_labels": labels.astype(np.float32)}


def about(plane: LayerPlane) -> dict[str, Any]:
    """What is told of a layer's plane beside its places."""
    return {
        "layer": plane.layer,
        "units": plane.units,
        "share": round(plane.share, 4),
        "along": round(plane.along, 4),
        "order": list(plane.order),
        "tightness": plane.tightness,
    }
