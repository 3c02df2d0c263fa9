"""A layer: what all layers have in common."""

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from engine.activations import Activation
from engine.array import Array
from engine.part import OfKind

if TYPE_CHECKING:
    from engine.layers.lengths import Lengths
    from engine.layers.trace import Trace
    from engine.layers.wiring import Path, Wiring
    from engine.layers.working import Cell, Passed, Record, Working

Form = tuple[int, ...]
"""The shape of what one sample is between two layers: (n,) for a row, (C, H, W) for a picture of C channels, (n, T) for
a sequence of T steps with n numbers each. Arrays of m of them are (R, n, m) whatever it is, with n = C H W or n T."""


def as_text(shape: Form) -> str:
    """A shape as people write it: 6×28×28."""
    return "×".join(map(str, shape))


class Region(NamedTuple):
    """Cells of a picture: rows from `top` and columns from `left`, up to but without `bottom` and `right`. Those that
    look over its edge lie outside."""

    top: int
    left: int
    bottom: int
    right: int


class Lattice(NamedTuple):
    """Cells of a picture that lie one `step` apart: so many rows and columns of them, from `top` and `left` on."""

    top: int
    left: int
    step: int
    rows: int
    columns: int

    def of(self, picture: Array) -> Array:
        """The lattice's cells of a picture (H, W), as (rows, columns)."""
        top, left, step, rows, columns = self
        return picture[top : top + rows * step : step, left : left + columns * step : step]


def whole(shape: Form) -> Region:
    """All cells of each channel; of numbers in a row, each has one, and of sequences one for each step."""
    height, width = shape[1:] if len(shape) == 3 else (1, shape[1] if len(shape) == 2 else 1)
    return Region(0, 0, height, width)


class Parameter(NamedTuple):
    """An array that a layer learns by its gradient. It lies in theta, row by row, of this `shape` for each run.

    What is learned from the samples without a gradient, a statistic, is described in the same way.
    """

    name: str
    """The layer's attribute; beside it, `d` and the name is its gradient."""
    letter: str
    """Its symbol in formulas."""
    shape: tuple[int, ...]
    is_penalised: bool = False
    """Whether penalties and weight decay press on it."""
    is_trainable: bool = True
    """Whether it learns; if not, the layer leaves its gradient at 0."""
    units: int = 0
    """The axis that counts the layer's units."""
    inputs: int | None = None
    """The axis that counts what it reads, where there is one."""
    exported: tuple[int, ...] | None = None
    """The shape in which other programs have it, if it is another: with rows and columns of kernels apart."""


def size(arrays: Sequence[Parameter]) -> int:
    """The number of numbers in all of them."""
    return sum(prod(array.shape) for array in arrays)


def views(arrays: Sequence[Parameter], columns: Array) -> dict[str, Array]:
    """By name: every array (.., *shape) as a view of the `columns` (.., n) in which they lie one after the other."""
    found, start = {}, 0
    for array in arrays:
        end = start + prod(array.shape)
        found[array.name] = columns[..., start:end].reshape(*columns.shape[:-1], *array.shape)
        start = end
    return found


def by_channel(A: Array, channels: int) -> Array:
    """Pictures (R, C H W, m) with one row for each channel, (R, C, H W m): a view. Rows (R, n, m) of n units stay."""
    return A.reshape(len(A), channels, -1)


