"""Inside the layers: activations, gradients of the weights, the size of the next update, and a diagnosis of these."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.probes.diagnosis import diagnosis
from engine.probes.layers import inside
from engine.shape import Shape


class InsideView(LookView):
    inside: bool = False
    """Whether to send the insides of the layers, too."""


class InsideLayers(Look):
    """The L layers, the output last, over up to 500 training samples."""

    view = InsideView
    when = "if `views.inside`"
    entries = (
        Entry("activation_counts", "the histogram of A[l], every unit for every sample", "i4", "(L, 40)"),
        Entry("activation_ranges", "where its first bin begins and its last one ends", "f4", "(L, 2)"),
        Entry("gradient_counts", "the histogram of dW[l], penalty included", "i4", "(L, 40)"),
        Entry("gradient_ranges", "where its first bin begins and its last one ends", "f4", "(L, 2)"),
        Entry("layer_norms", "norms of W[l], dW[l], and the step ΔW[l] that would be next", "f4", "(L, 3)"),
        Entry(
            "layer_shares",
            "share of dead units, of saturated activations; -1: does not apply",
            "f4",
            "(L, 2)",
        ),
        Entry(
            "diagnosis",
            "`[{text, advice, values}]`: what the rules of `engine.probes.diagnosis` find, in English",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if views.of(InsideView).inside else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.layers = inside(cohort)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        layers, replica = self.layers, watched.replica
        return {
            "activation_counts": layers.activations.counts[replica],
            "activation_ranges": layers.activations.ranges[replica],
            "gradient_counts": layers.gradients.counts[replica],
            "gradient_ranges": layers.gradients.ranges[replica],
            "layer_norms": layers.norms[replica],
            "layer_shares": layers.shares[replica],
            "diagnosis": [
                finding._asdict()
                for finding in diagnosis(watched.run, layers, replica, watched.standing.evaluation)
            ],
        }
