"""Boxes: some pictures, where the things in them are, and where a network finds them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.samples import SamplesView
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.data import dataset_of
from engine.probes.boxes import found_boxes, numbers_of, true_boxes
from engine.probes.samples import channels_of
from engine.shape import Shape


class BoxesView(LookView):
    boxes: bool = False
    """Whether some pictures are sent, with the true box of each and the one that the network finds."""


class Boxes(Look):
    """A box is the x and y of its middle, its width and its height, as shares of the picture's sides, from its upper
    left corner."""

    view = BoxesView
    when = "of a network with a head of boxes, if `views.boxes`"
    entries = (
        Entry("found_boxes", "the box that is found in each picture", "f4", "(k, 4)"),
        Entry("box_ious", "the intersection over union of each with the true box", "f4", "(k,)"),
        Entry(
            "true_boxes",
            "where the thing in each picture is; 24 of the samples that are looked at, of all classes",
            "f4",
            "(k, 4)",
            is_full=True,
        ),
        Entry("box_samples", "the numbers of these samples", "i4", "(k,)", is_full=True),
        Entry("box_labels", "their classes", "f4", "(k,)", is_full=True),
        Entry("box_pictures", "their pictures, row 0 at the top", "u1", "(k, c, h, w)", is_full=True),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return views.of(SamplesView).test if shape.finds_boxes and views.of(BoxesView).boxes else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.test = watched[0].views.of(SamplesView).test
        self.found = found_boxes(cohort, test=self.test)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        boxes, shares = (values[watched.replica] for values in self.found)
        found = {"found_boxes": boxes, "box_ious": shares}
        if not watched.is_full:
            return found
        data = watched.run.experiment.data
        numbers = numbers_of(data, self.test)
        return {
            **found,
            "true_boxes": true_boxes(data, self.test).astype(np.float32),
            "box_samples": numbers,
            "box_labels": dataset_of(data).labels[0, numbers].astype(np.float32),
            "box_pictures": channels_of(data, numbers),
        }
