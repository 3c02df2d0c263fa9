"""Reconstructions: some pictures, and what an autoencoder says to them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.samples import AskedSamples
from app.frames.views import Asked, Views
from engine.cohort import Cohort
from engine.probes.reconstruction import chosen, reconstructions
from engine.probes.samples import pixels_of
from engine.shape import Shape


class AskedReconstructions(Asked):
    reconstructions: bool = False
    """Whether some pictures are sent, and what an autoencoder says to each."""


class Reconstructions(Look):
    asks = AskedReconstructions
    when = "of an autoencoder of pictures, if `views.reconstructions`"
    entries = (
        Entry("reconstructions", "what the output says to each, row 0 at the top", "u1", "(k, h, w)"),
        Entry(
            "originals",
            "ten of the samples that are looked at, of all classes",
            "u1",
            "(k, h, w)",
            is_full=True,
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        is_shown = shape.says_pictures and views.of(AskedReconstructions).reconstructions
        return views.of(AskedSamples).test if is_shown else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.test = watched[0].views.of(AskedSamples).test
        self.pictures = reconstructions(cohort, test=self.test)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        data = watched.run.experiment.data
        originals = {"originals": pixels_of(data, chosen(data, self.test))} if watched.is_full else {}
        return {"reconstructions": self.pictures[watched.replica], **originals}
