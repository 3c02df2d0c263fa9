"""Values as targets: one number or several, such as a price, or the corners of a box."""

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.losses import Loss
from engine.targets.targets import Sample, Targets


class Values(Targets):
    """An output for each number."""

    kind: Literal["values"] = "values"
    labels: tuple[Annotated[int, Field(ge=0)], ...] | None = Field(default=None, min_length=1, max_length=100)
    """The numbers of the labels that are learned, from 0, in this order; null: all labels that are numbers."""

    def rows(self, sample: Sample) -> list[int]:
        """The labels that are learned."""
        if self.labels is not None:
            return [*self.labels]
        return [label for label, classes in enumerate(sample.classes) if not classes]

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        for label in self.labels or ():
            if label >= len(sample.classes):
                raise Fault(
                    "There is no label {label}: the data set has {count}, counted from 0.",
                    where="targets.labels",
                    label=label,
                    count=len(sample.classes),
                )
            if sample.classes[label]:
                raise Fault(
                    "The label {label} names classes: it is no number.", where="targets.labels", label=label
                )
        if not self.rows(sample):
            raise Fault("The data set has no label that is a number.", where="targets.kind")
        return len(self.rows(sample))

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Array:
        rows = self.rows(sample)
        return labels if rows == [*range(len(labels))] else labels[rows]
