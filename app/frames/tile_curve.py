"""The curve of a tile: the losses of a run so far, at few steps. It changes slowly, and so it comes once a second."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from app.frames.look import Entry, Look, Watched
from app.frames.views import Views
from engine.shape import Shape

CURVE_POINTS = 40


class TileCurve(Look):
    is_on_tiles = True
    seconds = 1.0
    when = "`views.tile`"
    entries = (
        Entry("tile_steps", "steps at which the losses were computed, few of them", "f4", "(e,)"),
        Entry("tile_losses", "training and test loss there", "f4", "(2, e)"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if views.tile else None

    def of(self, watched: Watched) -> Mapping[str, Any]:
        evaluations = watched.standing.traced.evaluations
        few = np.unique(np.linspace(0, len(evaluations.steps) - 1, CURVE_POINTS).astype(int))
        few = few[: len(evaluations.steps)]
        return {
            "tile_steps": evaluations.steps[few].astype(np.float32),
            "tile_losses": np.ascontiguousarray(evaluations.values[few, :2].T),
        }
