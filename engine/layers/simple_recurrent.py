"""A plain recurrent layer: each unit reads the step's numbers and what all units were one step before."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.layers.description import Around, Form
from engine.layers.layer import Layer
from engine.layers.recurrent import Advance, Recurrent
from engine.layers.through_time import RecurrentDescription


class SimpleRecurrentDescription(RecurrentDescription):
    """So many units that read the step's numbers and their own state."""

    kind: Literal["recurrent"] = "recurrent"

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return self.built(SimpleRecurrent, shape_in, around)


class SimpleRecurrent(Recurrent):
    """h_t = tanh(W x_t + b + U h_(t-1)) (Elman, 1990)."""

    def advance(self, S: Array, state: Array) -> Advance:
        h = np.matmul(self.U, state)
        h += S
        np.tanh(h, out=h)
        return Advance(state, h, (h,))

    def retreat(self, advance: Advance, d_state: Array) -> tuple[Array, Array, Array]:
        """dS = dh (1 - h²); all that flows to the state before goes through U."""
        [h] = advance.parts
        dS = h * h
        np.subtract(1, dS, out=dS)
        dS *= d_state
        return dS, dS, np.zeros_like(dS)