class Layer:
    """It turns the units below, A_prev (R, n_in, m), into its own, and its gradient into theirs."""

    role: ClassVar[str | None] = None
    """Its part of a layer in the course (see `engine.probes.stages`); None: the course does not have it."""
    adds_loss: ClassVar[bool] = False
    """Whether it adds a `value` to the loss of every sample, for which it needs the targets `Y`."""
    is_head: ClassVar[bool] = False
    """Whether its units are outputs."""
    disturbs: ClassVar[bool] = False
    """Whether it adds noise to its input in training."""

    description: OfKind
    """Its description in the experiment."""
    shape_in: Form
    shape_out: Form
    """The shapes of a sample before and behind it."""
    name = ""
    """The name of its activation function, if it has one."""
    parameters: Sequence[Parameter] = ()
    statistics: Sequence[Parameter] = ()
    """The values that it learns without a gradient; they lie beside theta."""
    rates: Sequence[str] = ()
    """Its attributes that are numbers of each run, (R, 1, 1): fields of its description."""
    n_random = 0
    """The random numbers that it needs for each sample of a step."""
    multiplications = 0
    """The multiplications of its matrices for each sample; functions of single units are not counted."""
    n_laid_out = 0
    """The numbers that it stores for each sample while it computes, besides its output."""
    n_cached = 0
    """The numbers that it keeps for each sample from one pass to the next, besides its output."""
    is_frozen = False
    """Whether its parameters stay as they are, bit for bit. Its statistics follow the samples all the same."""
    kept: Array | None = None
    """Which units take part in the coming or latest step (1) and which are out (0), (R, n, m), if it leaves any out."""
    Y: Array
    """The output's targets for the latest batch, where it adds to the loss."""
    lengths: "Lengths | None" = None
    """Which steps of the sequences there are, where these differ in length and the layer goes through time."""

    def leaves(self) -> "list[Layer]":
        """The layers that compute: itself, or those that a block holds, from below."""
        return [self]

    def wire(self, wiring: "Wiring", path: "Path") -> "Path":
        """Add itself to the wiring of a network, where the path leads; where it goes on behind the layer."""
        return wiring.follow(self, path)

    def reach(self, region: Region) -> Region:
        """The receptive field: the cells of the layer's input on which a region of its output depends. Most layers
        compute each cell from the one at the same place."""
        return region

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        """The cell of the pictures (C, H, W) that came in whose number was passed on; None: it is not one alone."""
        return row, column

    def initial(self, generator: np.random.Generator) -> Array:
        """Fresh parameters, all of them as (P,) in float64."""
        return np.zeros(size(self.parameters))

    def initial_statistics(self) -> Array:
        """The initial statistics, (S,) in float64."""
        return np.zeros(size(self.statistics))

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        """Take its own columns of theta, its gradient (R, P) and the statistics (R, S), as arrays by their names."""
        for name, array in views(self.parameters, theta).items():
            setattr(self, name, array)
        for name, array in views(self.parameters, gradient).items():
            setattr(self, f"d{name}", array)
        for name, array in views(self.statistics, statistics).items():
            setattr(self, name, array)

    def use(self) -> None:
        """Compute as in use from now on, and back by the derivative of that: without chance, batch or targets."""

    def draw(self, chance: Array) -> None:
        """Take the random numbers of the next step, (R, n_random, m), uniform between 0 and 1."""

    def forward(self, A_prev: Array) -> Array:
        """The forward pass of training; cache what `backward` needs."""
        raise NotImplementedError

    def predict(self, A_prev: Array) -> Array:
        """The forward pass of a network in use; the same as in training for most layers."""
        return self.forward(A_prev)

    def trace(self, trace: "Trace", A_prev: str) -> str:
        """Add what it does in use to a trace, and return the name of what goes out."""
        return trace.layer(self, self.description.kind, A_prev, self.shape_out)

    def follow(self) -> None:
        """Let the statistics follow the latest batch, after the update of the parameters. Most layers have none."""

    def backward(self, dA: Array) -> Array:
        """The gradient of the input, from that of the output; fills in the gradient of the parameters."""
        raise NotImplementedError

    def gradients(self, dA: Array) -> None:
        """Fill in the gradient of the parameters alone, where that of the input is not needed."""
        self.backward(dA)

    def value(self) -> Array:
        """Its part of the loss of every sample of the latest pass, (R, m)."""
        raise NotImplementedError

    def within(self) -> "list[Layer]":
        """Itself and, of a block, all layers that it holds, blocks included."""
        return [self]

    def told(self) -> "list[Layer]":
        """The layers that are worked out one by one, in the order of the pass forward: itself or, of a block, those
        that it holds and what joins them."""
        return [self]

    def passed(self, record: "Record") -> "Passed":
        """The layer's own input and output in a recorded pass."""
        return record[self]

    @property
    def told_shape(self) -> Form:
        """The shape of what it works out, for one sample."""
        return self.shape_out

    def working(self, cell: "Cell") -> "Working | None":
        """The terms of the cell after a pass of training or use, and those of its gradient (see
        `engine.layers.working`); None if there is no more to show than input and output."""
        return None

    @property
    def learns(self) -> bool:
        """Whether any parameter of it moves."""
        return any(
            parameter.is_trainable
            for leaf in self.leaves()
            if not leaf.is_frozen
            for parameter in leaf.parameters
        )


class Shown(Layer):
    """A layer whose output can be shown as what units answer."""

    A: Array
    """The output of the latest pass, (R, n, m)."""
    Z: Array
    """The sums of which its function makes that."""
    function: Activation
    """The function of each unit's sum, for its graph."""
    range: tuple[float, float]
    """The range of its outputs."""
    is_shown = False
    """Whether its output is A[l] of a hidden layer; if not, it need not be kept."""
    name = "linear"


class Weighted(Shown):
    """A layer of weights: with it begins a layer of the course, A[l], and what follows belongs to that up to the next.

    Its first parameters are W and b.
    """

    W: Array
    dW: Array
    b: Array
    db: Array
    A_prev: Array
    """The input of the latest pass of training, (R, n_in, m)."""

    def wire(self, wiring: "Wiring", path: "Path") -> "Path":
        return wiring.weigh(self, path)

    def reach(self, region: Region) -> Region:
        return whole(self.shape_in)

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        return None

    def kernel(self, unit: int, row: int, column: int) -> Array:
        """The weights of the first run that the sum in a cell reads its receptive field with, (C, height, width)."""
        _, _, height, width = whole(self.shape_in)
        kernel: Array = self.W[0, unit].reshape(-1, height, width)
        return kernel

    def joins(self, row: int, column: int, i: int, j: int) -> tuple[Lattice, Lattice]:
        """The cells that a weight reads, and those to whose sums it brings them, in pairs: the weight at (i, j) in the
        `kernel` of a cell. Numbers in a row have one cell each."""
        return Lattice(i, j, 1, 1, 1), Lattice(0, 0, 1, 1, 1)

    @property
    def read(self) -> Form:
        """The shape of what one row of W reads; () where that is no row or picture."""
        return self.shape_in
