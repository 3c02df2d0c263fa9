"""Augmented pictures: the inputs of the next step of a run, beside the original pictures."""

from collections.abc import Hashable, Mapping
from typing import Any

from app.frames.look import Entry, Look, Watched
from app.frames.views import LookView, Views
from engine.probes.augmentation import augmented_pictures
from engine.shape import Shape


class AugmentationView(LookView):
    augmentation: bool = False
    """Whether the first pictures of the next batch are sent, as they are and as they will be changed."""


class AugmentedPictures(Look):
    """While the run plays, only about two frames a second contain them: nobody compares more."""

    view = AugmentationView
    seconds = 0.45
    when = "of pictures that are augmented, if `views.augmentation`"
    entries = (
        Entry("augmented", "the first pictures of the next batch, as it is shown them", "u1", "(k, c, h, w)"),
        Entry("unaugmented", "the same pictures as they are, row 0 at the top", "u1", "(k, c, h, w)"),
        Entry("augmented_samples", "the numbers of these samples", "i4", "(k,)"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if shape.picture is not None and views.of(AugmentationView).augmentation else None

    def of(self, watched: Watched) -> Mapping[str, Any]:
        found = augmented_pictures(watched.run)
        if found is None:
            return {}
        return {
            "augmented": found.changed,
            "unaugmented": found.originals,
            "augmented_samples": found.numbers,
        }
