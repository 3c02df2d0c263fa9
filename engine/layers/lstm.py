"""Long short-term memory: beside what it gives, each unit has a cell, which gates write, keep and read."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.layers.affine import Start
from engine.layers.description import Around, Form
from engine.layers.layer import Layer
from engine.layers.recurrent import Advance, Recurrent
from engine.layers.through_time import RecurrentDescription


class LSTMDescription(RecurrentDescription):
    """So many units, each with a cell and three gates."""

    gates: ClassVar = 4

    kind: Literal["lstm"] = "lstm"
    forget_bias: float = Field(default=1, ge=0, le=10)
    """By how much the biases of the forget gate begin above the others: by b, cells keep what they have for some
    1 + exp(b) steps."""

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return self.built(LSTM, shape_in, around)


class LSTM(Recurrent):
    """c_t = f c_(t-1) + i g and h_t = o tanh(c_t), of the gates i, f, o = σ(S + U h) and g = tanh(S + U h)
    (Hochreiter and Schmidhuber, 1997; the gate f: Gers et al., 2000).

    The state is h and under it c, (R, 2 n, m). The sums stand in the order i, f, g, o. Biases of f begin higher than
    the others, so that cells keep what they have at first: by 1 as usual (Jozefowicz et al., 2015), by log T for what
    is to be held over T steps (Tallec and Ollivier, 2018).
    """

    gates: ClassVar = 4
    gate_names: ClassVar = ("i", "f", "g", "o")
    n_caches: ClassVar = 7
    n_states: ClassVar = 2

    def __init__(self, n_in: int, T: int, description: LSTMDescription, start: Start) -> None:
        super().__init__(n_in, T, description, start)
        self.forget_bias = description.forget_bias

    def initial_biases(self, generator: np.random.Generator) -> Array:
        b = super().initial_biases(generator)
        b[self.n : 2 * self.n] += self.forget_bias
        return b

    def advance(self, S: Array, state: Array) -> Advance:
        n = self.n
        h, c = state[:, :n], state[:, n:]
        gates = np.matmul(self.U, h)
        gates += S
        # σ(z) = (1 + tanh(z/2)) / 2: one tanh serves all gates, in place.
        sigmoids = gates[:, : 2 * n], gates[:, 3 * n :]
        for each in sigmoids:
            each *= 0.5
        np.tanh(gates, out=gates)
        for each in sigmoids:
            each *= 0.5
            each += 0.5
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
        dh = d_state[:, :n]
        dc = bent * bent
        np.subtract(1, dc, out=dc)
        dc *= dh * o
        dc += d_state[:, n:]
        dS = 1 - gates
        dS *= gates
        dS[:, :n] *= dc * g
        dS[:, n : 2 * n] *= dc * advance.before[:, n:]
        of_g = np.multiply(g, g, out=dS[:, 2 * n : 3 * n])
        np.subtract(1, of_g, out=of_g)
        of_g *= dc * i
        dS[:, 3 * n :] *= dh * bent
        before = np.empty_like(d_state)
        before[:, :n] = 0
        np.multiply(dc, f, out=before[:, n:])
        return dS, dS, before

    def shown_gates(self, advance: Advance) -> dict[str, Array]:
        n, (gates, _) = self.n, advance.parts
        found = {name: gates[:, row * n : (row + 1) * n] for row, name in enumerate(self.gate_names)}
        return {**found, "c": advance.after[:, n:]}

    def between(self, advance: Advance) -> dict[str, Array]:
        return {"bent": advance.parts[1]}
