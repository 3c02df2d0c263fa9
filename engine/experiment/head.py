"""A head: outputs that read one of the layers, with their targets and their loss."""

from typing import Annotated, Literal

from pydantic import Field

from engine.losses import LOSSES
from engine.measures import MeasureName
from engine.part import Part
from engine.registry import OneOf
from engine.targets import AnyTargets

LossName = Annotated[str, OneOf(LOSSES)]
OutputName = Literal["linear", "sigmoid", "tanh"]


class HeadDescription(Part):
    """The description of a head: outputs with targets, a loss and measures of their own."""

    reads: int | None = Field(default=None, ge=0)
    """The number of the layer that it reads, from 0 in the list of layers (of the short form: in the equivalent list);
    null: the last one. The first head is the network's output, and reads the last one."""
    targets: AnyTargets | None = None
    """Its targets; null: the classes of the labels or, if they are numbers, all of them."""
    loss: LossName = "squared_error"
    output: OutputName | None = None
    """As `objective.output`."""
    weight: float = Field(default=1.0, ge=0, le=100)
    """The weight of its loss in the sum over all heads."""
    measures: tuple[MeasureName, ...] | None = Field(default=None, max_length=4)
    """Its measures besides the loss; null: the usual ones of its targets."""
