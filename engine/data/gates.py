"""Gates: every combination of the inputs 0 and 1, and the output of a gate for it, 1 being true.

A single neuron learns AND, OR, NAND and NOT, whose classes a straight line separates; XOR needs a hidden layer (Minsky
and Papert, 1969).
"""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import FLOAT64, Array
from engine.data.description import View
from engine.data.points import FEATURES_OF_LINES, MOST_FEATURES, FeatureText, Points
from engine.data.sets import AllRows


class Gate(Points, AllRows):
    """The truth table of a gate."""

    outputs: ClassVar[tuple[int, ...]]
    """The output of the gate for each row; the rows count upwards as binary numbers, with x1 in front."""

    @property
    def n_samples(self) -> int:
        return len(self.outputs)

    def draw(self) -> tuple[Array, Array]:
        n = self.n_samples.bit_length() - 1
        rows = np.indices((2,) * n).reshape(n, -1).astype(FLOAT64)
        return rows, np.array(self.outputs, FLOAT64)


class And(Gate, title="AND"):
    """True if both inputs are 1."""

    outputs: ClassVar = (0, 0, 0, 1)

    kind: Literal["and_gate"] = "and_gate"


class Or(Gate, title="OR"):
    """True if at least one input is 1."""

    outputs: ClassVar = (0, 1, 1, 1)

    kind: Literal["or_gate"] = "or_gate"


class Nand(Gate, title="NAND"):
    """False only if both inputs are 1."""

    outputs: ClassVar = (1, 1, 1, 0)

    kind: Literal["nand_gate"] = "nand_gate"


class Xor(Gate, title="XOR"):
    """True if exactly one input is 1: it needs a hidden layer."""

    outputs: ClassVar = (0, 1, 1, 0)

    kind: Literal["xor_gate"] = "xor_gate"


class Not(Gate, title="NOT"):
    """True if its one input is 0."""

    view: ClassVar[View] = "line"
    possible_features: ClassVar = FEATURES_OF_LINES
    outputs: ClassVar = (1, 0)

    kind: Literal["not_gate"] = "not_gate"
    features: tuple[FeatureText, ...] = Field(
        default=("x1",), title="Features", min_length=1, max_length=MOST_FEATURES
    )
    """The features of the input that the network reads, in this order."""
