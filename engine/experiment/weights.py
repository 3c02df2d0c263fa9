"""Given initial weights: with what layers begin in place of what an initialiser draws."""

from collections.abc import Sequence
from math import prod
from typing import Annotated

from pydantic import Field

from engine.fault import Fault
from engine.layers.layer import Weighted
from engine.part import Part

MOST_GIVEN = 10_000
"""Initial weights and biases that an experiment carries: of 10 or 20 characters each."""

LARGEST = 1000
"""The size of a weight that a person gives, at most."""

Weight = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]


class InitialWeights(Part):
    """The given initial weights and biases of a layer."""

    W: tuple[tuple[Weight, ...], ...] = Field(min_length=1, max_length=1024)
    """A row for each unit, with a number for each of its inputs."""
    b: tuple[Weight, ...] | None = None
    """A number for each unit; null: the biases begin as they would without given weights."""

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return sum(map(len, self.W)) + len(self.b or ())


Given = Sequence[InitialWeights | None]
"""For each layer of weights, the output's last; None: nothing is given for it."""


def check_given(given: Given, layers: Sequence[Weighted]) -> None:
    """Fault: they are not of the shapes that the layers have."""
    if len(given) != len(layers):
        raise Fault(
            "Initial weights are given for {given} layers, but {count} have weights, the output included.",
            where="network.weights",
            given=len(given),
            count=len(layers),
        )
    for number, (initial, layer) in enumerate(zip(given, layers, strict=True)):
        if initial is None:
            continue
        units, *inputs = layer.parameters[0].shape
        if len(initial.W) != units or any(len(row) != prod(inputs) for row in initial.W):
            raise Fault(
                "The initial weights of layer {layer} must be {units} rows of {inputs} numbers: a row for each unit, "
                "and in it a number for each of its inputs.",
                where=f"network.weights.{number}.W",
                layer=number + 1,
                units=units,
                inputs=prod(inputs),
            )
        [biases, _] = layer.parameters[1].shape
        if initial.b is not None and len(initial.b) != biases:
            raise Fault(
                "The initial biases of layer {layer} must be {units} numbers, one for each unit.",
                where=f"network.weights.{number}.b",
                layer=number + 1,
                units=biases,
            )
