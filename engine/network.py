"""A network is a stack of layers over one flat array of parameters, theta."""

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS, leaky_relu
from engine.array import Array
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS
from engine.layers import (
    ActivationLayer,
    BatchNormalization,
    CenterLoss,
    Dense,
    Dropout,
    Layer,
    ParametricReLU,
)
from engine.layers.dense import MOST_AT_ONCE
from engine.pauses import pause

DRAWN_BIAS = 1.0
"""How far from the initial bias those may be drawn that stay as they begin."""


class Network:
    """Dense layers with an activation between them; the last one gives Z[L], which the loss reads.

    `theta` and `gradient` are (R, P), `statistics` is (R, S); the layers' W, b, dW and db are views into them, so
    an optimiser sees one array and a student sees all.
    """

    def __init__(self, layers: Sequence[Layer], theta: Array, statistics: Array) -> None:
        self.layers = list(layers)
        self.normalizations = [layer for layer in layers if isinstance(layer, BatchNormalization)]
        self.followers = [layer for layer in layers if layer.n_statistics]
        self.centers = [layer for layer in layers if isinstance(layer, CenterLoss)]
        self.dropouts = [layer for layer in layers if isinstance(layer, Dropout)]
        *_, self.output = [layer for layer in layers if isinstance(layer, Dense)]
        self.theta = theta
        self.gradient = np.zeros_like(theta)
        self.is_large = theta.shape[-1] > MOST_AT_ONCE
        """Whether a pass can be interrupted between two layers."""
        for layer, parameters, learned in places(layers):
            layer.bind(theta[:, parameters], self.gradient[:, parameters], statistics[:, learned])

    def forward(self, X: Array) -> Array:
        """Z[L] for the samples X, (R, n, m) or (1, n, m) where all runs see the same: the pass of training."""
        self.m = X.shape[-1]
        A = X
        for layer in self.layers:
            A = layer.forward(A)
            if self.is_large:
                pause()
        return A

    def predict(self, X: Array) -> Array:
        """Z[L] for the samples X as the network answers when it is not being trained."""
        A = X
        for layer in self.layers:
            A = layer.predict(A)
            pause()
        return A

    def backward(self, dZ: Array) -> None:
        """Fill `gradient` with the mean over the samples, from dZ[L] of the latest forward pass."""
        for layer in reversed(self.layers[1:]):
            dZ = layer.backward(dZ)
            if self.is_large:
                pause()
        first = self.layers[0]
        assert isinstance(first, Dense)
        first.gradients(dZ)  # Nobody asks for the gradient of the samples.
        self.gradient /= self.m

    def drop(self, chance: Array) -> None:
        """Decide which hidden units are out of the next step, from numbers (R, units, m) between 0 and 1."""
        start = 0
        for layer in self.dropouts:
            layer.draw(chance[:, start : start + layer.n])
            start += layer.n

    def hidden(self) -> list[Array]:
        """A[1] .. A[L-1] of the latest pass, each (R, n, m)."""
        return [layer.A for layer in self.hidden_layers()]

    def hidden_layers(self) -> list[ActivationLayer | ParametricReLU]:
        """The layers whose A is that of the hidden units."""
        return [layer for layer in self.layers if isinstance(layer, ActivationLayer | ParametricReLU)]


def layers_of(experiment: Experiment) -> list[Layer]:
    """The layers of the network that an experiment describes."""
    network = experiment.network
    initializer = INITIALIZERS[network.initializer]
    *denses, output = [
        Dense(n_in, n_out, initializer, network.bias) for n_in, n_out in itertools.pairwise(experiment.sizes)
    ]
    layers: list[Layer] = []
    for dense, n, activation in zip(denses, network.hidden, network.activation_of_layers, strict=True):
        dense.learns_bias = network.normalization == "none"
        dense.bias_spread = DRAWN_BIAS if experiment.draws_biases else 0
        layers.append(dense)
        if network.normalization == "batch":
            layers.append(BatchNormalization(n))
        layers.append(activation_layer(activation, n, network.slope))
        if experiment.has_centers and dense is denses[-1]:
            layers.append(CenterLoss(n, experiment.n_out))
        if network.dropout != "none":
            layers.append(Dropout(n, inverted=network.dropout == "inverted"))
    return [*layers, output]


