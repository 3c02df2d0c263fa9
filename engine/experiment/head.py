"""A head: what a network says of a sample, read from one of its layers, and how wrong it is."""

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
    """Outputs of its own, which read a layer and have targets, a loss and measures."""

    reads: int | None = Field(default=None, ge=0)
    """The layer that it reads, by its number from 0 in the list of layers (of the short form: in the list that it
    stands for); null: the last one. The first head is the network's output, and reads the last one."""
    targets: AnyTargets | None = None
    """What it is to say; null: the classes that the labels name or, if they are numbers, all of them."""
    loss: LossName = "squared_error"
    output: OutputName | None = None
    """As `objective.output`."""
    weight: float = Field(default=1.0, ge=0, le=100)
    """How much its loss counts in the sum over all heads."""
    measures: tuple[MeasureName, ...] | None = Field(default=None, max_length=4)
    """What is told of it besides its loss; null: what suits its targets."""
