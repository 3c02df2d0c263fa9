"""A toy layer: every unit is multiplied by a number of its own, which is learned."""

from math import prod
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.layers.description import Around, Description, Form
from engine.layers.kinds import register
from engine.layers.layer import Layer, Parameter


class GainDescription(Description):
    """A layer of gains."""

    starts: ClassVar = ("start",)

    kind: Literal["toy_gain"] = "toy_gain"
    start: float = Field(default=1, ge=-10, le=10)
    """Where the gains begin."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return Gain(prod(shape_in), self.start)


class Gain(Layer):
    """A = k A_prev."""

    k: Array
    dk: Array

    def __init__(self, n: int, start: float) -> None:
        self.parameters = (Parameter("k", "k", (n, 1), is_penalised=True),)
        self.multiplications = n
        self.start = start

    def initial(self, generator: np.random.Generator) -> Array:
        return np.full(self.parameters[0].shape[0], self.start)

    def forward(self, A_prev: Array) -> Array:
        self.A_prev = A_prev
        return self.k * A_prev

    def backward(self, dA: Array) -> Array:
        np.add.reduce(dA * self.A_prev, axis=-1, keepdims=True, out=self.dk)
        return self.k * dA


register(GainDescription)