def activation_layer(activation: str, n: int, slope: float) -> Layer:
    """The layer of a function by its name, for n units."""
    if activation == "prelu":
        return ParametricReLU(n, slope)
    return ActivationLayer(leaky_relu(slope) if activation == "leaky_relu" else ACTIVATIONS[activation])


def in_theta(layers: Sequence[Layer]) -> list[Layer]:
    """The layers in the order of their parameters: dense ones first, so that theta begins W[1], b[1], W[2], b[2] ..
    in every network, and what other layers learn comes after."""
    return sorted(layers, key=lambda layer: not isinstance(layer, Dense))


def places(layers: Sequence[Layer]) -> Iterator[tuple[Layer, slice, slice]]:
    """Every layer with its columns of theta (R, P) and of the statistics (R, S)."""
    p = s = 0
    for layer in in_theta(layers):
        yield layer, slice(p, p + layer.n_parameters), slice(s, s + layer.n_statistics)
        p += layer.n_parameters
        s += layer.n_statistics


def offsets(layers: Sequence[Layer]) -> list[dict[str, int]]:
    """For each dense layer and what follows it up to the next: where in theta each of their parameters begins.

    By letter: W, row by row, b if it learns, gamma and beta of batch normalisation, slope of parametric ReLU.
    """
    starts = {layer: columns.start for layer, columns, _ in places(layers)}
    found: list[dict[str, int]] = []
    for layer in layers:
        if isinstance(layer, Dense):
            found.append({})
        found[-1] |= {letter: starts[layer] + offset for letter, offset in layer.offsets().items()}
    return found


class Place(NamedTuple):
    """Where a parameter stands: `letter`[`layer`], of W, b, γ, β or s, and its row and column from 0 (None: no matrix).

    Layers count from 1, like those of A; what belongs to the units of A[l] has the number l.
    """

    letter: str
    layer: int
    row: int
    column: int | None


def place_of(experiment: Experiment, parameter: int) -> Place:
    """The place of parameter number `parameter` of theta (P,), from 0."""
    layers = layers_of(experiment)
    numbers = list(itertools.accumulate(int(isinstance(layer, Dense)) for layer in layers))
    for layer, columns, _ in places(layers):
        if parameter < columns.stop:
            number, nth = numbers[layers.index(layer)], parameter - columns.start
            if isinstance(layer, Dense):
                if nth < layer.n_weights:
                    return Place("W", number, *divmod(nth, layer.n_in))
                return Place("b", number, nth - layer.n_weights, None)
            if isinstance(layer, BatchNormalization):
                return Place("γβ"[nth // layer.n], number, nth % layer.n, None)
            return Place("s", number, nth, None)
    raise IndexError(f"theta has no parameter {parameter}")


def initial_theta(layers: Sequence[Layer], generator: np.random.Generator) -> Array:
    """Theta (P,) with fresh parameters, in float64."""
    drawn = []
    for layer in in_theta(layers):
        drawn.append(layer.initial(generator))
        pause()
    return np.concatenate(drawn)


def initial_statistics(layers: Sequence[Layer]) -> Array:
    """The statistics (S,) of a network that has seen no sample, in float64."""
    return np.concatenate([layer.initial_statistics() for layer in in_theta(layers)])


@lru_cache(maxsize=256)
def weight_mask(sizes: tuple[int, ...], n_parameters: int) -> Array:
    """1 where theta (P,) holds a weight, 0 where it holds a bias or another layer's: penalties spare those."""
    mask = np.zeros(n_parameters)
    for W, _ in layer_views(mask, sizes):
        W[:] = 1
    mask.flags.writeable = False
    return mask


def layer_views(theta: Array, sizes: Sequence[int]) -> list[tuple[Array, Array]]:
    """W[l] (.., n_out, n_in) and b[l] (.., n_out, 1) of every dense layer, as views into theta (.., P)."""
    layers = [Dense(n_in, n_out) for n_in, n_out in itertools.pairwise(sizes)]
    ends = list(itertools.accumulate(layer.n_parameters for layer in layers))
    return [
        layer.split(theta[..., end - layer.n_parameters : end])
        for layer, end in zip(layers, ends, strict=True)
    ]
