"""A gated recurrent unit: a gate tells how much of the state is kept, another how much of it is read."""

from typing import ClassVar, Literal

import numpy as np

from engine.activations import sigmoid
from engine.array import Array
from engine.layers.affine import Start
from engine.layers.description import Around, Form
from engine.layers.layer import Layer, Parameter
from engine.layers.recurrent import Advance, Recurrent
from engine.layers.through_time import RecurrentDescription


class GRUDescription(RecurrentDescription):
    """So many units, each with two gates."""

    gates: ClassVar = 3

    kind: Literal["gru"] = "gru"

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return self.built(GRU, shape_in, around)


class GRU(Recurrent):
    """h_t = z h_(t-1) + (1 - z) k, of the gates r = σ(S_r + U_r h), z = σ(S_z + U_z h) and the candidate
    k = tanh(S_k + r (U_k h + c)), with h = h_(t-1) (Cho et al., 2014).

    As in PyTorch and cuDNN, r multiplies the products U_k h and not h itself, and the products have a bias c (R, n, 1)
    of their own: all gates are then one product.
    """

    gates: ClassVar = 3
    gate_names: ClassVar = ("r", "z", "k")
    n_caches: ClassVar = 5
    products_differ: ClassVar = True

    c: Array
    dc: Array

    def __init__(self, n_in: int, T: int, description: RecurrentDescription, start: Start) -> None:
        super().__init__(n_in, T, description, start)
        self.parameters = (
            *self.parameters,
            Parameter("c", "c", (self.n, 1), is_trainable=start.learns_bias),
        )

    def initial(self, generator: np.random.Generator) -> Array:
        return np.concatenate([super().initial(generator), np.zeros(self.n)])

    def advance(self, S: Array, state: Array) -> Advance:
        n = self.n
        P = np.matmul(self.U, state)
        gates = sigmoid(S[:, : 2 * n] + P[:, : 2 * n])
        r, z = gates[:, :n], gates[:, n:]
        q = P[:, 2 * n :] + self.c
        k = r * q
        k += S[:, 2 * n :]
        np.tanh(k, out=k)
        h = state - k
        h *= z
        h += k
        return Advance(state, h, (gates, q, k))

    def retreat(self, advance: Advance, d_state: Array) -> tuple[Array, Array, Array]:
        """dS_k = dh (1 - z) (1 - k²), dS_z = dh (h - k) z (1 - z), dS_r = dS_k q r (1 - r) with q = U_k h + c; of the
        products P = U h, only dP_k = dS_k r differs."""
        n, (gates, q, k) = self.n, advance.parts
        r, z = gates[:, :n], gates[:, n:]
        dS = np.empty((len(d_state), 3 * n, d_state.shape[-1]), d_state.dtype)
        kept = d_state * z
        d_k = np.subtract(d_state, kept, out=dS[:, 2 * n :])
        d_k *= 1 - k * k
        np.multiply(d_k, q, out=dS[:, :n])
        np.multiply(d_state, advance.before - k, out=dS[:, n : 2 * n])
        dS[:, : 2 * n] *= gates * (1 - gates)
        dP = dS.copy()
        dP[:, 2 * n :] *= r
        return dS, dP, kept

    def shown_gates(self, advance: Advance) -> dict[str, Array]:
        gates, _, k = advance.parts
        return {"r": gates[:, : self.n], "z": gates[:, self.n :], "k": k}

    def between(self, advance: Advance) -> dict[str, Array]:
        return {"q": advance.parts[1], "c": np.broadcast_to(self.c, advance.parts[1].shape)}

    def back_through_time(self, dA: Array) -> tuple[Array, Array]:
        dS, dP = super().back_through_time(dA)
        if self.learns_bias:
            of_candidates = dP[:, 2 * self.n :].reshape(len(dP), self.n, -1)
            np.add.reduce(of_candidates, axis=-1, keepdims=True, out=self.dc)
        return dS, dP
