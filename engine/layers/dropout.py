"""Dropout: in every step, each unit is out for each sample with probability p, so that none can rely on another."""

from math import prod
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer
from engine.layers.working import Cell, Working


class DropoutDescription(Description):
    """Units that are left out by chance while training."""

    rates: ClassVar = ("rate",)
    is_gradual: ClassVar = True

    kind: Literal["dropout"] = "dropout"
    form: Literal["classic", "inverted"] = "inverted"
    """The classic form makes up for it when the network is used, the inverted one while it is trained."""
    rate: float = Field(default=0.2, ge=0, le=0.9)
    """How likely a unit is out, in every step and for every sample anew."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return Dropout(prod(shape_in), inverted=self.form == "inverted")


class Dropout(Layer):
    """A = mask A_prev in training, with a mask of ones (kept) and zeros (out).

    What comes out should be as large in use as it was on the average in training. The classic form uses the network
    with A = (1 - p) A_prev, as if the weights above were scaled (Srivastava et al., 2014, section 4); the inverted
    one divides by 1 - p in training, and leaves the network as it is in use.
    """

    role = "dropout"
    rate: Array
    """p of every run, (R, 1, 1)."""
    kept: Array
    """The mask of the coming or latest step, (R, n, m): ones and zeros."""

    def __init__(self, n: int, *, inverted: bool) -> None:
        self.n_random = n
        self.inverted = inverted

    def use(self) -> None:
        """The factor of `predict`."""
        self.scale = np.ones_like(self.rate) if self.inverted else 1 - self.rate

    def draw(self, chance: Array) -> None:
        """Choose the units that are dropped in the next step, by numbers (R, n, m) that are uniform between 0 and 1."""
        self.kept = (chance >= self.rate).astype(self.rate.dtype)
        self.scale = self.kept / (1 - self.rate) if self.inverted else self.kept

    def forward(self, A_prev: Array) -> Array:
        """The mask must have been drawn for as many samples."""
        return A_prev * self.scale

    def predict(self, A_prev: Array) -> Array:
        """Nobody is out."""
        return A_prev if self.inverted else A_prev * (1 - self.rate)

    def backward(self, dA: Array) -> Array:
        """The gradient of a unit that is out is 0."""
        return dA * self.scale

    def working(self, cell: Cell) -> Working:
        numbers = {"rate": float(self.rate[0, 0, 0])}
        if cell.d_after is not None:
            kept, scale = (float(each[0, cell.number, cell.nth]) for each in (self.kept, self.scale))
            numbers |= {"kept": kept, "scale": scale}
        return Working(numbers, {}, {})
