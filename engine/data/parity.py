"""Parity: the table of all rows of n bits, of class 1 where the number of ones is odd. A single bit decides each."""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.sets import AllRows


class Parity(AllRows, title="Parity"):
    """Is the number of ones odd? Every bit matters."""

    kind: Literal["parity"] = "parity"
    bits: int = Field(
        default=4,
        ge=2,
        le=8,
        title="Bits",
        json_schema_extra=control(
            "data",
            order=70,
            half=True,
            scale="linear",
            hint="How many bits a row has: each one more doubles the table.",
        ),
    )
    """How many bits each row has."""

    @property
    def n_samples(self) -> int:
        return int(2**self.bits)

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(("bit", bit) for bit in range(self.bits))

    def dataset(self, dtype: Precision) -> Dataset:
        """The rows in counting order as columns (bits, 2^bits), the highest bit first."""
        rows = np.arange(2**self.bits)
        table = (rows >> np.arange(self.bits)[::-1, np.newaxis]) & 1
        labels = table.sum(axis=0, keepdims=True) % 2
        return self.split(np.zeros((2, 0), dtype), table.astype(dtype), labels.astype(dtype))
