"""Batch normalisation: every unit's sums are brought to mean 0 and variance 1 over the batch, and then to β and γ²; of
pictures, every channel's over all their places."""

from typing import ClassVar, Literal

import numpy as np

from engine.array import Array
from engine.fault import Fault
from engine.layers.description import Around, Circumstances, Description, Form
from engine.layers.layer import Layer, Parameter, by_channel
from engine.layers.working import Cell, Working, sum_of

EPSILON = 1e-5
"""Added to the variance, so that nothing is divided by zero."""
MOMENTUM = 0.1
"""How far the running statistics move towards those of each batch."""


class BatchNormalizationDescription(Description):
    """Every unit's sums, or every channel's, are normalised over the batch."""

    is_centring: ClassVar = True
    is_gradual: ClassVar = True

    kind: Literal["batch_normalization"] = "batch_normalization"

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return BatchNormalization(shape_in[0])

    def check(self, circumstances: Circumstances) -> None:
        if circumstances.batch_size == 1:
            raise Fault(
                "Batch normalisation needs batches of 2 or more: one sample has no variance.",
                where="training.batch_size",
            )


def inner(A: Array, B: Array) -> Array:
    """Σ A B over the samples of each unit, (R, n, 1)."""
    sums: Array = np.vecdot(A, B)[..., np.newaxis]
    return sums


class BatchNormalization(Layer):
    """Y = γ X̂ + β with X̂ = (Z - μ) / √(σ² + ε) (Ioffe and Szegedy, 2015, algorithm 1).

    γ and β (R, n, 1) are learned, and are no weights. Of pictures, n counts channels and m the pixels of all samples
    (section 3.2). In training, μ and σ² are those of the batch; a network in use, which may see a single sample,
    has running ones.
    """

    role = "normalization"
    is_used = False
    """Whether it goes forward and back with the running statistics."""
    gamma: Array
    beta: Array
    dgamma: Array
    dbeta: Array
    running_mean: Array
    running_variance: Array

    def __init__(self, n: int) -> None:
        self.n = n
        self.parameters = (Parameter("gamma", "γ", (n, 1)), Parameter("beta", "β", (n, 1)))
        self.statistics = (
            Parameter("running_mean", "μ", (n, 1)),
            Parameter("running_variance", "σ²", (n, 1)),
        )

    def initial(self, generator: np.random.Generator) -> Array:
        """γ = 1 and then β = 0."""
        return np.concatenate([np.ones(self.n), np.zeros(self.n)])

    def initial_statistics(self) -> Array:
        """A running mean of 0 and then a variance of 1."""
        return np.concatenate([np.zeros(self.n), np.ones(self.n)])

    def use(self) -> None:
        self.is_used = True

    def forward(self, Z: Array) -> Array:
        """Normalise with the batch's own statistics."""
        if self.is_used:
            return self.predict(Z)
        shape = Z.shape
        Z = by_channel(Z, self.n)
        self.m = Z.shape[-1]
        self.mean = np.add.reduce(Z, axis=-1, keepdims=True) / self.m
        self.centred = Z - self.mean
        self.variance = inner(self.centred, self.centred) / self.m
        self.inverse_deviation = 1 / np.sqrt(self.variance + EPSILON)
        # X̂ is not made: a pass over all numbers costs as much as another layer's ReLU.
        Y: Array = self.centred * (self.gamma * self.inverse_deviation)
        Y += self.beta
        return Y.reshape(-1, *shape[1:])

    @property
    def normalized(self) -> Array:
        """X̂ of the latest batch, (R, n, m)."""
        normalized: Array = self.centred * self.inverse_deviation
        return normalized

    def predict(self, Z: Array) -> Array:
        """Normalise with the running statistics."""
        inverse_deviation = 1 / np.sqrt(self.running_variance + EPSILON)
        Y: Array = self.gamma * ((by_channel(Z, self.n) - self.running_mean) * inverse_deviation) + self.beta
        return Y.reshape(-1, *Z.shape[1:])

    def backward(self, dY: Array) -> Array:
        """dX̂ = γ dY and dZ = (dX̂ - mean(dX̂) - X̂ mean(dX̂ X̂)) / √(σ² + ε): μ and σ² depend on every Z as well."""
        shape = dY.shape
        dY = by_channel(dY, self.n)
        if self.is_used:  # The running statistics do not depend on Z.
            dZ: Array = dY * (self.gamma / np.sqrt(self.running_variance + EPSILON))
            return dZ.reshape(shape)
        self.dgamma[:] = inner(dY, self.centred) * self.inverse_deviation
        np.add.reduce(dY, axis=-1, keepdims=True, out=self.dbeta)
        # mean(dX̂) = γ dβ / m and mean(dX̂ X̂) = γ dγ / m.
        dZ = self.centred * (self.inverse_deviation * self.dgamma / -self.m)
        dZ += dY
        dZ -= self.dbeta / self.m
        dZ *= self.gamma * self.inverse_deviation
        return dZ.reshape(shape)

    def follow(self) -> None:
        """Let the running statistics follow the latest batch's. Its variance is taken as m/(m-1) σ²: the samples lie
        closer to their own mean than to the true one."""
        self.running_mean += MOMENTUM * (self.mean - self.running_mean)
        unbiased = self.variance * (self.m / (self.m - 1))
        self.running_variance += MOMENTUM * (unbiased - self.running_variance)

    def working(self, cell: Cell) -> Working:
        """A channel's mean and variance are over all pixels of all samples."""
        c, m = cell.unit, cell.before.shape[-1]
        trains = cell.d_after is not None
        mean, variance = (self.mean, self.variance) if trains else (self.running_mean, self.running_variance)
        gamma, beta = float(self.gamma[0, c, 0]), float(self.beta[0, c, 0])
        numbers = {"mean": float(mean[0, c, 0]), "variance": float(variance[0, c, 0]), "γ": gamma, "β": beta}
        sums = {"mean": sum_of(by_channel(cell.before[np.newaxis], self.n)[0, c])}
        if cell.d_after is not None:
            normalized = self.normalized[0].reshape(*cell.before.shape)
            dY = by_channel(cell.d_after[np.newaxis], self.n)[0, c]
            own = self.normalized[0, c]
            numbers |= {
                "normalized": float(normalized[cell.number, cell.nth]),
                "dγ": float((dY * own).mean()),
                "dβ": float(dY.mean()),
            }
        if cell.d_after is not None and cell.letter:
            of_samples = (dY * own if cell.letter == "γ" else dY).reshape(-1, m)
            sums["gradient"] = sum_of(of_samples[:, cell.nth])
            sums["samples"] = sum_of(of_samples.sum(axis=0))
        return Working(numbers, sums, {})
