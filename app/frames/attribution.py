"""Where a network looks: which pixels of the sample speak for a class, by the gradient and by covering them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from app.frames.channel_maps import viewed_or_first
from app.frames.look import Entry, Look, Sight, Watched
from app.frames.prediction import ViewedInput, shown_for
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.array import Array
from engine.cohort import Cohort
from engine.fault import Fault
from engine.probes.attribution import attribution, checked
from engine.probes.boundary import LEVELS
from engine.shape import Shape


class AttributionView(LookView):
    attribution: bool = False
    """Whether to send which pixels speak for a class: of `views.drawing` or `views.sample`, or else of the first
    sample."""
    label: int | None = Field(default=None, ge=0, lt=1000)
    """The class; null: the one that the network answers."""


class ViewedClass(NamedTuple):
    input: ViewedInput
    label: int | None


class WhereItLooks(Look):
    """It takes up to 200 passes of one sample: while a run plays, about three frames a second contain it."""

    view = AttributionView
    seconds = 0.3
    when = "if `views.attribution`"
    entries = (
        Entry(
            "attribution",
            "the class (`label`), the output's answer for it (`score`), and the values that 127 stands for in both "
            "maps (`saliency`, `occlusion`); where there is none, a `refusal` of `text` and `values`",
        ),
        Entry(
            "saliency",
            "the derivative of the class's sum by each pixel, of several channels the one of the largest size; row 0 "
            "at the top",
            "i1",
            "(h, w)",
        ),
        Entry(
            "occlusion",
            "by how much the answer falls where a square around each place is covered",
            "i1",
            "(rows, columns)",
        ),
        Entry("attributed", "the sample, row 0 at the top", "u1", "(h, w[, 3])"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if views.of(AttributionView).attribution else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.found: dict[ViewedClass, dict[str, Any]] = {}
        for viewed in dict.fromkeys(viewed_class(each) for each in watched):
            try:
                checked(cohort.shape)
                read = shown_for(cohort.runs[viewed.input.replica], viewed.input)
                if read is not None:
                    self.found[viewed] = maps_of(cohort, viewed, *read)
            except Fault as fault:
                self.found[viewed] = {"attribution": {"refusal": refusal_of(fault)}}

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return self.found.get(viewed_class(watched), {})


def viewed_class(watched: Watched) -> ViewedClass:
    """The input and the class that a watcher views."""
    return ViewedClass(viewed_or_first(watched), watched.views.of(AttributionView).label)


def maps_of(
    cohort: Cohort, viewed: ViewedClass, X: Array, pixels: Mapping[str, NDArray[Any]]
) -> dict[str, Any]:
    found = attribution(cohort, viewed.input.replica, X, viewed.label)
    saliency, most = levels(found.saliency)
    occlusion, fall = levels(found.occlusion)
    header = {"label": found.label, "score": found.score, "saliency": most, "occlusion": fall}
    return {
        "attribution": header,
        "saliency": saliency,
        "occlusion": occlusion,
        "attributed": pixels["drawn"],
    }


def levels(values: Array) -> tuple[NDArray[np.int8], float]:
    """Values as bytes from -127 to 127, and the value of 127: the largest size, or 1 where all are 0."""
    most = float(np.abs(values).max()) or 1.0
    return np.rint(LEVELS * (values / most)).astype(np.int8), most
