"""The ground: the loss over a plane of the parameters, the run's place and path on it, and its next steps."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.array import Array
from engine.cohort import Cohort
from engine.fault import Fault
from engine.probes.ground import Choice, Ground, Seen
from engine.probes.plane import Weight, weights_of
from engine.shape import Shape

Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class ChosenWeight(LookView):
    """A parameter, by the names of the command `set`."""

    parameter: Annotated[str, Field(min_length=1, max_length=16)]
    layer: int = Field(ge=1, le=2**31 - 1)
    unit: Number
    input: Number = 0


class ChosenPlane(LookView):
    """The fields of `engine.probes.ground.Choice`."""

    kind: Literal["weights", "random", "path"] = "weights"
    across: ChosenWeight | None = None
    up: ChosenWeight | None = None
    pin: Number = 0

    @property
    def choice(self) -> Choice:
        across, up = (
            None if each is None else Weight(**each.model_dump()) for each in (self.across, self.up)
        )
        return Choice(self.kind, across, up, self.pin)


class GroundView(LookView):
    ground: ChosenPlane | None = None
    """A plane of the parameters, over which the loss is sent: of two weights, of two random directions, or of the run's
    own path. The latter two go through the parameters that the run had when they were first watched; another `pin`
    takes the present ones, and other directions."""
    ground_zoom: int = Field(default=0, ge=-8, le=12)
    """How much of it is seen: each halves the area, negative ones double it."""
    ground_minima: bool = False
    """Whether the minima of the surface are looked for, once it is complete."""


class LossSurface(Look):
    """A frame has all 61 x 61 points of a small network; of a larger one it has 16 x 16, then 31 x 31, then all."""

    view = GroundView
    seconds = 0.23
    when = "if `views.ground`"
    entries = (
        Entry(
            "ground",
            "`plane`: the one of the views that it answers; "
            "`window`: the middle and half of the side; `step`: that of the parameters through which the surface goes; "
            "`samples`: how many training samples it is of, the first ones; the run's place `at`, its `distance` from "
            "the plane, its `loss` over these samples, penalty included, and there the negative gradient in the plane, "
            "`downhill`; `steps`: the next step with each optimiser, its `method`, whether it is the run's `own`, the "
            "change of the place, `by`, and the `loss` after it; `coast`: what of the own step is carried on from the "
            "steps before, or null; `minima`: where each is `at`, its `loss`, and the `share` of the points from which "
            "the way down leads there, or null; `finer`: whether the surface becomes finer; and where there is no such "
            "plane only a `refusal` of `text` and `values`. A number that is not finite is null",
        ),
        Entry(
            "ground_weights",
            "the parameters that may be axes: for each array its name as `parameter`, its `letter`, its `layer`, the "
            "number of `units` and of each unit's `inputs`",
            is_full=True,
        ),
        Entry(
            "ground_losses",
            "the loss of the surface, row 0 at the lower end; NaN: it is not finite",
            "f4",
            "(side, side)",
            "once so much is known",
        ),
        Entry(
            "ground_path",
            "the places that the run has passed, the present one last, and the piece of the path that each belongs to",
            "f4",
            "(k, 3)",
            "where there is such a plane",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        # Who has not asked for it must not be parted from others by when it is due.
        return None if views.of(GroundView).ground is None else ()

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        super().__init__(cohort, sight, watched)
        self.becoming_finer: set[tuple[int, GroundView]] = set()
        """The runs and views of which more will be known."""

    def of(self, watched: Watched) -> Mapping[str, Any]:
        views, run = watched.views.of(GroundView), watched.run
        assert views.ground is not None  # No other watcher sees it.
        ground = Ground.of(run)
        plane = views.ground.model_dump()
        try:
            view = ground.view(run, views.ground.choice, views.ground_zoom)
        except Fault as fault:
            return {"ground": {"plane": plane, "refusal": refusal_of(fault)}}
        plays = watched.standing.state == "playing"
        # In double precision, parameters may be as large as their squares are not.
        with np.errstate(over="ignore", invalid="ignore"):
            seen = view.look(
                run,
                ground.trail,
                plays=plays,
                minima=views.ground_minima,
                is_past=watched.standing.traced is not run,
            )
        if seen.goes_on:
            self.becoming_finer.add((watched.replica, watched.views.of(GroundView)))
        arrays = {"ground_path": path_of(seen)}
        if seen.surface is not None:
            arrays["ground_losses"] = seen.surface.shown()
        return {"ground": {"plane": plane, **header_of(seen)}, **arrays}

    @classmethod
    def lasting(cls, watched: Watched) -> Mapping[str, Any]:
        return {"ground_weights": [each._asdict() for each in weights_of(watched.run)]}

    def goes_on(self, watched: Watched) -> bool:
        return (watched.replica, watched.views.of(GroundView)) in self.becoming_finer


def header_of(seen: Seen) -> dict[str, Any]:
    surface = seen.surface
    return {
        "window": None if surface is None else list(surface.window),
        "step": None if surface is None else surface.step,
        "samples": seen.samples,
        "at": numbers(seen.at),
        "distance": finite(seen.distance),
        "loss": finite(seen.loss),
        "downhill": numbers(seen.slope),
        "steps": [
            {"method": method, "own": is_own, "by": numbers(by), "loss": finite(loss)}
            for method, is_own, by, loss in seen.steps
        ],
        "coast": None if seen.coast is None else numbers(seen.coast),
        "minima": None
        if seen.minima is None
        else [{"at": list(each.at), "loss": each.loss, "share": each.share} for each in seen.minima],
        "finer": seen.goes_on,
    }


def path_of(seen: Seen) -> Array:
    return np.column_stack([seen.path, seen.pieces]).astype(np.float32)


def numbers(values: Array) -> list[float] | None:
    """A point or an arrow; None where it is not finite."""
    found: list[float] = values.tolist()
    return found if np.isfinite(values).all() else None


def finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
