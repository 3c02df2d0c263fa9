"""Recurrent layers: what they have in common. At each time step they read the step's numbers and their own state.

Samples are sequences of T steps with n numbers each, of the shape (n, T): A is (R, n T, m), and (R, n, T, m) is a
free reshape of it. The units come first, as the channels of pictures do, so that what holds for a unit holds for a row
of it at every step, and the sums over the input, W X + b, are one product for all steps.
"""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.layers import time_step
from engine.layers.affine import Affine, Start
from engine.layers.layer import Form, Parameter
from engine.layers.lengths import Phase
from engine.layers.through_time import RecurrentDescription
from engine.layers.trace import Trace
from engine.layers.working import Cell, Passed, Record, Working


class Advance(NamedTuple):
    """One time step."""

    before: Array
    """The state before it, (R, n, m), of an LSTM (R, 2 n, m)."""
    after: Array
    parts: tuple[Array, ...]
    """What its kind caches for the way back; () where no sample has the step."""


class Recurrent(Affine):
    """h_t = f(W x_t + b, U h_(t-1)) from h_0 = 0: the same W, b and U at all steps.

    W is (R, G n, n_in), U (R, G n, n) and b (R, G n, 1), with the G sums of the units gate by gate. A sequence that is
    shorter keeps its state from its end on, and no gradient comes from there.
    """

    gates: ClassVar[int] = 1
    gate_names: ClassVar[tuple[str, ...]] = ()
    """By the letters of formulas; () where the only sum is that of the state."""
    n_states: ClassVar[int] = 1
    """The rows of the state, by unit: an LSTM has its cell beside what it gives."""
    n_caches: ClassVar[int] = 2
    """The rows, by unit, of what a step caches, its state included."""
    products_differ: ClassVar[bool] = False
    """Whether the gradient of U h is another one than that of W x + b."""
    range = (-1.0, 1.0)
    phase: Phase = "steps"
    """Which steps it goes through, where sequences have steps that are not there: all, those of a text or those of the
    answer."""
    first: Array | None = None
    """The state before the first step, (R, n_states n, m); None: zeros. `d_first` is its gradient."""
    last: Array
    """The state after the last step of the latest pass; `d_last` is its gradient from elsewhere."""
    d_first: Array
    d_last: Array | None = None
    heard: Callable[[int, Array], None] | None = None
    """Called on the way back with each step and the gradient of the state after it, cells included."""

    U: Array
    dU: Array

    def __init__(self, n_in: int, T: int, description: RecurrentDescription, start: Start) -> None:
        super().__init__(start)
        self.n_in, self.T, self.n = n_in, T, description.units
        self.returns_all = description.returns == "every_step"
        self.truncation = description.truncation or T
        rows = self.gates * self.n
        self.multiplications = T * rows * (n_in + self.n)
        self.n_laid_out = T * (self.n_states + 2 * self.gates) * self.n
        self.n_cached = T * (self.n_caches + self.gates) * self.n
        # Gates are an axis of their own: a unit keeps its place in each of them when units are added.
        by_gate = (self.gates,) if self.gates > 1 else ()
        units = len(by_gate)
        self.parameters = (
            Parameter(
                "W",
                "W",
                (*by_gate, self.n, n_in),
                is_penalised=True,
                units=units,
                inputs=units + 1,
                exported=(rows, n_in),
            ),
            Parameter(
                "b",
                "b",
                (*by_gate, self.n, 1),
                is_trainable=start.learns_bias,
                units=units,
                exported=(rows, 1),
            ),
            Parameter(
                "U",
                "U",
                (*by_gate, self.n, self.n),
                is_penalised=True,
                units=units,
                inputs=units + 1,
                exported=(rows, self.n),
            ),
        )

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        super().bind(theta, gradient, statistics)
        rows = self.gates * self.n
        for name in ("W", "b", "U"):
            for each in (name, f"d{name}"):
                array: Array = getattr(self, each)
                setattr(self, each, array.reshape(len(array), rows, array.shape[-1]))

    def initial(self, generator: np.random.Generator) -> Array:
        """Each gate's W and U as the initialiser draws them, and biases."""
        draw, n = self.start.initializer, self.n
        W = [draw(generator, n, self.n_in).ravel() for _ in range(self.gates)]
        U = [draw(generator, n, n).ravel() for _ in range(self.gates)]
        return np.concatenate([*W, self.initial_biases(generator), *U])

    def initial_biases(self, generator: np.random.Generator) -> Array:
        return self.start.biases(generator, self.gates * self.n)

    def advance(self, S: Array, state: Array) -> Advance:
        """The next state, from the sums S = W x + b (R, G n, m) and the state before."""
        raise NotImplementedError

    def retreat(self, advance: Advance, d_state: Array) -> tuple[Array, Array, Array]:
        """From the gradient of the state after a step: that of S, that of U h, and what flows to the state before
        without U."""
        raise NotImplementedError

    def shown_gates(self, advance: Advance) -> dict[str, Array]:
        """The gates of a step, (R, n, m) each, by their letters."""
        return {}

    def between(self, advance: Advance) -> dict[str, Array]:
        """What else a step computes between its gates and its state, (R, n, m) each, for the worked example."""
        return {}

    @property
    def there(self) -> NDArray[np.bool_] | None:
        """Which steps of the latest pass it goes through, (R, T, m); None: all."""
        return None if self.lengths is None else self.lengths.of(self.phase)

    @property
    def present(self) -> list[bool]:
        """Of each step whether any sample has it; the others are passed over, which changes no number."""
        there = self.there
        if there is None:
            return [True] * self.T
        found: list[bool] = np.logical_or.reduce(there, axis=(0, 2)).tolist()
        return found

    def is_there(self, step: int, sample: int) -> bool:
        """Whether it goes through this step of a sample of the latest pass."""
        there = self.there
        return there is None or bool(there[0, step, sample])

    def is_cut(self, step: int) -> bool:
        """Whether no gradient flows from this step to the one before."""
        return step % self.truncation == 0 and (step > 0 or self.first is None)

    def sums(self, A_prev: Array) -> Array:
        """S = W x_t + b of every step, (T, R, G n, m)."""
        by_step = A_prev.reshape(len(A_prev), self.n_in, -1, A_prev.shape[-1]).transpose(2, 0, 1, 3)
        S: Array = np.matmul(self.W, by_step)
        S += self.b
        return S

    def unrolled(self, A_prev: Array) -> list[Advance]:
        """All steps, one after the other."""
        S, there = self.sums(A_prev), self.there
        state = self.first
        if state is None:
            state = np.zeros((S.shape[1], self.n_states * self.n, S.shape[-1]), S.dtype)
        found = []
        present = self.present
        for t, sums in enumerate(S):
            if not present[t]:
                found.append(Advance(state, state, ()))
                continue
            advance = self.advance(sums, state)
            if there is not None:
                advance = advance._replace(after=np.where(there[:, t, np.newaxis], advance.after, state))
            state = advance.after
            found.append(advance)
        return found

    def given(self, advances: list[Advance]) -> Array:
        """What goes out: (R, n, m), or (R, n T, m) of every step."""
        self.last = advances[-1].after
        if self.returns_all:
            A = np.stack([each.after[:, : self.n] for each in advances], axis=2)
            A = A.reshape(len(A), -1, A.shape[-1])
        else:
            A = self.last[:, : self.n]
        if self.is_shown:
            self.A = A
        return A

    def forward(self, A_prev: Array) -> Array:
        self.A_prev = A_prev
        self.advances = []  # Those of the step before need not lie beside the new ones.
        self.advances = self.unrolled(A_prev)
        return self.given(self.advances)

    def predict(self, A_prev: Array) -> Array:
        return self.given(self.unrolled(A_prev))

    @property
    def told_shape(self) -> Form:
        """The state after every step, also where only the last one goes out."""
        return self.n, self.T

    def passed(self, record: Record) -> Passed:
        return time_step.passed(self, record)

    def working(self, cell: Cell) -> Working:
        return time_step.working(self, cell)

    def trace(self, trace: Trace, A_prev: str) -> str:
        beside = () if self.lengths is None else (trace.there(self.lengths),)
        return trace.layer(self, self.description.kind, A_prev, self.shape_out, beside)

    def gradients(self, dA: Array) -> None:
        """Back-propagation through time (Werbos, 1990): dW = Σ_t dS_t x_tᵀ, dU = Σ_t dP_t h_(t-1)ᵀ with P = U h, and
        db = Σ_t dS_t."""
        dS, dP = self.back_through_time(dA)
        R, m = dS.shape[0], dS.shape[-1]
        X = self.A_prev.reshape(len(self.A_prev), self.n_in, -1)
        H = np.empty((R, self.n, self.T, m), dS.dtype)
        for t, advance in enumerate(self.advances):
            H[:, :, t] = advance.before[:, : self.n]
        self.dS = dS.reshape(R, -1, self.T * m)
        np.matmul(self.dS, X.mT, out=self.dW)
        np.matmul(dP.reshape(self.dS.shape), H.reshape(R, self.n, -1).mT, out=self.dU)
        if self.learns_bias:
            np.add.reduce(self.dS, axis=-1, keepdims=True, out=self.db)

    def back_through_time(self, dA: Array) -> tuple[Array, Array]:
        """The gradients of S and of U h, (R, G n, T, m) each; for most kinds the two are one array."""
        by_step = dA.reshape(len(dA), self.n, -1, dA.shape[-1])
        d_state = np.zeros_like(self.advances[-1].after) if self.d_last is None else self.d_last.copy()
        all_there = self.there
        if not self.returns_all:
            d_state[:, : self.n] = by_step[:, :, 0]
        U = np.ascontiguousarray(self.U.mT)
        R, m = len(d_state), d_state.shape[-1]
        dS = np.empty((R, self.gates * self.n, self.T, m), d_state.dtype)
        dP = np.empty_like(dS) if self.products_differ else dS
        for t in reversed(range(self.T)):
            if self.returns_all:
                d_state[:, : self.n] += by_step[:, :, t]
            if self.heard is not None:
                self.heard(t, d_state)
            if not self.advances[t].parts:
                dS[:, :, t] = dP[:, :, t] = 0
                continue
            stays: Array | None = None
            if all_there is not None:
                there = all_there[:, t, np.newaxis]
                stays = d_state * ~there
                d_state = d_state * there
            d_sums, d_products, d_state = self.retreat(self.advances[t], d_state)
            dS[:, :, t] = d_sums
            if self.products_differ:
                dP[:, :, t] = d_products
            if self.is_cut(t):
                d_state = np.zeros_like(d_state)
            else:
                d_state[:, : self.n] += np.matmul(U, d_products)
            if stays is not None:
                d_state += stays
        self.d_first = d_state
        return dS, dP

    def backward(self, dA: Array) -> Array:
        """Fill the gradients, and return dA_prev = Wᵀ dS of every step, (R, n_in T, m)."""
        self.gradients(dA)
        dA_prev: Array = np.matmul(self.W.mT, self.dS)
        return dA_prev.reshape(len(dA_prev), -1, dA.shape[-1])
