"""The confusion matrix: the number of samples of each class for each predicted class."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.inside import InsideView
from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import Views
from engine.cohort import Cohort
from engine.probes.confusion import confusion
from engine.shape import Shape


class ConfusionMatrix(Look):
    view = InsideView
    is_of_sets = True
    when = "if `views.inside`, not for a regression"
    entries = (Entry("confusion", "counts of the training and test set, class, answer", "i4", "(2, k, k)"),)

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if views.of(InsideView).inside and shape.problem != "regression" else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.counts = confusion(cohort)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        return {} if self.counts is None else {"confusion": self.counts[watched.replica]}
