"""A network is a stack of layers over one flat array of parameters, theta."""

import itertools
from collections.abc import Sequence

import numpy as np

from engine.activations import Activation
from engine.array import Array
from engine.initializers import INITIALIZERS
from engine.layers import ActivationLayer, Dense


class Network:
    """Dense layers with an activation between them; the last one gives Z[L], which the loss reads.

    `sizes` counts the units of every layer, input and output included. `theta` and `gradient` are (R, P);
    the layers' W, b, dW and db are views into them, so an optimiser sees one array and a student sees all.
    """

    def __init__(self, sizes: Sequence[int], activation: Activation, theta: Array) -> None:
        self.first, *others = dense_layers(sizes)
        self.layers: list[Dense | ActivationLayer] = [self.first]
        for layer in others:
            self.layers += [ActivationLayer(activation), layer]

        self.theta = theta
        self.gradient = np.zeros_like(theta)
        start = 0
        for each in self.layers:
            end = start + each.n_parameters
            each.bind(theta[:, start:end], self.gradient[:, start:end])
            start = end

    def forward(self, X: Array) -> Array:
        """Z[L] for the samples X, (R, n, m) or (1, n, m) where all runs see the same."""
        self.m = X.shape[-1]
        A = X
        for layer in self.layers:
            A = layer.forward(A)
        return A

    def backward(self, dZ: Array) -> None:
        """Fill `gradient` with the mean over the samples, from dZ[L] of the latest forward pass."""
        for layer in reversed(self.layers[1:]):
            dZ = layer.backward(dZ)
        self.first.gradients(dZ)  # Nobody asks for the gradient of the samples.
        self.gradient /= self.m

    def hidden(self) -> list[Array]:
        """A[1] .. A[L-1] of the latest forward pass, each (R, n, m)."""
        return [layer.A for layer in self.layers if isinstance(layer, ActivationLayer)]


def dense_layers(sizes: Sequence[int]) -> list[Dense]:
    return [Dense(n_in, n_out) for n_in, n_out in itertools.pairwise(sizes)]


def count_parameters(sizes: Sequence[int]) -> int:
    """P, the length of theta."""
    return sum(layer.n_parameters for layer in dense_layers(sizes))


def initial_theta(sizes: Sequence[int], initializer: str, generator: np.random.Generator) -> Array:
    """Theta (P,) with fresh weights and zero biases, in float64."""
    drawn = []
    for layer in dense_layers(sizes):
        drawn += [
            INITIALIZERS[initializer](generator, layer.n_out, layer.n_in).ravel(),
            np.zeros(layer.n_out),
        ]
    return np.concatenate(drawn)


def weight_mask(sizes: Sequence[int]) -> Array:
    """1 where theta (P,) holds a weight, 0 where it holds a bias: penalties spare the biases."""
    mask = []
    for layer in dense_layers(sizes):
        mask += [np.ones(layer.n_out * layer.n_in), np.zeros(layer.n_out)]
    return np.concatenate(mask)


def layer_views(theta: Array, sizes: Sequence[int]) -> list[tuple[Array, Array]]:
    """W[l] (n_out, n_in) and b[l] (n_out, 1) of every layer, as views into theta (P,)."""
    layers = dense_layers(sizes)
    ends = list(itertools.accumulate(layer.n_parameters for layer in layers))
    return [
        layer.split(theta[end - layer.n_parameters : end]) for layer, end in zip(layers, ends, strict=True)
    ]
