"""Optimisers: how the parameters move against their gradient, each a little more than the one before it.

theta, its gradient g and each slot are (R, P); the learning rate α and the other rates are (R, 1).
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np

from engine.array import Array
from engine.methods.method import Method, Taken


class GradientMethod(Method):
    """It follows the gradient of the objective, step by step."""

    def move(self, theta: Array, alpha: Array, gradient: Callable[[], Array], taken: Taken) -> None:
        self.update(theta, gradient(), alpha)

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        """Move theta by one step, in place."""
        raise NotImplementedError

    def pull(self, decay: Array, g: Array, alpha: Array) -> Array:
        """How far L1 of the rates `decay` (R, P) moves each parameter after a step along g (see `truncate`).

        As far as an equal gradient of the loss in the long run, so that every optimiser ends where the objective is
        least: the proximal step in the optimiser's own measure (Duchi et al., 2011, section 5; Yun et al., 2021).
        """
        return alpha * decay


class GradientDescent(GradientMethod):
    """θ ← θ - α g"""

    title = "Gradient descent"
    help = "Each step follows the negative gradient of the batch's loss."

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        theta -= alpha * g


class Momentum(GradientMethod):
    """v ← β v + g and θ ← θ - α v: a heavy ball, which keeps most of its velocity (Polyak, 1964)."""

    title = "Momentum"
    help = "Like a heavy ball, it keeps most of its velocity from step to step."
    n_slots = 1
    rates: ClassVar[Sequence[str]] = ("momentum",)

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        [v] = self.slots
        v *= self.rate["momentum"]
        v += g
        theta -= alpha * v

    def pull(self, decay: Array, g: Array, alpha: Array) -> Array:
        """α λ / (1 - β): so far leads a velocity whose gradient is always λ."""
        return alpha * decay / (1 - self.exact["momentum"]).astype(decay.dtype)


class Nesterov(Momentum):
    """v ← β v + g and θ ← θ - α (g + β v): looks ahead along the velocity (Nesterov, 1983).

    As Sutskever et al. (2013) write it, at the point to which the velocity has already led.
    """

    title = "Nesterov"
    help = "Momentum whose gradient is taken at the point it is heading for."

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        [v] = self.slots
        v *= self.rate["momentum"]
        v += g
        theta -= alpha * (g + self.rate["momentum"] * v)


class Adaptive(GradientMethod):
    """The common part of adaptive optimisers: each parameter's step is divided by √s, the size of its gradients."""

    def followed(self, g: Array) -> tuple[Array, Array]:
        """The numerator and the denominator of the latest update along g, both (R, P)."""
        return g, np.sqrt(self.slots[-1]) + self.rate["epsilon"]

    def pull(self, decay: Array, g: Array, alpha: Array) -> Array:
        """α λ / (√s + ε), but no more than α or than the step itself: a weight that has had no gradient yet,
        such as that of a dead ReLU unit, is not set to 0 at once."""
        top, root = self.followed(g)
        return alpha * np.minimum(decay, np.maximum(np.abs(top), root)) / root


class Adagrad(Adaptive):
    """s ← s + g² and θ ← θ - α g / (√s + ε): a parameter that has moved much moves less (Duchi et al., 2011)."""

    title = "Adagrad"
    help = "A parameter with large past gradients takes smaller steps."
    n_slots = 1
    rates: ClassVar[Sequence[str]] = ("epsilon",)

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        [s] = self.slots
        s += g * g
        theta -= alpha * g / (np.sqrt(s) + self.rate["epsilon"])


class RMSprop(Adaptive):
    """s ← β₂ s + (1 - β₂) g² and θ ← θ - α g / (√s + ε): Adagrad that forgets (Hinton, 2012, lecture 6e)."""

    title = "RMSprop"
    help = "Each step is divided by the root mean square of recent gradients."
    n_slots = 1
    rates: ClassVar[Sequence[str]] = ("beta2", "epsilon")

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        [s] = self.slots
        s *= self.rate["beta2"]
        s += (1 - self.exact["beta2"]).astype(s.dtype) * (g * g)
        theta -= alpha * g / (np.sqrt(s) + self.rate["epsilon"])


class Adam(Adaptive):
    """RMSprop with momentum, both corrected for having begun at zero (Kingma and Ba, 2015, algorithm 1).

    v ← β₁ v + (1 - β₁) g and s ← β₂ s + (1 - β₂) g², then v̂ = v / (1 - β₁ᵗ) and ŝ = s / (1 - β₂ᵗ) in update
    number t, and θ ← θ - α v̂ / (√ŝ + ε).
    """

    title = "Adam"
    help = "Momentum and RMSprop combined; learning rates around 0.01 suit it."
    n_slots = 2
    rates: ClassVar[Sequence[str]] = ("momentum", "beta2", "epsilon")

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        v, s = self.slots
        # 1 - β is taken in float64: in float32, 1 - 0.999 is wrong in its fifth digit.
        beta1, beta2 = self.exact["momentum"], self.exact["beta2"]
        self.t += 1
        v *= self.rate["momentum"]
        v += (1 - beta1).astype(v.dtype) * g
        s *= self.rate["beta2"]
        s += (1 - beta2).astype(s.dtype) * (g * g)
        v_hat, s_hat = self.corrected()
        theta -= alpha * v_hat / (np.sqrt(s_hat) + self.rate["epsilon"])

    def followed(self, g: Array) -> tuple[Array, Array]:
        """v̂ was divided by √ŝ + ε."""
        v_hat, s_hat = self.corrected()
        return v_hat, np.sqrt(s_hat) + self.rate["epsilon"]

    def corrected(self) -> tuple[Array, Array]:
        """v̂ and ŝ of the latest update."""
        v, s = self.slots
        beta1, beta2 = self.exact["momentum"], self.exact["beta2"]
        v_hat: Array = v / (1 - beta1**self.t).astype(v.dtype)
        s_hat: Array = s / (1 - beta2**self.t).astype(s.dtype)
        return v_hat, s_hat


class AdamW(Adam):
    """θ ← θ - α λ θ for the weights, and then Adam (Loshchilov and Hutter, 2019, algorithm 2).

    A penalty in the objective would be divided by √ŝ like the rest of the gradient; this decay is not. Its rate is
    (R, P), since it is 0 for what is not a weight.
    """

    title = "AdamW"
    help = "Adam with decoupled weight decay: every weight shrinks a little in each step."
    rates: ClassVar[Sequence[str]] = (*Adam.rates, "weight_decay")

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        theta -= alpha * self.rate["weight_decay"] * theta
        super().update(theta, g, alpha)


def clip(gradient: Array, longest: Array) -> None:
    """Shorten each run's gradient (R, P) to the norm `longest` (R, 1) where it is longer (Pascanu et al., 2013)."""
    norm = np.sqrt(np.add.reduce(gradient * gradient, axis=-1, keepdims=True))
    gradient *= np.minimum(1, longest / (norm + 1e-6))
