"""A convolution layer: one kernel for each channel that comes out moves over the pictures that come in."""

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.initializers import InitializerName
from engine.layers.affine import Kernels, Start
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Lattice, Layer, Parameter, Region
from engine.layers.window import Padding, Side, window
from engine.layers.windows import Windows
from engine.layers.working import Cell, Working, pictures_of, sum_of

Channels = Annotated[int, Field(ge=1, le=512)]


class ConvolutionDescription(Description):
    """A layer of channels, each with a kernel that reads a square of all input channels."""

    starts: ClassVar = ("initializer", "bias")

    kind: Literal["convolution"] = "convolution"
    channels: Channels
    kernel: Side = 3
    """F: the kernel is F by F cells large, over all channels."""
    stride: Side = 1
    """S: how far it moves from one place to the next."""
    padding: Padding = 0
    """P: how many zeros are laid around each picture; "same": so many that with a stride of 1 it keeps its size."""
    initializer: InitializerName | None = None
    """The initialiser of its weights; null: the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """The initial bias; null: the network's."""

    def shape_out(self, shape_in: Form) -> Form:
        return window(self.kernel, self.stride, self.padding).over(shape_in, self.channels)

    def layer(self, shape_in: Form, around: Around) -> Layer:
        windows = Windows(shape_in, window(self.kernel, self.stride, self.padding))
        return Convolution(windows, self.channels, around.start(self.initializer, self.bias))


class Convolution(Kernels):
    """Z = W X + b with a column of X for each window, as a dense layer has one for each sample.

    Parameters are W (R, C_out, C_in F F), each row a kernel, channel by channel and row by row, and b (R, C_out, 1).
    The pictures are (R, C_in H W, m), and so is what comes out.
    """

    def __init__(self, windows: Windows, channels: int, start: Start) -> None:
        super().__init__(start)
        self.windows = windows
        self.channels = channels
        self.n_laid_out = windows.n_laid_out
        self.multiplications = channels * windows.n_read * windows.rows * windows.columns
        kernels, side = (channels, windows.channels), windows.side
        self.parameters = (
            Parameter(
                "W", "W", (*kernels, side**2), is_penalised=True, inputs=1, exported=(*kernels, side, side)
            ),
            Parameter("b", "b", (channels, 1), is_trainable=start.learns_bias),
        )

    @property
    def read(self) -> Form:
        return self.windows.channels, self.windows.side, self.windows.side

    def reach(self, region: Region) -> Region:
        return self.windows.window.reach(region)

    def kernel(self, unit: int, row: int, column: int) -> Array:
        kernel: Array = self.W[0, unit].reshape(self.read)
        return kernel

    def joins(self, row: int, column: int, i: int, j: int) -> tuple[Lattice, Lattice]:
        return self.windows.under(i, j)

    def initial(self, generator: np.random.Generator) -> Array:
        """Kernels as the initialiser draws them, and biases: a sum reads C_in F F numbers, and C_out F F sums read a
        number."""
        n_in, fan_out = self.windows.n_read, self.channels * self.windows.side**2
        W = self.start.initializer(generator, self.channels, n_in, fan_out)
        return np.concatenate([W.ravel(), self.start.biases(generator, self.channels)])

    def forward(self, A_prev: Array) -> Array:
        """Z = W X + b, (R, C_out H_out W_out, m)."""
        self.A_prev = A_prev
        return self.with_biases(self.windows.sums(self.W, self.windows.strips(A_prev)))

    def gradients(self, dZ: Array) -> None:
        """dW = dZ Xᵀ and db = Σ dZ, summed over all places of all samples. The strips in which X lies are made
        once more: those of many layers would fill the memory."""
        self.windows.correlate(dZ, self.windows.strips(self.A_prev), self.dW)
        self.sum_biases(dZ)

    def backward(self, dZ: Array) -> Array:
        """Fill dW and db, and return dA_prev: Wᵀ dZ of every window, added up where windows overlap."""
        self.gradients(dZ)
        return self.windows.spread(self.W, dZ)

    def working(self, cell: Cell) -> Working:
        """The window times the kernel; the way back from all windows that read a cell, and to one weight from all
        windows of all samples."""
        F, S, P = self.windows.window
        padded = self.windows.window.padded(pictures_of(cell.before, cell.shape_in)[np.newaxis])[0]
        top, left = S * cell.row, S * cell.column
        kernels = self.W[0].reshape(self.channels, *self.read)
        channel, i, j = (int(each) for each in np.unravel_index(cell.weight, self.read))
        sums = {"weighted": sum_of(padded[:, top : top + F, left : left + F, cell.nth], kernels[cell.unit])}
        read = channel, top + i - P, left + j - P
        if cell.d_after is not None:
            dZ = pictures_of(cell.d_after, cell.shape_out)
            _, rows, columns, m = dZ.shape
            seen = padded[channel, i : i + S * (rows - 1) + 1 : S, j : j + S * (columns - 1) + 1 : S]
            shares = dZ[cell.unit] * (seen if cell.letter == "W" else np.ones_like(seen))
            factors = (dZ[cell.unit][..., cell.nth], seen[..., cell.nth])
            if cell.letter:
                sums["gradient"] = sum_of(*factors) if cell.letter == "W" else sum_of(factors[0])
                sums["samples"] = sum_of(shares.reshape(-1, m).sum(axis=0))
            # The windows that read this cell, each with the weight that lies over it there.
            at = [
                (row, column, read[1] + P - S * row, read[2] + P - S * column)
                for row in range(rows)
                for column in range(columns)
                if 0 <= read[1] + P - S * row < F and 0 <= read[2] + P - S * column < F
            ]
            r, c, a, b = (np.array(each, int) for each in zip(*at, strict=True))
            sums["back"] = sum_of(kernels[:, channel, a, b], dZ[:, r, c, cell.nth])
        numbers = {"b": float(self.b[0, cell.unit, 0]), **self.windows.window.numbers()}
        return Working(numbers, sums, {"window": (0, top - P, left - P), "read": read})
