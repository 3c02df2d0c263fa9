"""Dropout as an ensemble: what the networks that masks leave of one network say together, and where they disagree."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from app.frames.ensemble import Ensemble, ensemble_of
from app.frames.family import MEASURES
from app.frames.look import Entry, Look, Sight, Watched
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.evaluation import evaluations_of
from engine.fault import Fault
from engine.pauses import pause
from engine.probes.boundary import boundary
from engine.probes.masks import thinned
from engine.run import Run
from engine.shape import Shape

FINEST = 60
"""The most points along a side of the maps, each of which every mask answers."""
HEADER = "masks"


class MasksView(LookView):
    masks: bool = False
    """Of a network with dropout: what up to 32 masks say together."""


def name_of(name: str) -> str:
    """An entry of an ensemble as it is named here."""
    return name.replace("ensemble", HEADER)


class DropoutMasks(Look):
    """The masks are the same in every frame, and no generator of the run moves by them."""

    view = MasksView
    seconds = 0.5
    when = "if `views.masks`"
    entries = (
        Entry(
            HEADER,
            "as `ensemble` of a family; where there are no masks a `refusal` of `text` and `values` alone",
        ),
        Entry("masks_measures", f"of each mask {', '.join(MEASURES)}; NaN: it has none", "f4", "(M, 6)"),
        *(
            entry._replace(name=name_of(entry.name), text=f"as `{entry.name}` of a family")
            for entry in Ensemble.entries
            if entry.dtype
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return True if views.of(MasksView).masks else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        resolution = min(sight.resolution, FINEST)
        replicas = {each.replica: each.run for each in watched}
        self.found = {replica: seen(cohort, run, resolution) for replica, run in replicas.items()}

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return self.found[watched.replica]


def seen(cohort: Cohort, run: Run, resolution: int) -> dict[str, Any]:
    """The entries for one run."""
    parts, maps, measures = [], [], []
    try:
        for some in thinned(cohort, run):
            parts.append(some)
            measures += [
                [getattr(each, name) for name in MEASURES] for each in evaluations_of(some.network, some.runs)
            ]
            if cohort.shape.view == "plane":
                maps.append(boundary(some, resolution)[-1])
            pause()
    except Fault as fault:
        return {HEADER: {"refusal": refusal_of(fault)}}
    found = {name_of(name): value for name, value in ensemble_of(parts, maps).items()}
    return {**found, "masks_measures": np.array(measures, np.float32)}
