"""Long short-term memory: beside what it gives, each unit has a cell, which gates write, keep and read."""

from typing import ClassVar, Literal

import numpy as np

from engine.activations import sigmoid
from engine.array import Array
from engine.layers.description import Around, Form
from engine.layers.layer import Layer
from engine.layers.recurrent import Advance, Recurrent, RecurrentDescription


class LSTMDescription(RecurrentDescription):
    """So many units, each with a cell and three gates."""

    gates: ClassVar = 4

    kind: Literal["lstm"] = "lstm"

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return self.built(LSTM, shape_in, around)


class LSTM(Recurrent):
    """c_t = f c_(t-1) + i g and h_t = o tanh(c_t), of the gates i, f, o = σ(S + U h) and g = tanh(S + U h)
    (Hochreiter and Schmidhuber, 1997; the gate f: Gers et al., 2000).

    The state is h and under it c, (R, 2 n, m). The sums stand in the order i, f, g, o. Biases of f begin 1 higher than
    the others, so that cells keep what they have at first (Jozefowicz et al., 2015).
    """

    gates: ClassVar = 4
    gate_names: ClassVar = ("i", "f", "g", "o")
    n_states: ClassVar = 2

    def initial_biases(self, generator: np.random.Generator) -> Array:
        b = super().initial_biases(generator)
        b[self.n : 2 * self.n] += 1
        return b

    def advance(self, S: Array, state: Array) -> Advance:
        n = self.n
        h, c = state[:, :n], state[:, n:]
        gates = np.matmul(self.U, h)
        gates += S
        g = np.tanh(gates[:, 2 * n : 3 * n])
        gates = sigmoid(gates)
        gates[:, 2 * n : 3 * n] = g
        i, f, g, o = (gates[:, gate * n : (gate + 1) * n] for gate in range(4))
        after = np.empty_like(state)
        new = np.multiply(f, c, out=after[:, n:])
        new += i * g
        bent = np.tanh(new)
        np.multiply(o, bent, out=after[:, :n])
        return Advance(state, after, (gates, bent))

    def retreat(self, advance: Advance, d_state: Array) -> tuple[Array, Array, Array]:
        """dc = dc_t + dh o (1 - tanh²c); then dS_i = dc g i (1 - i), dS_f = dc c_(t-1) f (1 - f),
        dS_g = dc i (1 - g²), dS_o = dh tanh c o (1 - o), and dc f flows to the cell before."""
        n, (gates, bent) = self.n, advance.parts
        i, f, g, o = (gates[:, gate * n : (gate + 1) * n] for gate in range(4))
        dh, dc = d_state[:, :n], d_state[:, n:]
        dc = dc + dh * o * (1 - bent * bent)
        dS = gates * (1 - gates)
        dS[:, :n] *= dc * g
        dS[:, n : 2 * n] *= dc * advance.before[:, n:]
        np.multiply(dc * i, 1 - g * g, out=dS[:, 2 * n : 3 * n])
        dS[:, 3 * n :] *= dh * bent
        before = np.zeros_like(d_state)
        np.multiply(dc, f, out=before[:, n:])
        return dS, dS, before

    def shown_gates(self, advance: Advance) -> dict[str, Array]:
        n, (gates, _) = self.n, advance.parts
        found = {name: gates[:, row * n : (row + 1) * n] for row, name in enumerate(self.gate_names)}
        return {**found, "c": advance.after[:, n:]}
