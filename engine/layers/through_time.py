"""The descriptions of layers that go through time: which shapes they read and give, and how far their gradient goes."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from engine.fault import Fault
from engine.initializers import InitializerName
from engine.layers.dense import Units
from engine.layers.description import Around, Description, Form

if TYPE_CHECKING:
    from engine.layers.recurrent import Recurrent

MOST_STEPS = 128
"""Time steps of a sequence, at most."""

Returns = Literal["last", "every_step"]
Truncation = Annotated[int, Field(ge=1, le=MOST_STEPS)]
"""Truncated back-propagation through time: the gradient stops at every so many steps (Williams and Peng, 1990)."""


def sequence(shape: Form) -> tuple[int, int]:
    """The numbers of each step, and how many steps there are. Fault: the shape is no sequence's."""
    if len(shape) != 2:
        raise Fault("This layer reads sequences, step by step, but no sequences come in.")
    n, T = shape
    return n, T


class SequenceDescription(Description):
    """The base of the descriptions of layers that read sequences alone, which their schema says."""

    model_config = ConfigDict(json_schema_extra={"reads": "sequences"})


class RecurrentDescription(SequenceDescription):
    """The base of their descriptions."""

    starts: ClassVar = ("initializer", "bias")
    gates: ClassVar[int] = 1
    """How many sums each unit has."""

    units: Units
    returns: Returns = "last"
    """The state after the last step, or that after every step."""
    truncation: Truncation | None = None
    """At every so many steps the gradient stops; null: it goes back to the first step."""
    initializer: InitializerName | None = None
    """How its weights are drawn; null: as the network's."""
    bias: float | None = Field(default=None, ge=-1, le=1)
    """Where its biases begin; null: where the network's do."""

    def shape_out(self, shape_in: Form) -> Form:
        _, T = sequence(shape_in)
        return (self.units,) if self.returns == "last" else (self.units, T)

    def built(self, kind: "type[Recurrent]", shape_in: Form, around: Around) -> "Recurrent":
        n, T = sequence(shape_in)
        layer = kind(n, T, self, around.start(self.initializer, self.bias))
        layer.lengths = around.lengths
        return layer
