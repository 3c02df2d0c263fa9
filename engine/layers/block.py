"""A block: a layer that holds layers."""

from collections.abc import Sequence

from engine.array import Array
from engine.layers.building import built, shape_after
from engine.layers.description import Around, Description, Form
from engine.layers.kinds import AnyLayer
from engine.layers.layer import Layer
from engine.layers.trace import Trace
from engine.layers.wiring import Path, Wiring


class Block(Layer):
    """Layers in a row. A block of another form has its own `forward`, `predict` and `backward`.

    The parameters of its layers lie in theta as if they stood in the network themselves.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        self.multiplications = sum(layer.multiplications for layer in layers)

    def leaves(self) -> list[Layer]:
        return [leaf for layer in self.layers for leaf in layer.leaves()]

    def wire(self, wiring: Wiring, path: Path) -> Path:
        for layer in self.layers:
            path = layer.wire(wiring, path)
        return path

    def within(self) -> list[Layer]:
        return [self, *(part for layer in self.layers for part in layer.within())]

    def told(self) -> list[Layer]:
        return [part for layer in self.layers for part in layer.told()]

    def forward(self, A_prev: Array) -> Array:
        for layer in self.layers:
            A_prev = layer.forward(A_prev)
        return A_prev

    def predict(self, A_prev: Array) -> Array:
        for layer in self.layers:
            A_prev = layer.predict(A_prev)
        return A_prev

    def trace(self, trace: Trace, A_prev: str) -> str:
        for layer in self.layers:
            A_prev = layer.trace(trace, A_prev)
        return A_prev

    def backward(self, dA: Array) -> Array:
        for layer in reversed(self.layers):
            dA = layer.backward(dA)
        return dA


class BlockDescription(Description):
    """The base of the descriptions of blocks, whose field of descriptions is called `layers`."""

    layers: tuple[AnyLayer, ...]

    def leaves(self) -> list[Description]:
        return [leaf for layer in self.layers for leaf in layer.leaves()]

    def shape_out(self, shape_in: Form) -> Form:
        return shape_after(self.layers, shape_in)

    def structure(self) -> tuple[object, ...]:
        held = tuple(layer.structure() for layer in self.layers)
        return tuple(held if field == "layers" else value for field, value in self)

    def built(self, shape_in: Form, around: Around) -> list[Layer]:
        """The layers that it holds."""
        return built(self.layers, shape_in, around._replace(following=None))
