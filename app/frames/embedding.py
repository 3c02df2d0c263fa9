"""The embedding: the test samples in the plane of a layer, and the output from a point in it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.fault import Fault
from engine.probes.boundary import MOST_OUTPUTS
from engine.probes.decoding import decoded
from engine.probes.embedding import Embedding, embedding, most_samples
from engine.probes.reconstruction import in_grey
from engine.probes.samples import first_test
from engine.shape import Shape

FARTHEST = 1e6
"""The most that a coordinate of a point may be."""
Coordinate = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]
PointOfRun = tuple[int, tuple[float, float]]
"""A run of the cohort, by its number, and a point of its plane."""


class EmbeddingView(LookView):
    embedding: int | None = Field(default=None, ge=0, le=256)
    """The layer in whose plane the test samples are sent: 0 is the inputs, the last one the output."""
    point: tuple[Coordinate, Coordinate] | None = None
    """A point of that plane, for which is sent what the network makes of it."""


class EmbeddedSamples(Look):
    """Of a layer of two units the plane is theirs; of one of more, that of its two principal components, whose order
    and signs follow the run's frame before."""

    view = EmbeddingView
    seconds = 0.09
    when = "if `views.embedding`"
    entries = (
        Entry(
            "embedding",
            "`layer`, its `units`, the share of the variance that its plane shows (`share`), the number of the `first` "
            "test sample, and `tightness`: the mean distance of a sample from its class's mean as a share of the mean "
            "distance of two classes' means, or null; where there is no such plane only `layer` and a `refusal` of "
            "`text` and `values`",
        ),
        Entry("embedded", "each of up to 250 test samples in the plane", "f4", "(m, 2)"),
        Entry(
            "embedded_labels",
            "their labels: classes from 0, or values; of sequences with an answer at each step the first one",
            "f4",
            "(m,)",
            is_full=True,
        ),
        Entry("embedded_centers", "the classes' centres", "f4", "(k, 2)", "of a layer with centre loss"),
        Entry(
            "decoded",
            "the reconstruction from `views.point`, row 0 at the top",
            "u1",
            "(h, w)",
            "of an autoencoder of pictures, if `views.point`",
        ),
        Entry(
            "decoded_outputs",
            "the same of any other network, up to 20 outputs",
            "f4",
            "(n_L,)",
            "if `views.point`",
        ),
        Entry(
            "undecoded", "why that cannot be said: `text` and `values`; null: it is", when="if `views.point`"
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return views.of(EmbeddingView).embedding

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        layer = watched[0].views.of(EmbeddingView).embedding
        assert layer is not None  # No other watcher sees it.
        self.layer = layer
        self.units = int(np.prod(cohort.shape.shapes[layer])) if layer < len(cohort.shape.shapes) else 0
        self.refusal: dict[str, Any] | None = None
        self.found: dict[PointOfRun, dict[str, Any]] = {}
        try:
            self.embedding = embedding(cohort, layer)
        except Fault as fault:
            self.refusal = refusal_of(fault)
            return
        viewed = dict.fromkeys(point for each in watched if (point := point_of(each)) is not None)
        if viewed:
            self.found = outputs_from(cohort, self.embedding, layer, list(viewed))

    def of(self, watched: Watched) -> Mapping[str, Any]:
        if self.refusal is not None:
            return {"embedding": {"layer": self.layer, "refusal": self.refusal}}
        found, replica = self.embedding, watched.replica
        data = watched.run.experiment.data
        points = found.points[replica].astype(np.float32)
        header = {
            "layer": self.layer,
            "units": self.units,
            "share": round(float(found.shares[replica]), 4),
            "first": first_test(data),
            "tightness": found.tightness[replica],
        }
        arrays = {"embedded": points}
        if found.centers is not None:
            arrays["embedded_centers"] = found.centers[replica].astype(np.float32)
        point = point_of(watched)
        return {"embedding": header, **arrays, **(self.found[point] if point else {})}

    @classmethod
    def lasting(cls, watched: Watched) -> Mapping[str, Any]:
        layer, run = watched.views.of(EmbeddingView).embedding, watched.run
        shapes = run.shape.shapes
        if layer is None or layer >= len(shapes):
            return {}
        count = most_samples(int(np.prod(shapes[layer])), run.shape.n_test)
        labels = run.experiment.data.whole_label(run.dataset.labels_test[:, :count])
        return {"embedded_labels": labels.astype(np.float32)}


def point_of(watched: Watched) -> PointOfRun | None:
    """The point that a watcher views, if any."""
    point = watched.views.of(EmbeddingView).point
    return None if point is None else (watched.replica, point)


def outputs_from(
    cohort: Cohort, plane: Embedding, layer: int, viewed: Sequence[PointOfRun]
) -> dict[PointOfRun, dict[str, Any]]:
    """The outputs of each run's network from its point. Several points may be of one run."""
    replicas, points = zip(*viewed, strict=True)
    try:
        outputs = decoded(cohort, plane, layer, replicas, np.array(points))
    except Fault as fault:
        return {point: {"undecoded": refusal_of(fault)} for point in viewed}
    found = {}
    for point, output in zip(viewed, outputs, strict=True):
        data = cohort.runs[point[0]].experiment.data
        if cohort.shape.reconstructs:
            answer = {"decoded": in_grey(data, output[:, np.newaxis])[0]}
        else:
            answer = {"decoded_outputs": np.nan_to_num(output[:MOST_OUTPUTS]).astype(np.float32)}
        found[point] = {"undecoded": None, **answer}
    return found
