"""A transposed convolution: every pixel spreads a kernel over a larger picture, the way back of a convolution."""

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.initializers import InitializerName
from engine.layers.affine import Kernels, Start
from engine.layers.convolution import Channels
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Lattice, Layer, Parameter, Region
from engine.layers.window import WIDEST, Side, Window, picture
from engine.layers.windows import Windows
from engine.layers.working import Cell, Working, pictures_of, sum_of


class TransposedConvolutionDescription(Description):
    """A layer of channels, to which every input pixel adds its kernels times its value."""

    starts: ClassVar = ("initializer", "bias")

    kind: Literal["transposed_convolution"] = "transposed_convolution"
    channels: Channels
    kernel: Side = 3
    """F: the kernel is F by F cells large."""
    stride: Side = 1
    """S: how far apart the kernels of two neighbours lie."""
    padding: Annotated[int, Field(ge=0, le=WIDEST)] = 0
    """P: how wide a border of what comes out is cut off."""
    initializer: InitializerName | None = None
    """The initialiser of its weights; null: the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """The initial bias; null: the network's."""

    def shape_out(self, shape_in: Form) -> Form:
        _, height, width = picture(shape_in)
        return self.channels, self.spread(height), self.spread(width)

    def spread(self, length: int) -> int:
        """The length of an output side: S (W - 1) + F - 2P. Fault: nothing is left."""
        found = self.stride * (length - 1) + self.kernel - 2 * self.padding
        if found < 1:
            raise Fault(
                "Nothing is left of the picture: S (W - 1) + F - 2P = "
                "{stride}·({width} - 1) + {side} - 2·{padding} = {places}, and it must be 1 or more.",
                where="kernel",
                width=length,
                side=self.kernel,
                padding=self.padding,
                stride=self.stride,
                places=found,
            )
        return found

    def layer(self, shape_in: Form, around: Around) -> Layer:
        windows = Windows(self.shape_out(shape_in), Window(self.kernel, self.stride, self.padding))
        return TransposedConvolution(shape_in[0], windows, around.start(self.initializer, self.bias))


