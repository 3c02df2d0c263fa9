"""Truth tables: every combination of the inputs 0 and 1, and what a gate makes of it, 1 being true.

A single neuron learns AND, OR, NAND and NOT, whose classes a straight line parts; XOR wants a hidden layer (Minsky and
Papert, 1969).
"""

from collections.abc import Callable

import numpy as np

from engine.array import FLOAT64, Array
from engine.experiment.data import TRUTH_TABLES

GATES: dict[str, Callable[[Array], Array]] = {
    "and_gate": lambda x: x.min(axis=0),
    "or_gate": lambda x: x.max(axis=0),
    "nand_gate": lambda x: 1 - x.min(axis=0),
    "xor_gate": lambda x: x.sum(axis=0) % 2,
    "not_gate": lambda x: 1 - x[0],
}


def truth_table(gate: str) -> tuple[Array, Array]:
    """The inputs (n, 2ⁿ), counting upwards as binary numbers with x1 in front, and the class of each row (2ⁿ,)."""
    n = TRUTH_TABLES[gate]
    rows = np.indices((2,) * n).reshape(n, -1).astype(FLOAT64)
    return rows, GATES[gate](rows)
