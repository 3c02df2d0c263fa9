# mypy: allow-untyped-defs, allow-untyped-calls
"""The functions of an exported script: the course in plain NumPy, without training. The script has a copy of those that
it calls, so that it reads and runs alone."""

import numpy as np


def step(Z):
    """1 where the sum is above 0, else 0."""
    return (Z > 0).astype(Z.dtype)


def sigmoid(Z):
    """Between 0 and 1: 1 / (1 + e^-Z), written so that no exponential overflows."""
    return (1 + np.tanh(Z / 2)) / 2


def relu(Z):
    """Positive sums pass, the others become 0."""
    return np.maximum(Z, 0)


def leaky_relu(Z, slope):
    """Positive sums pass, the others become `slope` times as large."""
    return np.where(Z > 0, Z, slope * Z)


def prelu(Z, slope):
    """Leaky ReLU with a learned slope (n, 1) for each unit; of pictures, for each channel."""
    units = Z.reshape(len(slope), -1)
    return np.where(units > 0, units, slope * units).reshape(Z.shape)


def elu(Z):
    """Z, or e^Z - 1 where Z is negative."""
    return np.where(Z > 0, Z, np.expm1(np.minimum(Z, 0)))


def softplus(Z):
    """log(1 + e^Z), a smooth ReLU."""
    return np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z)))


def silu(Z):
    """Z times sigmoid(Z)."""
    return Z * (1 + np.tanh(Z / 2)) / 2


def gelu(Z):
    """Z times (nearly) the probability that a standard normal variable is below Z."""
    return Z * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3))) / 2


