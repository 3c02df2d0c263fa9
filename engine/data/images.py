"""Images: many squares of pixels, kept as bytes, and made smaller by averaging over areas."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT32, Array, Precision
from engine.pauses import pause

Index = slice | NDArray[np.integer]
Change = Callable[[Array], Array]

CHUNK = 1000
"""Images that are laid out as numbers at a time."""


class Images:
    """Images as columns (n, m) that stay bytes in shared memory, and become numbers from 0 to 1 when they are taken.

    They are read like an array: ``images[:, :500]`` are the first 500, (n, 500).
    """

    def __init__(
        self,
        pixels: NDArray[np.uint8],
        rows: NDArray[np.integer],
        dtype: Precision,
        mean: Array | None = None,
        deviation: Array | None = None,
    ) -> None:
        """`pixels` (N, n) has a row for each stored picture, and `rows` (m,) are the numbers of these. Pixels that are
        taken are standardised if there are a `mean` and a `deviation`, (n, 1) each."""
        self.pixels = pixels
        self.rows = rows
        self.dtype = dtype
        self.mean = mean
        self.deviation = deviation

    @property
    def shape(self) -> tuple[int, int]:
        return self.pixels.shape[1], len(self.rows)

    def __getitem__(self, key: tuple[slice, Index]) -> Array:
        every, samples = key
        if every != slice(None):
            raise IndexError("images are taken whole: images[:, samples]")
        # The first samples are looked at again and again: in every evaluation.
        return (
            first_of(self, samples.stop)
            if isinstance(samples, slice) and not samples.start
            else self.take(samples)
        )

    def take(self, samples: Index, axis: Literal[1] = 1, change: Change | None = None) -> Array:
        """Some of the images as numbers, (n, k), as of an array: along `axis` 1 there is one after the other.

        They may be changed in between, before anything is standardised: `CHUNK` at a time, (n, some).
        """
        rows = self.rows[samples]
        X = np.empty((self.pixels.shape[1], len(rows)), self.dtype)
        for start in range(0, len(rows), CHUNK):
            chunk = slice(start, start + CHUNK)
            X[:, chunk] = self.pixels[rows[chunk]].T
            X[:, chunk] /= self.dtype.type(255)
            if change is not None:
                X[:, chunk] = change(X[:, chunk])
            if self.mean is not None and self.deviation is not None:
                X[:, chunk] = (X[:, chunk] - self.mean) / self.deviation
            pause()
        return X

    def bytes(self, samples: Index) -> NDArray[np.uint8]:
        """Some of the images as they are kept, a row each, (k, n)."""
        taken: NDArray[np.uint8] = self.pixels[self.rows[samples]]
        return taken

    def standardized(self, mean: Array, deviation: Array) -> "Images":
        """The same pictures, to be taken as multiples of a deviation from a mean, (n, 1) each."""
        return Images(self.pixels, self.rows, self.dtype, mean, deviation)

    def statistics(self, chunk: int = CHUNK) -> tuple[Array, Array]:
        """The mean and the standard deviation of each pixel, (n, 1), without laying all of them out at once."""
        n, m = self.shape
        total, squares = np.zeros((n, 1)), np.zeros((n, 1))
        for start in range(0, m, chunk):
            X = self.take(slice(start, start + chunk)).astype(float)
            total += X.sum(axis=1, keepdims=True)
            squares += (X * X).sum(axis=1, keepdims=True)
        mean = total / m
        deviation = np.sqrt(np.maximum(squares / m - mean * mean, 0))
        return mean.astype(self.dtype), deviation.astype(self.dtype)


@lru_cache(maxsize=16)
def first_of(images: Images, count: int | None) -> Array:
    """The first of the images as numbers, (n, count)."""
    X = images.take(slice(count))
    X.flags.writeable = False
    return X


@lru_cache(maxsize=64)
def averaging(n_in: int, n_out: int) -> Array:
    """(n_out, n_in): each row averages over its share of a line of pixels, with parts of those at its ends."""
    edges = np.linspace(0, n_in, n_out + 1)[:, np.newaxis]
    pixels = np.arange(n_in)
    shared = np.clip(np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels), 0, None)
    weights: Array = (shared / shared.sum(axis=1, keepdims=True)).astype(FLOAT32)
    weights.flags.writeable = False
    return weights


def resized(pictures: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Pictures (.., h, w) as (.., height, width), each pixel the average of the area that it takes the place of."""
    h, w = pictures.shape[-2:]
    averages = averaging(h, height) @ pictures.astype(FLOAT32) @ averaging(w, width).T
    return np.rint(averages).astype(np.uint8)
