"""A description of a layer: its part of an experiment, which gives its shapes and makes the layer that computes."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from engine.circumstances import Circumstances as Circumstances
from engine.initializers import INITIALIZERS
from engine.layers.affine import Start
from engine.layers.layer import Form as Form
from engine.layers.layer import Layer
from engine.layers.lengths import Lengths
from engine.part import OfKind


class Around(NamedTuple):
    """The properties of a network that its layers depend on."""

    initializer: str
    bias: float
    """The network's initial bias, for layers without one of their own."""
    bias_spread: float
    """The largest distance from it at which hidden biases are drawn (see `Start`)."""
    n_out: int
    """Units of the output."""
    following: "Description | None" = None
    """The next layer of the same list."""
    biases_are_fixed: bool = False
    """Whether all biases stay as they begin."""
    lengths: Lengths | None = None
    """Which steps of the sequences there are, where these differ in length."""

    @property
    def learns_bias(self) -> bool:
        """Whether the layer's bias learns. It would have no effect where a following layer subtracts the mean."""
        is_centred = self.following is not None and self.following.is_centring
        return not self.biases_are_fixed and not is_centred

    def start(self, initializer: str | None, bias: float | None) -> Start:
        """The start of a layer with an initialiser and an initial bias of its own, or else the network's."""
        initial_bias = self.bias if bias is None else bias
        return Start(
            INITIALIZERS[initializer or self.initializer], initial_bias, self.bias_spread, self.learns_bias
        )


class Description(OfKind):
    """The base of all descriptions; each has a `kind`, by which it is chosen."""

    rates: ClassVar[Sequence[str]] = ()
    """Fields that may differ between runs which are stepped together: the layer has them as arrays (R, 1, 1)."""
    starts: ClassVar[Sequence[str]] = ()
    """Fields that count only where parameters are drawn."""
    is_centring: ClassVar[bool] = False
    """Whether it subtracts the mean of its input, and with that the bias of the layer before it."""
    is_gradual: ClassVar[bool] = False
    """Whether its effect needs many steps."""

    frozen: bool = False
    """Whether its parameters stay as they are while the others learn."""

    def leaves(self) -> "list[Description]":
        """The descriptions of the layers that compute, in the order of `Layer.leaves`."""
        return [self]

    def shape_out(self, shape_in: Form) -> Form:
        """The shape of its output, for that of its input. Raises Fault where it does not fit."""
        return shape_in

    def layer(self, shape_in: Form, around: Around) -> Layer:
        """The layer that computes."""
        raise NotImplementedError

    def check(self, circumstances: Circumstances) -> None:
        """Raises Fault where the layer does not fit the rest of the experiment."""

    def beginnings(self) -> tuple[object, ...]:
        """The values of its fields that decide its initial parameters."""
        return tuple(getattr(self, field) for field in self.starts)

    def structure(self) -> tuple[object, ...]:
        """The properties that runs must share to be stepped together: all but the rates and the starts."""
        apart = {*self.rates, *self.starts}
        return tuple(value for field, value in self if field not in apart)
