"""Least squares: the best output weights there are, found in one step; the hidden layers stay as they were drawn.

That is the extreme learning machine of Huang, Zhu and Siew (2006): the activations of a hidden
layer with random weights are often linearly separable, and the best linear output has a closed form.
"""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT64, Array
from engine.batches import Batches
from engine.circumstances import Circumstances
from engine.fault import Fault
from engine.layers.layer import views
from engine.methods.method import Method, Taken
from engine.pauses import pause

BLOCK = 512
"""Equations that are brought into triangular form at a time."""
MOST_SOLVED = 1_000_000
"""Equations times unknowns, which are solved within one step: half a second."""


class LeastSquares(Method):
    """It takes one step, over all training samples. The output is linear: its sums are the prediction."""

    title = "Least squares"
    help = "One step finds the best output weights; hidden layers stay random (extreme learning machine)."
    takes: ClassVar = {
        "objective": {"loss": "squared_error", "center_weight": 0},
        "network": {"normalization": "none", "dropout": "none", "biases": "learned"},
    }
    descends: ClassVar = False
    steps: ClassVar = 1
    output: ClassVar = "linear"

    @classmethod
    def check(cls, circumstances: Circumstances) -> None:
        if circumstances.is_gradual:
            raise Fault(
                "Least squares takes one step only; normalisation and dropout work over many.",
                where="optimizer.kind",
            )
        if circumstances.n_train * circumstances.n_last > MOST_SOLVED:
            raise Fault(
                "Least squares would solve {equations} equations for {weights} weights, but {most} numbers at most are "
                "allowed: take fewer samples or units.",
                where="optimizer.kind",
                equations=circumstances.n_train,
                weights=circumstances.n_last,
                most=MOST_SOLVED,
            )
        if circumstances.loss != "squared_error":
            raise Fault("Least squares goes with the squared error only.", where="optimizer.kind")
        if circumstances.n_heads > 1:
            raise Fault("Least squares goes with one head only.", where="optimizer.kind")
        if circumstances.output not in (None, cls.output):
            raise Fault(
                "Least squares reads the outputs as they are: leave the output function out.",
                where="objective.output",
            )
        if circumstances.regularization == "l1":
            raise Fault("Least squares goes with L2, but not with L1.", where="objective.regularization")

    @classmethod
    def batch_size(cls, asked: int, n_train: int) -> int:
        return n_train

    @classmethod
    def deal(cls, batches: Batches, count: int) -> NDArray[np.intp]:
        """All samples in the order in which they lie; the stream of batches stays where it is."""
        return np.arange(count) % batches.n_train

    def move(self, theta: Array, alpha: Array, gradient: Callable[[], Array], taken: Taken) -> None:
        W, b = solution(taken.output.A_prev, taken.Y, taken.penalty)
        found = views(taken.output.parameters, theta[:, taken.columns])
        found["W"][:], found["b"][:] = W, b


def solution(A: Array, Y: Array, penalty: Array) -> tuple[Array, Array]:
    """W (R, n_out, n) and b (R, n_out, 1), in float64, that make ½ mean Σ (W A + b - Y)² + ½ λ ‖W‖² least.

    A (R, n, m) are the last hidden layer's activations for all samples, Y (R, n_out, m) the targets, and λ of every run
    the `penalty` (R,). Where many solutions are equally good, it is the one of the smallest norm (Penrose, 1956); they
    count as equally good where they differ by no more than the rounding of A. Where A is not finite, neither
    is the solution.
    """
    R, n, m = A.shape
    rounding = np.finfo(A.dtype).eps * (m + n)
    W, b = np.full((R, Y.shape[1], n), np.nan), np.full((R, Y.shape[1], 1), np.nan)
    for replica in range(R):
        # A row for every sample, and one for every weight: λ is felt as samples at which the answer should be 0.
        rows = np.zeros((m + n, n + 1))
        rows[:m, :n], rows[:m, n] = A[replica].T, 1
        np.fill_diagonal(rows[m:], np.sqrt(m * penalty[replica]))
        wanted = np.concatenate([Y[replica].T.astype(FLOAT64), np.zeros((n, Y.shape[1]))])
        if np.isfinite(rows).all():
            rows, wanted = reduced(rows, wanted)
            found, *_ = np.linalg.lstsq(rows, wanted, rcond=rounding)
            W[replica], b[replica, :, 0] = found[:n].T, found[n]
    return W, b


def reduced(rows: Array, wanted: Array) -> tuple[Array, Array]:
    """As few equations as there are unknowns, with the same solutions as rows (k, n) and wanted (k, n_out).

    They are R and Qᵀ `wanted` of the QR decomposition of the rows, block by block (Golub and Van Loan, 2013, section
    5.3.2), so that long work can be interrupted; few equations stay as they are.
    """
    k, n = rows.shape
    if k <= 2 * BLOCK:
        return rows, wanted
    both = np.concatenate([rows, wanted], axis=1)
    R: Array = both[:BLOCK]
    for start in range(BLOCK, k, BLOCK):
        pause()
        R = np.asarray(np.linalg.qr(np.concatenate([R, both[start : start + BLOCK]]), mode="r"))
    pause()
    return R[:n, :n], R[:n, n:]
