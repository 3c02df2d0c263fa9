"""A toy look: the sum of a power of all parameters, which a watcher may ask for."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.shape import Shape


class ToyPowerView(LookView):
    toy_power: int | None = None
    """The power of each parameter that is added up."""


class ToyPower(Look):
    view = ToyPowerView
    when = "if `views.toy_power`"
    entries = (
        Entry("toy_power", "the power that was asked for"),
        Entry("toy_sizes", "the sum of the powers of all parameters, of this run alone", "f4", "(1,)"),
        Entry("toy_seed", "the seed", is_full=True),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return views.of(ToyPowerView).toy_power

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.power = watched[0].views.of(ToyPowerView).toy_power or 0
        self.sizes = (cohort.theta**self.power).sum(axis=1, keepdims=True)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        found = {"toy_power": self.power, "toy_sizes": self.sizes[watched.replica]}
        if watched.is_full:
            found["toy_seed"] = watched.run.experiment.training.seed
        return found