def softmax(Z):
    """Probabilities that add up to 1 for each sample."""
    exponentials = np.exp(Z - Z.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


def normalize(Z, gamma, beta, mean, variance):
    """Batch normalisation in use, with the running statistics; of pictures, each channel's."""
    units = Z.reshape(len(gamma), -1)
    return (gamma * (units - mean) / np.sqrt(variance + 1e-5) + beta).reshape(Z.shape)


def windows(A, shape, side, stride, padding, border=0):
    """All windows of pictures: (C, rows, columns, m, side, side)."""
    pictures = A.reshape(*shape, -1)
    around = (0, 0), (padding, padding), (padding, padding), (0, 0)
    pictures = np.pad(pictures, around, constant_values=border)
    found = np.lib.stride_tricks.sliding_window_view(pictures, (side, side), axis=(1, 2))
    return found[:, ::stride, ::stride]


def convolve(A, shape, W, b, stride=1, padding=0):
    """Every kernel of W (C_out, C, F, F) times every window of pictures A (C H W, m)."""
    X = windows(A, shape, W.shape[-1], stride, padding)
    Z = np.tensordot(W, X, axes=((1, 2, 3), (0, 4, 5))) + b[:, :, np.newaxis, np.newaxis]
    return Z.reshape(-1, A.shape[1])


def convolve_transposed(A, shape, W, b, stride=1, padding=0):
    """Every pixel of A (C H W, m) adds its kernels W (C, C_out, F, F) to a larger picture."""
    C, height, width = shape
    C_out, F = W.shape[1:3]
    rows, columns = stride * (height - 1) + F, stride * (width - 1) + F
    pictures = A.reshape(C, height, width, -1)
    Z = np.zeros((C_out, rows, columns, A.shape[1]), A.dtype)
    for i in range(F):
        for j in range(F):
            share = np.tensordot(W[:, :, i, j], pictures, axes=(0, 0))
            Z[:, i : i + stride * height : stride, j : j + stride * width : stride] += share
    Z = Z[:, padding : rows - padding, padding : columns - padding] + b[:, :, np.newaxis, np.newaxis]
    return Z.reshape(-1, A.shape[1])


def pool_max(A, shape, side, stride, padding=0):
    """The largest number of each window."""
    return windows(A, shape, side, stride, padding, -np.inf).max(axis=(4, 5)).reshape(-1, A.shape[1])


def pool_average(A, shape, side, stride, padding=0):
    """The average of each window; the border counts as zeros."""
    return windows(A, shape, side, stride, padding).mean(axis=(4, 5)).reshape(-1, A.shape[1])


def average(A, channels):
    """The average of each channel."""
    return A.reshape(channels, -1, A.shape[1]).mean(axis=1)


def upsample(A, shape, factor):
    """Every pixel becomes a square of equal ones."""
    pictures = A.reshape(*shape, -1)
    return pictures.repeat(factor, axis=1).repeat(factor, axis=2).reshape(-1, A.shape[1])


def stepwise(A, n, W, b):
    """The same weights at each step: A (n T, m) has n numbers of each of T steps."""
    return (W @ A.reshape(n, -1) + b).reshape(-1, A.shape[-1])


def steps_of(X, n):
    """Which steps of sequences X (n T, m) there are, (T, m): those with a number other than 0."""
    return X.reshape(n, -1, X.shape[-1]).any(axis=0)


def writing_of(X, steps, n, asks):
    """At which steps an answer is written, (T, m): from the one on whose symbol asks for it."""
    asked = X.reshape(n, -1, X.shape[-1])[asks] != 0
    return steps & np.logical_or.accumulate(asked, axis=0)


def unrolled(A, n, next_state, size, steps, every_step):
    """The first rows of the state after the last step or, one unit after the other, after every step. Sequences that
    are shorter keep their state from their end on."""
    A = A.reshape(n, -1, A.shape[-1])
    state = np.zeros((size, A.shape[-1]), A.dtype)
    states = []
    for t in range(A.shape[1]):
        new = next_state(A[:, t], state)
        state = new if steps is None else np.where(steps[t], new, state)
        states.append(state)
    return np.stack(states, axis=1) if every_step else state


def recurrent_step(W, b, U):
    """One step of a plain recurrent layer: h = tanh(W x + b + U h)."""
    return lambda x, h: np.tanh(W @ x + b + U @ h)


def gru_step(W, b, U, c):
    """One step of a gated recurrent unit: z of the state is kept, and r of it is read."""

    def next_state(x, h):
        S_r, S_z, S_k = np.split(W @ x + b, 3)
        P_r, P_z, P_k = np.split(U @ h, 3)
        r, z = sigmoid(S_r + P_r), sigmoid(S_z + P_z)
        return z * h + (1 - z) * np.tanh(S_k + r * (P_k + c))

    return next_state


def lstm_step(W, b, U):
    """One step of long short-term memory: the gates i, f and o write, keep and read the cells, which lie under h in the
    state."""

    def next_state(x, state):
        h, cells = np.split(state, 2)
        i, f, g, o = np.split(W @ x + b + U @ h, 4)
        cells = sigmoid(f) * cells + sigmoid(i) * np.tanh(g)
        return np.concatenate([sigmoid(o) * np.tanh(cells), cells])

    return next_state


def recurrent(A, n, W, b, U, steps=None, every_step=False):
    """A plain recurrent layer."""
    A = unrolled(A, n, recurrent_step(W, b, U), len(U), steps, every_step)
    return A.reshape(-1, A.shape[-1])


def gru(A, n, W, b, U, c, steps=None, every_step=False):
    """A layer of gated recurrent units."""
    A = unrolled(A, n, gru_step(W, b, U, c), len(c), steps, every_step)
    return A.reshape(-1, A.shape[-1])


def lstm(A, n, W, b, U, steps=None, every_step=False):
    """A layer of long short-term memory."""
    A = unrolled(A, n, lstm_step(W, b, U), len(U) // 2, steps, every_step)
    return A[: len(U) // 4].reshape(-1, A.shape[-1])


def encoder_decoder(A, n, read, write, units, size, reading, writing):
    """The states of an encoder, whose step is `read`, and then of a decoder, whose step is `write`: it goes on from the
    state in which the encoder ended. Of the state of this size the first rows are the units."""
    A = A.reshape(n, -1, A.shape[-1])
    state = np.zeros((size, A.shape[-1]), A.dtype)
    states = []
    for t in range(A.shape[1]):
        written = np.where(writing[t], write(A[:, t], state), state)
        state = np.where(reading[t], read(A[:, t], state), written)
        states.append(state[:units])
    return np.stack(states, axis=1).reshape(-1, A.shape[-1])
