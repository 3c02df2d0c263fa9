"""A convolution layer: one kernel for each channel that comes out moves over the pictures that come in."""

from math import inf
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.activations import ACTIVATIONS
from engine.array import Array
from engine.initializers import INITIALIZERS, Initializer, InitializerName, zeros
from engine.layers.dense import initial_biases
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer, Parameter, Weighted, by_channel
from engine.layers.window import Padding, Side, window
from engine.layers.windows import Windows

Channels = Annotated[int, Field(ge=1, le=512)]


class ConvolutionDescription(Description):
    """So many channels, each of which has a kernel that reads a square of all channels that come in."""

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
    """How its weights are drawn; null: as the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """Where its biases begin; null: where the network's do."""

    def shape_out(self, shape_in: Form) -> Form:
        return window(self.kernel, self.stride, self.padding).over(shape_in, self.channels)

    def layer(self, shape_in: Form, around: Around) -> Layer:
        windows = Windows(shape_in, window(self.kernel, self.stride, self.padding))
        initializer = INITIALIZERS[self.initializer or around.initializer]
        bias = around.bias if self.bias is None else self.bias
        learns_bias = around.following is None or not around.following.is_centring
        layer = Convolution(windows, self.channels, initializer, bias, learns_bias=learns_bias)
        layer.bias_spread = around.bias_spread
        return layer


class Convolution(Weighted):
    """Z = W X + b with a column of X for each window, as a dense layer has one for each sample.

    Parameters are W (R, C_out, C_in F F), each row a kernel, channel by channel and row by row, and b (R, C_out, 1).
    The pictures are (R, C_in H W, m), and so is what comes out.
    """

    function = ACTIVATIONS["linear"]
    range = (-inf, inf)
    bias_spread = 0.0

    def __init__(
        self,
        windows: Windows,
        channels: int,
        initializer: Initializer = zeros,
        bias: float = 0,
        *,
        learns_bias: bool = True,
    ) -> None:
        self.windows = windows
        self.channels = channels
        self.n_laid_out = windows.n_laid_out
        self.multiplications = channels * windows.n_read * windows.rows * windows.columns
        kernels, side = (channels, windows.channels), windows.side
        self.parameters = (
            Parameter(
                "W", "W", (*kernels, side**2), is_penalised=True, inputs=1, exported=(*kernels, side, side)
            ),
            Parameter("b", "b", (channels, 1), is_trainable=learns_bias),
        )
        self.initializer = initializer
        self.bias = bias
        self.learns_bias = learns_bias

    @property
    def read(self) -> Form:
        return self.windows.channels, self.windows.side, self.windows.side

    def initial(self, generator: np.random.Generator) -> Array:
        """Kernels as the initialiser draws them, and biases: a sum reads C_in F F numbers, and C_out F F sums read a
        number."""
        n_in, fan_out = self.windows.n_read, self.channels * self.windows.side**2
        W = self.initializer(generator, self.channels, n_in, fan_out)
        b = initial_biases(generator, self.channels, self.bias, self.bias_spread)
        return np.concatenate([W.ravel(), b])

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        """As all layers do, but of every kernel in one row."""
        super().bind(theta, gradient, statistics)
        self.W = self.W.reshape(len(theta), self.channels, -1)
        self.dW = self.dW.reshape(self.W.shape)

    def forward(self, A_prev: Array) -> Array:
        """Z = W X + b, (R, C_out H_out W_out, m)."""
        self.A_prev = A_prev
        Z = self.windows.sums(self.W, self.windows.strips(A_prev))
        by_channel(Z, self.channels)[:] += self.b
        if self.is_shown:
            self.A = Z
        return Z

    def gradients(self, dZ: Array) -> None:
        """dW = dZ Xᵀ and db = Σ dZ, summed over all places of all samples. The strips in which X lies are made
        once more: those of many layers would fill the memory."""
        self.windows.correlate(dZ, self.windows.strips(self.A_prev), self.dW)
        if self.learns_bias:
            np.add.reduce(by_channel(dZ, self.channels), axis=-1, keepdims=True, out=self.db)

    def backward(self, dZ: Array) -> Array:
        """Fill dW and db, and return dA_prev: Wᵀ dZ of every window, added up where windows overlap."""
        self.gradients(dZ)
        return self.windows.spread(self.W, dZ)
