"""Reconstructions: some pictures, and the outputs of an autoencoder for them."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.samples import SamplesView
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.probes.reconstruction import chosen, reconstructions
from engine.probes.samples import pixels_of
from engine.shape import Shape


class ReconstructionsView(LookView):
    reconstructions: bool = False
    """Whether some pictures are sent, and their reconstructions by an autoencoder."""


class Reconstructions(Look):
    view = ReconstructionsView
    seconds = 0.09
    when = "of an autoencoder of pictures, if `views.reconstructions`"
    entries = (
        Entry(
            "reconstructions",
            "the reconstruction of each, or of each with noise; row 0 at the top",
            "u1",
            "(k, h, w)",
        ),
        Entry(
            "originals",
            "ten samples of all classes, of the set that is shown",
            "u1",
            "(k, h, w)",
            is_full=True,
        ),
        Entry("reconstructed", "their numbers, training samples first", "i4", "(k,)", is_full=True),
        Entry(
            "noisy",
            "the originals with noise as it is while training, drawn once",
            "u1",
            "(k, h, w)",
            "with noise on the input",
            is_full=True,
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        is_shown = shape.reconstructs and views.of(ReconstructionsView).reconstructions
        return views.of(SamplesView).test if is_shown else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.test = watched[0].views.of(SamplesView).test
        self.found = reconstructions(cohort, test=self.test)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        shown: dict[str, Any] = {"reconstructions": self.found.pictures[watched.replica]}
        if not watched.is_full:
            return shown
        data = watched.run.experiment.data
        numbers = chosen(data, self.test)
        shown |= {"originals": pixels_of(data, numbers), "reconstructed": numbers}
        if self.found.noisy is not None:
            shown["noisy"] = self.found.noisy[watched.replica]
        return shown
