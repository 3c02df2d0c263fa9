"""Pauses: long work can be interrupted between two of its parts, such as two steps or two blocks of a product.

Whoever computes for many people says by `at_pauses` what is done there (see `app.trainer.job`); by default, nothing is.
Where the pauses are depends on sizes alone and never on a clock, so that a result is the same however often its work
was interrupted.
"""

from collections.abc import Callable

import numpy as np

from engine.array import Array

BLOCK = 2**27
"""At most so many multiplications between two pauses: 2 to 14 ms on the processors of these years."""
NARROWEST = 16
"""Columns of a block at least: narrower ones would cost much more than their share."""

_do: Callable[[], None] | None = None


def at_pauses(do: Callable[[], None]) -> None:
    """From now on, do this at every pause."""
    global _do
    _do = do


def pause() -> None:
    """Here long work can be interrupted."""
    if _do is not None:
        _do()


def product(A: Array, B: Array, out: Array | None = None) -> Array:
    """A B as `np.matmul` has it for (R, k, n) and (R, n, m), with a pause before each block of B's columns."""
    *_, k, n = A.shape
    m = B.shape[-1]
    # As many for one run as for several: a run in a cohort is to round as it does alone.
    columns = max(NARROWEST, BLOCK // (k * n))
    if out is None:
        out = np.empty((max(len(A), len(B)), k, m), A.dtype)
    for start in range(0, m, columns):
        pause()
        np.matmul(A, B[..., start : start + columns], out=out[..., start : start + columns])
    pause()
    return out


def stacked(A: Array, B: Array, out: Array) -> None:
    """The product of every pair in stacks (R or 1, N or 1, k, n) and (R or 1, N, n, m), put into `out` (R, N, k, m),
    with a pause before each block of the N pairs."""
    N, n, m = B.shape[1:]
    k = A.shape[-2]
    pairs = max(1, BLOCK // (k * n * m))
    for start in range(0, N, pairs):
        some = slice(start, start + pairs)
        product(A if A.shape[1] == 1 else A[:, some], B[:, some], out=out[:, some])
