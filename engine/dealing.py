"""Dealing: the next mini-batches of several runs, and their random numbers, side by side."""

import copy
from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.run import Run


def deal(runs: Sequence[Run], iterations: int) -> tuple[Array, Array]:
    """The coming batches of runs of one shape: X (iterations, R, n, m) and Y (iterations, R, n_out, m)."""
    shape, dtype = runs[0].shape, runs[0].dtype
    m, n, n_out = shape.batch_size, prod(shape.shapes[0]), runs[0].Y_train.shape[0]
    X = np.zeros((iterations, len(runs), n, m), dtype)
    Y = np.zeros((iterations, len(runs), n_out, m), dtype)
    for replica, run in enumerate(runs):
        shown, targets = batch(run, coming(run, iterations * m), m)
        X[:, replica] = shown.reshape(n, iterations, m).swapaxes(0, 1)
        Y[:, replica] = targets.reshape(n_out, iterations, m).swapaxes(0, 1)
    return X, Y


def coming(run: Run, count: int) -> NDArray[np.intp]:
    """The numbers of the next `count` samples of a run; of one that stopped, whose steps will not count, any."""
    if run.stopped_at is not None:
        return np.zeros(count, np.intp)
    return run.method.deal(run.batches, count)


def batch(run: Run, samples: NDArray[np.intp], m: int) -> tuple[Array, Array]:
    """The inputs of these training samples, (n, ..), and their targets, (n_out, ..), in steps of m."""
    data, X_train = run.experiment.data, run.dataset.X_train
    Y: Array = run.Y_train.take(samples, axis=1)
    generator = run.augmenting if run.stopped_at is None else None
    if generator is None or not data.augments:
        return data.shown(X_train, samples, None), Y
    X = np.empty((data.n_inputs, len(samples)), run.dtype)
    # Step by step: the rounding depends on the size of an array, and must not depend on the number of steps dealt.
    for start in range(0, len(samples), m):
        step = slice(start, start + m)
        chance = data.chances(m, generator)
        X[:, step] = data.shown(X_train, samples[step], chance)
        for head in run.heads:
            if head.targets.are_inputs:  # An autoencoder reconstructs the changed picture.
                Y[head.rows, step] = X[:, step]
            elif head.targets.are_boxes:
                Y[head.rows, step] = data.moved_boxes(Y[head.rows, step], chance)
    return X, Y


def draw(generators: Sequence[np.random.Generator | None], shape: tuple[int, int, int]) -> Array:
    """Numbers between 0 and 1 for each unit that may be out, (iterations, R, units, m) for a shape (iterations, units,
    m), from the generator of each run; zeros for a run that has none."""
    iterations, units, m = shape
    chance = np.zeros((iterations, len(generators), units, m), np.float32)
    for replica, generator in enumerate(generators):
        if generator is not None:
            chance[:, replica] = generator.random(shape, dtype=np.float32)
    return chance


def foresee(runs: Sequence[Run], units: int, m: int) -> Array:
    """The numbers that each run would draw for its next batch of m samples, (R, units, m); no generator moves."""
    chance: Array = draw(copy.deepcopy([run.chance for run in runs]), (1, units, m))[0]
    return chance
