"""All windows of a kernel over pictures, as matrices: their weighted sums, and the gradients of these.

Convolution is a product of matrices, W with a column for each window. In those columns a pixel would stand F² times.
Here it stands F times: a strip is one row of all pictures, F times side by side, each time moved on by one pixel. The
windows of a row of places are then F strips, one under the other; those of the next row are again F strips, most of
them the same. As matrices (F C F, W_out m) they overlap in memory, and none is copied (Cho and Brand, 2017).

Strips are made for a few rows of places at a time: they are read while they are still in the processor's cache.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

from engine.array import Array
from engine.layers.blocks import blocks
from engine.layers.layer import Form
from engine.layers.window import Window
from engine.pauses import pause, stacked

SMALL = 1_000_000
"""Multiplications of a product of matrices that BLAS takes as they lie; it copies larger ones first, which costs most
where one of them has few rows."""
NARROWEST = 256
"""Columns of such a product at least."""


class Windows:
    """The windows over pictures of one shape (C, H, W). Arrays of samples are (R, C H W, m)."""

    def __init__(self, shape: Form, window: Window) -> None:
        self.shape = shape
        self.channels, self.height, self.width = shape
        self.window = window
        self.side, self.stride, self.padding = window
        _, self.rows, self.columns = window.over(shape)
        self.n_read = self.channels * self.side**2
        """How many numbers a window has."""
        self.n_strips = self.height + 2 * self.padding
        self.n_laid_out = self.n_strips * self.channels * self.side * self.columns
        """How many numbers all strips have, for each sample: at most so many are there together."""

    def shifts(self) -> list[tuple[slice, slice]]:
        """For each column j of the kernel: the places that see a pixel with it, and the columns of those pixels."""
        found = []
        for j in range(self.side):
            first = max(0, -((j - self.padding) // self.stride))
            last = min(self.columns, (self.width - 1 + self.padding - j) // self.stride + 1)
            start = first * self.stride + j - self.padding
            stop = max(start, (last - 1) * self.stride + j - self.padding + 1)
            found.append((slice(first, max(first, last)), slice(start, stop, self.stride)))
        return found

    def strips(self, A: Array) -> Iterator[tuple[slice, Array]]:
        """The windows over pictures (R, C H W, m), some rows of places after the other: those rows, and the windows of
        each as a matrix, (R, rows, F C F, W_out m). The matrices are valid until the next ones are made."""
        R, m, S = len(A), A.shape[-1], self.stride
        pictures = A.reshape(R, *self.shape, m).swapaxes(1, 2)
        numbers = R * self.channels * self.side * self.columns * m
        strips: Array | None = None
        for places in blocks(self.rows, numbers * S, self.side):
            first = places.start * S - self.padding
            n = (places.stop - places.start - 1) * S + self.side
            if strips is None:  # The first block is the largest. What lies beside the pictures stays 0.
                shape = R, n, self.channels, self.side, self.columns, m
                strips = np.zeros(shape, A.dtype) if self.padding else np.empty(shape, A.dtype)
            start, stop = (min(max(0, row - first), n) for row in (0, self.height))
            strips[:, :start] = strips[:, stop:] = 0
            rows = pictures[:, first + start : first + stop]
            for j, (seeing, pixels) in enumerate(self.shifts()):
                strips[:, start:stop, :, j, seeing] = rows[:, :, :, pixels]
            pause()
            lines = strips.reshape(R, -1, self.channels * self.side, self.columns * m)
            yield places, overlapping(lines, places.stop - places.start, self.side, S)

    def sums(self, W: Array, A: Array) -> Array:
        """Z = W X with a column of X for each window of pictures: W (R, k, C F F) and A (R, C H W, m) to Z (R, k H_out
        W_out, m)."""
        k, m = W.shape[1], A.shape[-1]
        by_rows = W.reshape(len(W), k, self.channels, self.side, self.side).swapaxes(2, 3)
        Z = np.empty((max(len(W), len(A)), k, self.rows, self.columns * m), W.dtype)
        W_of_rows = by_rows.reshape(len(W), 1, k, self.n_read)
        for places, X in self.strips(A):
            multiply(W_of_rows, X, Z[:, :, places].swapaxes(1, 2))
        return Z.reshape(len(Z), -1, m)

    def correlate(self, dZ: Array, A: Array, dW: Array) -> None:
        """Fill dW (R, k, C F F) = dZ Xᵀ, for dZ (R, k H_out W_out, m): a sum over all windows of all samples."""
        R, k, m = len(dW), dW.shape[1], dZ.shape[-1]
        rows = dZ.reshape(len(dZ), k, self.rows, self.columns * m).swapaxes(1, 2)
        columns = self.columns * m
        # Small products are those with one row of the kernel.
        n = self.n_read if at_once(k, self.n_read, columns) == columns else self.channels * self.side
        parts = pieces(columns, at_once(k, n, columns))
        shares = np.empty((R, len(parts), self.rows, k, self.n_read), dZ.dtype)
        for places, X in self.strips(A):
            for number, part in enumerate(parts):
                for start in range(0, self.n_read, n):
                    read = slice(start, start + n)
                    share = shares[:, number, places, :, read]
                    stacked(rows[:, places, :, part], X[:, :, read, part].mT, share)
        by_rows = np.add.reduce(shares.reshape(R, -1, k, self.n_read), axis=1)
        by_rows = by_rows.reshape(R, k, self.side, self.channels, self.side)
        dW[:] = by_rows.swapaxes(2, 3).reshape(dW.shape)

    def spread(self, W: Array, dZ: Array) -> Array:
        """dA = Wᵀ dZ, and every pixel the sum of its share of all windows that see it: (R, k H_out W_out, m) to
        (R, C H W, m).

        The strips' gradients are windows over dZ: strip h was read as row i of the kernel by the row of places that
        begins at h - i. Between them lie rows of zeros where the stride leaves strips out.
        """
        R, k, m = max(len(W), len(dZ)), W.shape[1], dZ.shape[-1]
        # (R, k, C, i, j) to (R, C j, i k), from the last i to the first.
        turned = W.reshape(len(W), k, self.channels, self.side, self.side)[:, :, :, ::-1]
        turned = turned.transpose(0, 2, 4, 3, 1).reshape(len(W), 1, -1, self.side * k)
        dA = np.zeros((R, *self.shape, m), dZ.dtype)
        pictures = dA.swapaxes(1, 2)
        numbers = R * self.channels * self.side * self.columns * m
        for some in blocks(self.height, numbers):
            read = overlapping(self.reading(dZ, some), some.stop - some.start, self.side, 1)
            strips = np.empty((R, read.shape[1], self.channels * self.side, self.columns * m), dZ.dtype)
            multiply(turned, read, strips)
            strips = strips.reshape(R, -1, self.channels, self.side, self.columns, m)
            for j, (places, pixels) in enumerate(self.shifts()):
                pictures[:, some, :, pixels] += strips[:, :, :, j, places]
            pause()
        return dA.reshape(R, -1, m)

    def reading(self, dZ: Array, some: slice) -> Array:
        """The rows of dZ that read some rows of the pictures, (R, rows + F - 1, k, W_out m), and between them rows of
        zeros."""
        S, top, k = (
            self.stride,
            some.start + self.padding - self.side + 1,
            dZ.shape[1] // self.rows // self.columns,
        )
        by_rows = dZ.reshape(len(dZ), k, self.rows, -1).swapaxes(1, 2)
        found = np.zeros((len(dZ), some.stop + self.padding - top, k, by_rows.shape[-1]), dZ.dtype)
        first, last = max(0, -(-top // S)), min(self.rows, (some.stop + self.padding - 1) // S + 1)
        if first < last:
            found[:, first * S - top : (last - 1) * S - top + 1 : S] = by_rows[:, first:last]
        return found


def at_once(k: int, n: int, columns: int) -> int:
    """How many columns of (n, columns) are multiplied by (k, n) at a time."""
    few = SMALL // (k * n)
    return few if NARROWEST <= few < columns else columns


def pieces(columns: int, width: int) -> list[slice]:
    """The columns in pieces of a width."""
    return [slice(start, start + width) for start in range(0, columns, width)]


def multiply(A: Array, B: Array, out: Array) -> None:
    """The products of stacked matrices, as `stacked` has them, in pieces where that is faster."""
    k, n, columns = *A.shape[-2:], B.shape[-1]
    for some in pieces(columns, at_once(k, n, columns)):
        stacked(A, B[..., some], out[..., some])


def overlapping(rows: Array, count: int, side: int, stride: int) -> Array:
    """Matrices of `side` rows each, which begin `stride` rows one after the other: a view (R, count, side n, columns)
    of rows (R, .., n, columns)."""
    R, _, n, columns = rows.shape
    of_run, of_row, of_line, of_number = rows.strides
    strides = of_run, stride * of_row, of_line, of_number
    return as_strided(rows, (R, count, side * n, columns), strides, writeable=False)
