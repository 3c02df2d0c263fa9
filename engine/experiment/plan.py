"""A plan: the layers of a network and their shapes. Experiments that describe the same network share one."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import prod

from engine.experiment.architecture import Architecture
from engine.experiment.short_form import expanded
from engine.fault import Fault
from engine.layers import (
    CenterLossDescription,
    ConvolutionDescription,
    DenseDescription,
    TimeDistributedDescription,
)
from engine.layers.building import built, shape_after
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer
from engine.layers.lengths import Lengths
from engine.layers.side_output import SideOutputDescription
from engine.layers.stages import leaves, weighted

DRAWN_BIAS = 1.0
"""The largest distance from the initial bias at which fixed biases are drawn."""


class Plan:
    """The layers of a network for samples of the shape `shape_in`. Fault: they do not fit together."""

    def __init__(
        self,
        before: Sequence[Description],
        sides: Sequence[SideOutputDescription],
        shape_in: Form,
        shape_out: Form,
        around: Around,
        lengths_differ: bool = False,
        asks: int | None = None,
    ) -> None:
        self.lengths_differ = lengths_differ
        """Whether steps of zeros are none, for layers that go through time."""
        self.asks = asks
        """The number of the symbol with which an answer begins, where one is written."""
        self.before = before
        """The layers before the output."""
        self.shape_in = shape_in
        self.around = around
        output = output_for(shape_after(before, shape_in), shape_out)
        for side in sides:
            if side.reads is not None and side.reads >= len(before):
                raise Fault(
                    "There are {count} layers before the output, counted from 0: none has the number {number}.",
                    where=f"heads.{side.head}.reads",
                    count=len(before),
                    number=side.reads,
                )
        self.described = (*with_sides(before, sides), output)
        """All layers: side outputs, each behind the layer that it reads, and the output included."""
        self.layers = self.built()
        """The same as layers without arrays, which give shapes, parameters and costs."""
        self.shapes = (shape_in, *(layer.shape_out for layer in weighted(self.layers)))
        """The shapes of A[0], A[1] .. A[L] for one sample: (n,), or (C, H, W) where they are pictures."""

    @cached_property
    def structure(self) -> str:
        """The common properties of runs that are stepped together, as text: a text keeps its hash."""
        shared = self.around.biases_are_fixed, self.lengths_differ, self.asks
        return repr([*shared, *(layer.structure() for layer in self.described)])

    @cached_property
    def is_gradual(self) -> bool:
        """Whether any layer makes sense over many steps only."""
        return any(layer.is_gradual for layer in leaves(self.described))

    @cached_property
    def multiplications(self) -> int:
        """The multiplications of the layers' matrices for a sample."""
        return sum(layer.multiplications for layer in self.layers)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """How many units there are in A[0], A[1] .. A[L]: of pictures that a network made, its channels; of sequences
        the numbers of a step."""
        n = self.shape_in[0] if len(self.shape_in) == 2 else prod(self.shape_in)
        return (n, *(shape[0] for shape in self.shapes[1:]))

    @cached_property
    def form(self) -> tuple[object, ...]:
        """The layout of the parameters and statistics, and the function of each layer."""
        return tuple(
            (type(layer), layer.name, layer.parameters, layer.statistics)
            for layer in leaves(self.layers)
            if layer.name or layer.parameters or layer.statistics
        )

    def built(self) -> list[Layer]:
        """New layers, for a network of their own."""
        *hidden, output = self.described
        around = self.around
        if self.lengths_differ:
            around = around._replace(lengths=Lengths(self.shape_in[0], self.asks))
        undrawn = around._replace(bias_spread=0)
        return [
            *built(hidden, self.shape_in, around),
            *built([output], shape_after(hidden, self.shape_in), undrawn),
        ]


@lru_cache(maxsize=512)
def plan_of(
    network: Architecture,
    center: CenterLossDescription | None,
    shape_in: Form,
    shape_out: Form,
    draws_biases: bool,
    sides: tuple[SideOutputDescription, ...] = (),
    lengths_differ: bool = False,
    asks: int | None = None,
) -> Plan:
    """The plan of a network with outputs of a shape; `center` is the centre loss of its short form."""
    before = expanded(network, center) if network.layers is None else network.layers
    around = Around(
        network.initializer,
        network.bias,
        DRAWN_BIAS if draws_biases else 0,
        prod(shape_out),
        biases_are_fixed=network.biases == "fixed",
    )
    return Plan(before, sides, shape_in, shape_out, around, lengths_differ, asks)


def output_for(shape: Form, shape_out: Form) -> Description:
    """The output layer: a dense one or, where it reads and gives pictures of one size, a 1x1 convolution, and where it
    reads and gives sequences, a dense one at each step."""
    if len(shape) == len(shape_out) == 2 and shape[1] == shape_out[1]:
        return TimeDistributedDescription.model_construct(units=shape_out[0])
    if len(shape) == len(shape_out) == 3 and shape[1:] == shape_out[1:]:
        return ConvolutionDescription(channels=shape_out[0], kernel=1)
    # An autoencoder has as many outputs as inputs, perhaps more than a hidden layer may have units.
    return DenseDescription.model_construct(units=prod(shape_out))


def with_sides(before: Sequence[Description], sides: Sequence[SideOutputDescription]) -> list[Description]:
    """The layers, with each side output behind the layer that it reads."""
    found: list[Description] = []
    for number, layer in enumerate(before):
        found += [layer, *(side for side in sides if side.reads == number)]
    return [*found, *(side for side in sides if side.reads is None)]
