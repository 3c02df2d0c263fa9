"""A box as a target: where in its picture a thing is."""

from typing import ClassVar, Literal

from engine.array import Array
from engine.data.description import BOX_NUMBERS, box_rows
from engine.fault import Fault
from engine.losses import Loss
from engine.targets.targets import Sample, Targets


class Box(Targets):
    """The x and y of its middle, its width and its height, as shares of the picture's sides: an output for each."""

    measures: ClassVar = ("iou",)
    are_boxes: ClassVar = True

    kind: Literal["box"] = "box"

    def rows(self, sample: Sample) -> list[int]:
        """The labels that are the box's."""
        first = sample.box_label
        return [] if first is None else [*box_rows(first)]

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        if sample.box_label is None:
            raise Fault("The data set has no boxes.", where="targets.kind")
        return BOX_NUMBERS

    def of(self, sample: Sample, X: object, labels: Array, loss: Loss) -> Array:
        return labels[self.rows(sample)]
