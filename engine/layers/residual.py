"""A residual block: what comes in is added to what its layers give, a[l+2] = g(z[l+2] + a[l])."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.layers.activation import ActivationDescription, ActivationName
from engine.layers.block import Block, BlockDescription
from engine.layers.building import built
from engine.layers.convolution import ConvolutionDescription
from engine.layers.dense import DenseDescription
from engine.layers.description import Around, Description, Form
from engine.layers.kinds import AnyLayer
from engine.layers.layer import Layer, as_text
from engine.layers.normalization import BatchNormalizationDescription
from engine.layers.stages import leaves
from engine.layers.trace import Trace
from engine.layers.window import LARGEST, Window
from engine.layers.wiring import Path, Wiring
from engine.layers.working import Cell, Passed, Record, Working


class ResidualDescription(BlockDescription):
    """Layers with a shortcut past them (He et al., 2016). Where their shapes differ, the shortcut is a projection: a
    convolution of 1 by 1, or a dense layer; it is normalised where the layers are."""

    kind: Literal["residual"] = "residual"
    layers: tuple[AnyLayer, ...] = Field(min_length=1)
    function: ActivationName = "relu"
    """g, after the sum."""
    slope: float = Field(default=0.01, ge=0, le=1)
    """The slope of g below zero, where it has one."""

    def shape_out(self, shape_in: Form) -> Form:
        shape = super().shape_out(shape_in)
        self.projection(shape_in, shape)
        return shape

    def projection(self, shape_in: Form, shape: Form) -> list[Description]:
        """The layers of the shortcut: none where the shapes are the same. Fault: none makes them the same."""
        if shape_in == shape:
            return []
        normalizes = any(layer.is_centring for layer in leaves(self.layers))
        after: list[Description] = [BatchNormalizationDescription()] if normalizes else []
        if len(shape) == 1:
            return [DenseDescription.model_construct(units=shape[0]), *after]
        for stride in range(1, LARGEST + 1):
            if len(shape_in) == 3 and Window(1, stride, 0).over(shape_in, shape[0]) == shape:
                return [
                    ConvolutionDescription.model_construct(channels=shape[0], kernel=1, stride=stride),
                    *after,
                ]
        raise Fault(
            "The shortcut brings {came}, the layers give {out}: no projection makes them the same.",
            came=as_text(shape_in),
            out=as_text(shape),
        )

    def layer(self, shape_in: Form, around: Around) -> Layer:
        alone = around._replace(following=None)
        shape = self.shape_out(shape_in)
        shortcut = built(self.projection(shape_in, shape), shape_in, alone)
        [activation] = built([ActivationDescription(function=self.function, slope=self.slope)], shape, alone)
        return Residual(shortcut, self.built(shape_in, around), activation)


class Residual(Block):
    """A = g(layers(A_prev) + shortcut(A_prev))."""

    def __init__(self, shortcut: Sequence[Layer], path: Sequence[Layer], activation: Layer) -> None:
        super().__init__([*shortcut, *path, activation])
        self.shortcut = Block(shortcut)
        self.path = Block(path)
        self.activation = activation

    def wire(self, wiring: Wiring, path: Path) -> Path:
        projected = self.shortcut.wire(wiring, path)
        end = self.path.wire(wiring, path)
        wiring.pass_by(path, projected, end)
        return self.activation.wire(wiring, end)

    def within(self) -> list[Layer]:
        return [self, *self.shortcut.within(), *self.path.within(), self.activation]

    def told(self) -> list[Layer]:
        return [*self.shortcut.told(), *self.path.told(), self, self.activation]

    def passed(self, record: Record) -> Passed:
        """Up to the sum."""
        own, after = record[self], record[self.activation]
        return Passed(own.before, after.before, after.d_before, own.d_before)

    def working(self, cell: Cell) -> Working:
        path, shortcut = (
            float(cell.record[part].after[0, cell.number, cell.nth]) for part in (self.path, self.shortcut)
        )
        return Working({"path": path, "shortcut": shortcut}, {}, {})

    def forward(self, A_prev: Array) -> Array:
        return self.activation.forward(self.path.forward(A_prev) + self.shortcut.forward(A_prev))

    def predict(self, A_prev: Array) -> Array:
        return self.activation.predict(self.path.predict(A_prev) + self.shortcut.predict(A_prev))

    def trace(self, trace: Trace, A_prev: str) -> str:
        reads = self.path.trace(trace, A_prev), self.shortcut.trace(trace, A_prev)
        return self.activation.trace(trace, trace.join("add", reads, self.shape_out))

    def backward(self, dA: Array) -> Array:
        """The gradient of the sum goes both ways: through the layers, and past them as it is."""
        dZ = self.activation.backward(dA)
        return self.path.backward(dZ) + self.shortcut.backward(dZ)
