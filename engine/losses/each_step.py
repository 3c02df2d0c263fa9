"""A loss at each step of a sequence: the mean over the steps at which an answer is asked for."""

import numpy as np

from engine.activations import Activation
from engine.array import Array
from engine.losses.loss import Loss


class EachStep(Loss):
    """L = 1/k Σ_t L_t over the k steps that are asked for, and so dZ_t is 1/k of that of the step's own loss.

    Z and Y are (R, n T, m), with the n outputs of each step as (R, n, T, m). A step is not asked for where no output
    has a high target.
    """

    def __init__(self, loss: Loss, n: int, *, may_ask_less: bool, counts_whole: bool = False) -> None:
        """`n`: the outputs of each step; `may_ask_less`: whether there may be steps that are not asked for;
        `counts_whole`: whether a sample is right only where all its steps are."""
        self.loss = loss
        self.n = n
        self.may_ask_less = may_ask_less
        self.counts_whole = counts_whole
        self.targets = loss.targets
        function, derivative = loss.output.function, loss.output.derivative
        self.output = Activation(
            lambda Z: function(self.by_step(Z)).reshape(Z.shape),
            lambda Z, A: derivative(self.by_step(Z), self.by_step(A)).reshape(Z.shape),
            loss.output.range,
        )

    @property
    def at_a_step(self) -> Loss:
        return self.loss

    def by_step(self, Z: Array) -> Array:
        """(.., n T, m) with a column for each step of each sample, (.., n, T m)."""
        return Z.reshape(*Z.shape[:-2], self.n, -1)

    def asked(self, Y: Array) -> Array:
        """1 for each step that is asked for, (.., T, m)."""
        steps = Y.reshape(*Y.shape[:-2], self.n, -1, Y.shape[-1])
        if not self.may_ask_less:
            return np.ones_like(steps[..., 0, :, :])
        asked: Array = (steps.max(axis=-3) > self.targets[0]).astype(Y.dtype)
        return asked

    def mean(self, values: Array, Y: Array) -> Array:
        """The mean (.., m) of values (.., T m) of the steps that are asked for."""
        asked = self.asked(Y)
        values = values.reshape(*values.shape[:-1], *asked.shape[-2:]) * asked
        return np.add.reduce(values, axis=-2) / count(asked)[..., 0, :]  # type: ignore[no-any-return]

    def value(self, Z: Array, Y: Array) -> Array:
        return self.mean(self.loss.value(self.by_step(Z), self.by_step(Y)), Y)

    def values(self, Z: Array, Y: Array) -> Array:
        """The loss of each step by itself, (R, T, m); 0 where none is asked for."""
        asked = self.asked(Y)
        found: Array = self.loss.value(self.by_step(Z), self.by_step(Y))
        return found.reshape(*Z.shape[:-2], *asked.shape[-2:]) * asked

    def gradient(self, Z: Array, Y: Array) -> Array:
        asked = self.asked(Y)
        dZ = self.loss.gradient(self.by_step(Z), self.by_step(Y))
        dZ = dZ.reshape(*Z.shape[:-2], self.n, *asked.shape[-2:])
        dZ *= (asked / count(asked))[..., np.newaxis, :, :]
        return dZ.reshape(Z.shape)

    def hits(self, Z: Array, Y: Array) -> Array:
        """The share of the steps that are asked for whose class is answered right; or whether all of them are."""
        if self.counts_whole:
            return self.whole(Z, Y)
        # In float64 nine steps of ten are 0.9.
        return self.mean(self.loss.hits(self.by_step(Z), self.by_step(Y)).astype(np.float64), Y)

    def whole(self, Z: Array, Y: Array) -> Array:
        """1 where all of them are right, 0 elsewhere."""
        hits = self.loss.hits(self.by_step(Z), self.by_step(Y))
        asked = self.asked(Y)
        missed = hits.reshape(*hits.shape[:-1], *asked.shape[-2:]) < asked
        right: Array = 1 - np.logical_or.reduce(missed, axis=-2).astype(Z.dtype)
        return right


def count(asked: Array) -> Array:
    """How many steps (.., T, m) of each sample are asked for, (.., 1, m); at least 1, to divide by."""
    number: Array = np.maximum(np.add.reduce(asked, axis=-2, keepdims=True), 1)
    return number