class TransposedConvolution(Kernels):
    """Z = Wᵀ A_prev + b, in which windows are added up where they overlap: `windows` are those over what comes out.

    Parameters are W (R, C_in, C_out F F), each row the kernels that one channel spreads, and b (R, C_out, 1). Read from
    above, W is the matrix of a convolution with C_in kernels (Dumoulin and Visin, 2016, chapter 4).
    """

    def __init__(self, channels_in: int, windows: Windows, start: Start) -> None:
        super().__init__(start)
        self.channels_in = channels_in
        self.windows = windows
        self.channels = windows.channels
        self.n_laid_out = windows.n_laid_out
        self.multiplications = channels_in * windows.n_read * windows.rows * windows.columns
        kernels, side = (channels_in, self.channels), windows.side
        exported = (*kernels, side, side)
        self.parameters = (
            Parameter("W", "W", (*kernels, side**2), is_penalised=True, units=1, inputs=0, exported=exported),
            Parameter("b", "b", (self.channels, 1), is_trainable=start.learns_bias),
        )

    @property
    def read(self) -> Form:
        return ()

    def reach(self, region: Region) -> Region:
        """The pixels whose kernels lie over the cells."""
        F, S, P = self.windows.window
        top, left, bottom, right = region
        first_row, first_column = (-((F - 1 - P - place) // S) for place in (top, left))  # rounded up
        return Region(first_row, first_column, (bottom - 1 + P) // S + 1, (right - 1 + P) // S + 1)

    def kernel(self, unit: int, row: int, column: int) -> Array:
        F, S, P = self.windows.window
        top, left, bottom, right = self.reach(Region(row, column, row + 1, column + 1))
        rows, columns = row + P - S * np.arange(top, bottom), column + P - S * np.arange(left, right)
        kernels = self.W[0].reshape(self.channels_in, self.channels, F, F)[:, unit]
        kernel: Array = kernels[:, rows[:, np.newaxis], columns]
        return kernel

    def joins(self, row: int, column: int, i: int, j: int) -> tuple[Lattice, Lattice]:
        _, S, P = self.windows.window
        top, left, _, _ = self.reach(Region(row, column, row + 1, column + 1))
        made, pixels = self.windows.under(row + P - S * (top + i), column + P - S * (left + j))
        return pixels, made

    def initial(self, generator: np.random.Generator) -> Array:
        """Kernels as for a convolution from C_in to C_out channels, and biases."""
        cells = self.windows.side**2
        drawn = self.start.initializer(
            generator, self.channels, self.channels_in * cells, self.channels * cells
        )
        W = drawn.reshape(self.channels, self.channels_in, cells).swapaxes(0, 1)
        return np.concatenate([W.ravel(), self.start.biases(generator, self.channels)])

    def forward(self, A_prev: Array) -> Array:
        """Z, (R, C_out H_out W_out, m)."""
        self.A_prev = A_prev
        return self.with_biases(self.windows.spread(self.W, A_prev))

    def gradients(self, dZ: Array) -> None:
        """dW = A_prev Xᵀ with the windows X of dZ, and db = Σ dZ."""
        self.from_strips(dZ, self.windows.strips(dZ))

    def backward(self, dZ: Array) -> Array:
        """Fill dW and db, and return dA_prev = W X: the way back is a convolution."""
        strips = self.windows.strips(dZ)
        self.from_strips(dZ, strips)
        return self.windows.sums(self.W, strips)

    def working(self, cell: Cell) -> Working:
        """The pixels whose kernels lie over the cell, each times the weight that lies there; backward a convolution."""
        F, S, P = self.windows.window
        came = pictures_of(cell.before, cell.shape_in)
        _, height, width, m = came.shape
        kernels = self.W[0].reshape(self.channels_in, self.channels, F, F)
        at = [
            (row, column, cell.row + P - S * row, cell.column + P - S * column)
            for row in range(height)
            for column in range(width)
            if 0 <= cell.row + P - S * row < F and 0 <= cell.column + P - S * column < F
        ]
        r, c, a, b = np.array(at, int).reshape(-1, 4).T
        sums = {"weighted": sum_of(came[:, r, c, cell.nth], kernels[:, cell.unit, a, b])}
        channel, i, j = (int(each) for each in np.unravel_index(cell.weight, (self.channels_in, F, F)))
        # The pixel that this weight reads for the cell, or else the first one that has a share in it.
        rows_over, columns_over = cell.row + P - i, cell.column + P - j
        found = rows_over % S == 0 and columns_over % S == 0
        row, column = rows_over // S, columns_over // S
        if not (found and 0 <= row < height and 0 <= column < width):
            row, column = (int(r[0]), int(c[0])) if len(at) else (0, 0)
        if cell.d_after is not None:
            dZ = pictures_of(cell.d_after, cell.shape_out)
            padded = self.windows.window.padded(dZ[np.newaxis])[0]
            met = padded[cell.unit, i : i + S * (height - 1) + 1 : S, j : j + S * (width - 1) + 1 : S]
            of_bias = cell.letter != "W"
            shares = dZ[cell.unit] if of_bias else met * came[channel]
            factors = (
                (dZ[cell.unit][..., cell.nth],)
                if of_bias
                else (met[..., cell.nth], came[channel][..., cell.nth])
            )
            if cell.letter:
                sums["gradient"] = sum_of(*factors)
                sums["samples"] = sum_of(shares.reshape(-1, m).sum(axis=0))
            under = padded[:, S * row : S * row + F, S * column : S * column + F, cell.nth]
            sums["back"] = sum_of(kernels[channel], under)
        numbers = {"b": float(self.b[0, cell.unit, 0]), **self.windows.window.numbers()}
        return Working(numbers, sums, {"read": (channel, row, column)})

    def from_strips(self, dZ: Array, strips: Array) -> None:
        self.windows.correlate(self.A_prev, strips, self.dW)
        self.sum_biases(dZ)
