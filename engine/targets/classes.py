"""Classes as targets: which of its classes a sample has."""

from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.losses import Loss
from engine.targets.targets import Sample, Targets


class Classes(Targets):
    """An output for each class, but a single one for two classes where the loss allows it."""

    measures: ClassVar = ("accuracy",)

    kind: Literal["classes"] = "classes"
    label: int = Field(default=0, ge=0)
    """The number of the label that is learned, from 0."""

    def n_classes(self, sample: Sample) -> int:
        return sample.classes[self.label]

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        if self.label >= len(sample.classes):
            raise Fault(
                "There is no label {label}: the data set has {count}, counted from 0.",
                where="targets.label",
                label=self.label,
                count=len(sample.classes),
            )
        n_classes = sample.classes[self.label]
        if not n_classes:
            raise Fault("The label {label} names no classes.", where="targets.label", label=self.label)
        return n_classes if n_classes > 2 or loss.has_output_for_each else 1

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Array:
        """The targets: high for a sample's own class, low for the others."""
        low, high = loss.targets
        n_out = self.n_out(sample, type(loss))
        own = np.arange(n_out)[:, np.newaxis] if n_out > 1 else 1
        label = labels[self.label : self.label + 1]
        return np.where(label == own, label.dtype.type(high), label.dtype.type(low))
