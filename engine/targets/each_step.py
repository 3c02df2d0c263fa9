"""Targets at each step of a sequence: a class, or a number."""

from typing import Any, ClassVar, Literal

import numpy as np

from engine.array import Array
from engine.data.symbols import Symbols
from engine.fault import Fault
from engine.losses import Loss
from engine.losses.each_step import EachStep
from engine.targets.targets import Sample, Targets

NO_STEPS = "The data set has no answer for each step."


class StepClasses(Targets):
    """At each step an output for each class; a step whose label is -1 is not asked for: no class is high."""

    measures: ClassVar = ("accuracy", "whole")

    kind: Literal["step_classes"] = "step_classes"

    def n_classes(self, sample: Sample) -> int:
        return sample.classes[0]

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        if not sample.steps:
            raise Fault(NO_STEPS, where="targets.kind")
        if not sample.classes[0]:
            raise Fault("The label {label} names no classes.", where="targets.kind", label=0)
        return sample.classes[0] * sample.steps

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Any:
        low, high = loss.targets
        codes = (labels + 1).astype(np.uint8)
        return Symbols(codes, sample.classes[0], labels.dtype, low, high)

    def at_steps(self, loss: Loss, sample: Sample) -> Loss:
        return EachStep(loss, sample.classes[0], may_ask_less=True, counts_whole=sample.counts_whole)


class StepValues(Targets):
    """At each step one number."""

    kind: Literal["step_values"] = "step_values"

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        if not sample.steps:
            raise Fault(NO_STEPS, where="targets.kind")
        if sample.classes[0]:
            raise Fault("The label {label} names classes: it is no number.", where="targets.kind", label=0)
        return sample.steps

    def rows(self, sample: Sample) -> list[int]:
        return [*range(sample.steps)]

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Array:
        return labels

    def at_steps(self, loss: Loss, sample: Sample) -> Loss:
        return EachStep(loss, 1, may_ask_less=False)
