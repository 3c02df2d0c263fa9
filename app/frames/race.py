"""A race on one surface: the paths of all members of a family over the loss that they have in common."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from app.frames.look import Entry, Look
from app.frames.refusal import refusal_of
from app.frames.views import LookView, Views
from engine.fault import Fault
from engine.probes.race_ground import RaceGround
from engine.run import Run
from engine.shape import Shape


class RaceView(LookView):
    race: bool = False
    """Of a family: its members' paths on one surface of their loss."""


class RaceOnGround(Look):
    """It is made for all cohorts of a family together (see `app.frames.family`)."""

    view = RaceView
    when = "of a family, `views.race`"
    entries = (
        Entry(
            "race",
            "`window`: the middle and half of the side of a plane through the common start; `samples`: of how many "
            "training samples the loss is; where there is no common ground a `refusal` of `text` and `values`; null: "
            "there is no plane yet",
        ),
        Entry(
            "race_losses",
            "the loss of the surface, as in `ground_losses`",
            "f4",
            "(side, side)",
            "once there is a plane",
        ),
        Entry(
            "race_paths",
            "the places that the members have passed, each one's present one last, and its number",
            "f4",
            "(k, 3)",
            "once there is a plane",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return None


def on_ground(
    ground: RaceGround | None, runs: Sequence[Run]
) -> tuple[RaceGround | None, dict[str, Any], bool]:
    """What is kept of the ground, which was `ground` before; the entries of the look; and whether more is to come."""
    try:
        ground = ground or RaceGround(runs)
    except Fault as fault:
        return None, {"race": {"refusal": refusal_of(fault)}}, False
    found = ground.look(runs)
    if found.surface is None:
        return ground, {"race": None}, found.goes_on
    return (
        ground,
        {
            "race": {"window": list(found.surface.window), "samples": found.surface.samples},
            "race_losses": found.surface.shown(),
            "race_paths": np.column_stack([found.places, found.runs]).astype(np.float32),
        },
        found.goes_on,
    )
