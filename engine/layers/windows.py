"""All windows of a kernel over pictures, as matrices: their weighted sums, and the gradients of these.

Convolution is a product of matrices, W with a column for each window. In those columns a pixel would stand F² times.
Here it stands F times: a strip is one row of all pictures, F times side by side, each time moved on by one pixel. The
windows of a row of places are then F strips, one under the other; those of the next row are again F strips, most of
them the same. As matrices (F C F, W_out m) they overlap in memory, and none is copied (Cho and Brand, 2017).
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from engine.array import Array
from engine.layers.layer import Form, Lattice
from engine.layers.window import Window
from engine.pauses import pause, stacked

IN_CACHE = 2**17
"""Numbers that are made and then added up, at most: 512 KB, while caches of one core have 1 MB or 2."""


class Windows:
    """The windows over pictures of one shape (C, H, W). Arrays of samples are (R, C H W, m)."""

    def __init__(self, shape: Form, window: Window) -> None:
        self.shape = shape
        self.channels, self.height, self.width = shape
        self.window = window
        self.side, self.stride, self.padding = window
        _, self.rows, self.columns = window.over(shape)
        self.n_read = self.channels * self.side**2
        """The number of numbers in a window."""
        self.n_strips = self.height + 2 * self.padding
        self.n_laid_out = self.n_strips * self.channels * self.side * self.columns
        """The number of numbers in all strips, for each sample."""

    def under(self, i: int, j: int) -> tuple[Lattice, Lattice]:
        """The pixels that lie under the cell (i, j) of a window, and the places at which they do, in pairs."""
        S = self.stride
        top, left = i - self.padding, j - self.padding
        first_row, first_column = max(0, -(top // S)), max(0, -(left // S))
        rows = min(self.rows, (self.height - 1 - top) // S + 1) - first_row
        columns = min(self.columns, (self.width - 1 - left) // S + 1) - first_column
        size = max(0, rows), max(0, columns)
        pixels = Lattice(S * first_row + top, S * first_column + left, S, *size)
        return pixels, Lattice(first_row, first_column, 1, *size)

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

    def strips(self, A: Array) -> Array:
        """(R, H + 2P, C, F, W_out, m) of pictures (R, C H W, m); zeros where a window looks over the edge."""
        R, m = len(A), A.shape[-1]
        pictures = A.reshape(R, *self.shape, m).swapaxes(1, 2)
        strips = np.empty((R, self.n_strips, self.channels, self.side, self.columns, m), A.dtype)
        inside = strips[:, self.padding : self.padding + self.height]
        strips[:, : self.padding] = strips[:, self.padding + self.height :] = 0
        for j, (places, pixels) in enumerate(self.shifts()):
            inside[:, :, :, j, : places.start] = inside[:, :, :, j, places.stop :] = 0
            inside[:, :, :, j, places] = pictures[:, :, :, pixels]
            pause()
        return strips

    def matrices(self, strips: Array) -> Array:
        """The windows of each row of places, (R, H_out, F C F, W_out m): a view."""
        R, n, *_, m = strips.shape
        rows = strips.reshape(R, n, self.channels * self.side, self.columns * m)
        return overlapping(rows, self.rows, self.side, self.stride)

    def sums(self, W: Array, strips: Array) -> Array:
        """Z = W X with a column of X for each window: W (R, k, C F F) to pictures (R, k H_out W_out, m)."""
        k, m = W.shape[1], strips.shape[-1]
        by_rows = W.reshape(len(W), k, self.channels, self.side, self.side).swapaxes(2, 3)
        Z = np.empty((max(len(W), len(strips)), k, self.rows, self.columns * m), W.dtype)
        W_of_rows = by_rows.reshape(len(W), 1, k, self.n_read)
        stacked(W_of_rows, self.matrices(strips), Z.swapaxes(1, 2))
        return Z.reshape(len(Z), -1, m)

    def correlate(self, dZ: Array, strips: Array, dW: Array) -> None:
        """Fill dW (R, k, C F F) = dZ Xᵀ, for dZ (R, k H_out W_out, m): a sum over all windows of all samples."""
        R, k, m = len(dW), dW.shape[1], dZ.shape[-1]
        rows = dZ.reshape(len(dZ), k, self.rows, self.columns * m).swapaxes(1, 2)
        # As X dZᵀ: OpenBLAS is faster with the longer side first.
        of_rows = np.empty((R, self.rows, self.n_read, k), dZ.dtype)
        stacked(self.matrices(strips), rows.mT, of_rows)
        by_rows = np.add.reduce(of_rows, axis=1).reshape(R, self.side, self.channels, self.side, k)
        dW[:] = by_rows.transpose(0, 4, 2, 1, 3).reshape(dW.shape)

    def spread(self, W: Array, dZ: Array) -> Array:
        """dA = Wᵀ dZ, and every pixel the sum of its share of all windows that see it: (R, k H_out W_out, m) to
        (R, C H W, m).

        The gradients of the strips are windows over dZ. Strip h was read by the row of places p with row i of the
        kernel where h = S p + i: strips that lie S apart with every S-th row of the kernel. A few strips are made at a
        time, and added while they are in the processor's cache.
        """
        R, k, m = max(len(W), len(dZ)), W.shape[1], dZ.shape[-1]
        S, P = self.stride, self.padding
        count = (self.n_strips - 1) // S + 1
        reach = (self.side - 1) // S
        rows = np.zeros((len(dZ), reach + count, k, self.columns * m), dZ.dtype)
        rows[:, reach : reach + self.rows] = dZ.reshape(len(dZ), k, self.rows, -1).swapaxes(1, 2)
        kernels = W.reshape(len(W), k, self.channels, self.side, self.side)
        dA = np.zeros((R, *self.shape, m), dZ.dtype)
        pictures = dA.swapaxes(1, 2)
        at_once = max(1, IN_CACHE // (self.channels * self.side * self.columns * m))
        for first in range(min(S, self.side)):
            # (R, k, C, i, j) to (R, C j, i k), from the last i to the first.
            turned = kernels[:, :, :, first::S][:, :, :, ::-1]
            n_rows = turned.shape[3]
            turned = turned.transpose(0, 2, 4, 3, 1).reshape(len(W), 1, -1, n_rows * k)
            read = overlapping(rows[:, reach + 1 - n_rows :], count, n_rows, 1)
            end = (self.height + P - 1 - first) // S + 1
            for start in range(max(0, -((first - P) // S)), end, at_once):
                some = slice(start, min(start + at_once, end))
                strips = np.empty(
                    (R, some.stop - start, self.channels * self.side, self.columns * m), dZ.dtype
                )
                stacked(turned, read[:, some], strips)
                strips = strips.reshape(R, -1, self.channels, self.side, self.columns, m)
                top = S * start + first - P
                seen = pictures[:, top : top + S * strips.shape[1] : S]
                for j, (places, pixels) in enumerate(self.shifts()):
                    seen[:, :, :, pixels] += strips[:, :, :, j, places]
                pause()
        return dA.reshape(R, -1, m)


def overlapping(rows: Array, count: int, side: int, stride: int) -> Array:
    """Matrices of `side` rows each, which begin `stride` rows one after the other: a view (R, count, side n, columns)
    of rows (R, .., n, columns)."""
    R, _, n, columns = rows.shape
    of_run, of_row, of_line, of_number = rows.strides
    strides = of_run, stride * of_row, of_line, of_number
    return as_strided(rows, (R, count, side * n, columns), strides, writeable=False)
