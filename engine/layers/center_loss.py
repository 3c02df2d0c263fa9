"""Centre loss: what the last hidden layer says of the samples of a class is drawn towards that class's centre."""

import numpy as np

from engine.array import Array
from engine.layers.layer import Layer


class CenterLoss(Layer):
    """It adds λ/2 ‖a - c‖² to the loss of every sample, a being A[L-1] and c its class's centre (Wen et al., 2016).

    It passes A on as it is. The centres (R, k, n) are learned without a gradient, from the mini-batches: each moves by
    Δc = Σ (c - a) / (1 + m_c), over the m_c samples of its class, times the rate α (their equation 4).
    """

    weight: Array
    """λ of every run, (R, 1, 1)."""
    rate: Array
    """α of every run, (R, 1, 1)."""
    Y: Array
    """The classes of the latest batch, (R, k, m): 1 for a sample's own, 0 for the others."""

    def __init__(self, n: int, k: int) -> None:
        self.n = n
        self.k = k
        self.n_statistics = k * n

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        """Take this layer's own columns as centres, (R, k, n); they begin at 0."""
        self.centers = statistics.reshape(-1, self.k, self.n)

    def forward(self, A_prev: Array) -> Array:
        """Remember what was said."""
        self.A = A_prev
        return A_prev

    def predict(self, A_prev: Array) -> Array:
        """A network in use knows no centres."""
        return A_prev

    def away(self) -> Array:
        """a - c of every sample of the latest pass, (R, n, m)."""
        away: Array = self.A - np.matmul(self.centers.mT, self.Y)
        return away

    def value(self) -> Array:
        """What is added to the loss of every sample of the latest pass, (R, m)."""
        away = self.away()
        value: Array = 0.5 * self.weight[:, 0] * np.add.reduce(away * away, axis=-2)
        return value

    def backward(self, dA: Array) -> Array:
        """λ (a - c) comes in beside the gradient from above."""
        return dA + self.weight * self.away()

    def follow(self) -> None:
        """Let every centre move towards what was said of its class."""
        counts = np.add.reduce(self.Y, axis=-1, keepdims=True)
        change = -np.matmul(self.Y, self.away().mT) / (1 + counts)
        self.centers -= self.rate * change
