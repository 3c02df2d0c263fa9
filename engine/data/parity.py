"""Parity: the table of all rows of n bits, of class 1 where the number of ones is odd. A single bit decides each."""

import numpy as np

from engine.array import Array


def parity(bits: int) -> tuple[Array, Array]:
    """The rows in counting order as columns (bits, 2^bits), the highest bit first, and their classes (2^bits,)."""
    rows = np.arange(2**bits)
    table = (rows >> np.arange(bits)[::-1, np.newaxis]) & 1
    return table.astype(float), (table.sum(axis=0) % 2).astype(float)
