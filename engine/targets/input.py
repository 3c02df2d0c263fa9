"""The input as a target: an autoencoder reconstructs its input through fewer units."""

from typing import Any, ClassVar, Literal

from engine.array import Array
from engine.losses import Loss
from engine.targets.targets import Sample, Targets


class Input(Targets):
    """An output for each input."""

    are_inputs: ClassVar = True

    kind: Literal["input"] = "input"

    def are_shares(self, sample: Sample) -> bool:
        return sample.inputs_are_shares

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        return sample.n_inputs

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Any:
        return X
