"""Symbols: sequences of symbols, kept as a byte each, which become one-hot columns when they are taken."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.array import Array, Precision
from engine.pauses import pause

CHUNK = 1000
"""Sequences that are laid out at a time."""
NONE = 0
"""In place of a symbol, where there is none: a sequence has ended, or no answer is asked for."""


class Symbols:
    """Sequences (n, m) of T steps in one-hot code, with a row for each symbol and step, n = symbols · T.

    They are read like an array: ``symbols[:, :500]`` are the first 500. A step without a symbol has no 1.
    """

    def __init__(
        self, codes: NDArray[np.uint8], count: int, dtype: Precision, low: float = 0, high: float = 1
    ) -> None:
        """`codes` (T, m) are the numbers of the symbols from 1 to `count`, or NONE; `low` and `high` stand for the 0
        and the 1 of the code."""
        self.codes = codes
        self.count = count
        self.dtype = dtype
        self.low, self.high = low, high

    @property
    def shape(self) -> tuple[int, int]:
        T, m = self.codes.shape
        return self.count * T, m

    def __getitem__(self, key: tuple[slice, Any]) -> Array:
        every, samples = key
        if every != slice(None):
            raise IndexError("sequences are taken whole: symbols[:, samples]")
        return self.take(samples)

    def take(self, samples: Any, axis: int = 1) -> Array:
        """The sequences with these numbers, (n, k)."""
        codes = self.codes[:, samples]
        T, m = codes.shape
        found = np.full((self.count, T, m), self.low, self.dtype)
        for start in range(0, m, CHUNK):
            part = codes[:, start : start + CHUNK]
            steps, columns = np.nonzero(part != NONE)
            found[part[steps, columns] - 1, steps, start + columns] = self.high
            pause()
        return found.reshape(self.count * T, m)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return self.take(slice(None)).astype(dtype or self.dtype, copy=False)


def codes_of(texts: Sequence[str], alphabet: Sequence[str], steps: int) -> NDArray[np.uint8]:
    """Texts as codes (steps, m), the shorter ones with NONE behind their end."""
    numbers = {symbol: number for number, symbol in enumerate(alphabet, start=1)}
    codes = np.full((steps, len(texts)), NONE, np.uint8)
    for sample, text in enumerate(texts):
        codes[: len(text), sample] = [numbers[symbol] for symbol in text]
    return codes
