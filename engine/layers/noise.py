"""Noise: every step disturbs the input at random, and the network learns to ignore the disturbance."""

from math import pi, prod
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer
from engine.layers.working import Cell, Working


class NoiseDescription(Description):
    """Noise on what comes in, while training: before all other layers, it makes an autoencoder a denoising one."""

    rates: ClassVar = ("amount",)
    is_gradual: ClassVar = True

    kind: Literal["noise"] = "noise"
    form: Literal["gaussian", "masking"] = "gaussian"
    """Gaussian noise is added to each number; masking noise makes some of them 0."""
    amount: float = Field(default=0.3, ge=0, le=0.9)
    """The standard deviation of Gaussian noise, and how likely masking makes a number 0."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return (GaussianNoise if self.form == "gaussian" else MaskingNoise)(prod(shape_in))


class GaussianNoise(Layer):
    """A = A_prev + σ ε, with ε normally distributed, for each number of each sample anew."""

    disturbs: ClassVar = True

    amount: Array
    """σ of every run, (R, 1, 1)."""
    noise: Array
    """σ ε of the coming or latest step, (R, n, m)."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.n_random = n + n % 2

    def use(self) -> None:
        self.noise = np.zeros_like(self.amount)

    def draw(self, chance: Array) -> None:
        """Two uniform numbers u and v make two normal ones: √(-2 log u) cos 2πv and √(-2 log u) sin 2πv (Box and
        Muller, 1958)."""
        u, v = np.split(chance.astype(self.amount.dtype, copy=False), 2, axis=1)
        length, angle = np.sqrt(-2 * np.log1p(-u)), 2 * pi * v  # 1 - u is never 0.
        epsilon = np.concatenate([length * np.cos(angle), length * np.sin(angle)], axis=1)
        self.noise = self.amount * epsilon[:, : self.n]

    def forward(self, A_prev: Array) -> Array:
        """The noise must have been drawn for as many samples."""
        return A_prev + self.noise

    def predict(self, A_prev: Array) -> Array:
        """Nothing is disturbed."""
        return A_prev

    def backward(self, dA: Array) -> Array:
        return dA

    def working(self, cell: Cell) -> Working | None:
        if cell.d_after is None:
            return None
        return Working({"noise": float(self.noise[0, cell.number, cell.nth])}, {}, {})


class MaskingNoise(Layer):
    """A = mask A_prev, with a mask of ones (kept) and zeros (out). Unlike dropout, it makes up for nothing: what is out
    is to be found again from the rest (Vincent et al., 2008)."""

    disturbs: ClassVar = True

    amount: Array
    """How likely a number is out, of every run, (R, 1, 1)."""
    kept: Array
    """The mask of the coming or latest step, (R, n, m)."""

    def __init__(self, n: int) -> None:
        self.n_random = n

    def use(self) -> None:
        self.kept = np.ones_like(self.amount)

    def draw(self, chance: Array) -> None:
        """Decide what is out of the next step, from numbers (R, n, m) that are uniform between 0 and 1."""
        self.kept = (chance >= self.amount).astype(self.amount.dtype)

    def forward(self, A_prev: Array) -> Array:
        """The mask must have been drawn for as many samples."""
        return A_prev * self.kept

    def predict(self, A_prev: Array) -> Array:
        """Nothing is out."""
        return A_prev

    def backward(self, dA: Array) -> Array:
        return dA * self.kept

    def working(self, cell: Cell) -> Working | None:
        if cell.d_after is None:
            return None
        return Working({"kept": float(self.kept[0, cell.number, cell.nth])}, {}, {})
