"""Reconstructions: some pictures, and the outputs of an autoencoder for them."""

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
    """Whether some pictures are sent, and their reconstructions by an autoencoder."""


class Reconstructions(Look):
    asks = AskedReconstructions
    when = "of an autoencoder of pictures, if `views.reconstructions`"
    entries = (
        Entry("reconstructions", "the reconstruction of each, row 0 at the top", "u1", "(k, h, w)"),
        Entry(
            "originals",
            "ten samples of all classes, of the set that is shown",
            "u1",
            "(k, h, w)",
            is_full=True,
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        is_shown = shape.reconstructs and views.of(AskedReconstructions).reconstructions
        return views.of(AskedSamples).test if is_shown else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.test = watched[0].views.of(AskedSamples).test
        self.pictures = reconstructions(cohort, test=self.test)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        data = watched.run.experiment.data
        originals = {"originals": pixels_of(data, chosen(data, self.test))} if watched.is_full else {}
        return {"reconstructions": self.pictures[watched.replica], **originals}
