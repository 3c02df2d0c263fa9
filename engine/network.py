"""A network is a stack of layers over one flat array of parameters, theta."""

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from engine.array import Array
from engine.layers import Layer
from engine.layers.dense import MOST_AT_ONCE
from engine.layers.laid_out import MOST_OF_UNITS, laid_out, samples_at_once
from engine.layers.layer import Weighted, by_channel
from engine.layers.side_output import side_outputs
from engine.layers.stages import leaves, shown, stages, weighted
from engine.pauses import pause
from engine.places import places


class Network:
    """Layers in a row; the last one gives Z[L], which the loss reads. Where side outputs read earlier ones, their Z
    lies under it.

    `theta` and `gradient` are (R, P), `statistics` is (R, S); the layers' W, b, dW and db are views into them, so
    an optimiser sees one array and a student sees all.
    """

    output: Weighted
    """The last layer of weights."""

    def __init__(self, layers: Sequence[Layer], theta: Array, statistics: Array) -> None:
        self.layers = list(layers)
        self.leaves = leaves(layers)
        *_, self.output = weighted(layers)
        self.n_out = prod(self.output.shape_out)
        self.sides = side_outputs(self.leaves)
        self.heads = np.cumsum([self.n_out, *(side.n_out for side in self.sides)])[:-1]
        """Where in Z of all heads those of the side outputs begin."""
        self.followers = [layer for layer in self.leaves if layer.statistics]
        self.adding = [layer for layer in self.leaves if layer.adds_loss]
        self.rated = [(number, layer) for number, layer in enumerate(self.leaves) if layer.rates]
        self.drawing = [layer for layer in self.leaves if layer.n_random]
        self.n_random = sum(layer.n_random for layer in self.drawing)
        self.lengths = next((layer.lengths for layer in self.leaves if layer.lengths is not None), None)
        self.theta = theta
        self.gradient = np.zeros_like(theta)
        self.at_once = samples_at_once(layers)
        """How many samples go through it together when it is used; None: many (see `parts`)."""
        self.is_large = theta.shape[-1] > MOST_AT_ONCE or self.at_once is not None
        """Whether a pass can be interrupted between two layers."""
        self.columns: dict[Layer, slice] = {}
        self.frozen: list[slice] = []
        for layer, parameters, learned in places(layers):
            self.columns[layer] = parameters
            if layer.is_frozen and layer.parameters:
                self.frozen.append(parameters)
            layer.bind(theta[:, parameters], self.gradient[:, parameters], statistics[:, learned])
        self.hidden_layers = shown(layers)
        """The layers whose A is that of the hidden units."""
        for layer in self.hidden_layers:
            layer.is_shown = True
        lowest = next((number for number, layer in enumerate(self.layers) if layer.learns), 0)
        self.lowest, self.above = self.layers[lowest], self.layers[lowest + 1 :]

    def parts(self, m: int) -> Iterator[slice]:
        """m samples in parts, which go one after the other through a network in use: few of them at once."""
        at_once = self.at_once or max(1, MOST_OF_UNITS // laid_out(self.layers))
        if m <= at_once:
            yield slice(None)
            return
        for start in range(0, m, at_once):
            yield slice(start, start + at_once)

    def answers(self, X: Array) -> Array:
        """Z[L] for the samples X as `predict` has it, part by part; what hidden units answered is not kept."""
        found = [self.predict(X[..., part]) for part in self.parts(X.shape[-1])]
        return found[0] if len(found) == 1 else np.concatenate(found, axis=-1)

    def forward(self, X: Array) -> Array:
        """Z of all heads, Z[L] first, for the samples X, (R, n, m) or (1, n, m) where all runs see the same: the pass
        of training."""
        self.m = X.shape[-1]
        if self.lengths is not None:
            self.lengths.note(X)
        A = X
        for layer in self.layers:
            A = layer.forward(A)
            if self.is_large:
                pause()
        return self._of_all_heads(A) if self.sides else A

    def predict(self, X: Array) -> Array:
        """The same for the samples X as the network answers when it is not being trained."""
        if self.lengths is not None:
            self.lengths.note(X)
        A = X
        for layer in self.layers:
            A = layer.predict(A)
            pause()
        return self._of_all_heads(A) if self.sides else A

    def _of_all_heads(self, Z: Array) -> Array:
        return np.concatenate([Z, *(side.Z for side in self.sides)], axis=1)

    def take_targets(self, Y: Array) -> None:
        """Show the targets Y (R, n, m) to the layers that add to the loss."""
        for layer in self.adding:
            layer.Y = Y[:, : self.n_out]

    def backward(self, dZ: Array) -> None:
        """Fill `gradient` with the mean over the samples, from dZ of all heads in the latest forward pass."""
        if self.sides:
            dZ, *others = np.split(dZ, self.heads, axis=1)
            for side, of_side in zip(self.sides, others, strict=True):
                side.dZ = of_side
        for layer in reversed(self.above):
            dZ = layer.backward(dZ)
            if self.is_large:
                pause()
        self.lowest.gradients(dZ)  # The gradient of the network's input is not needed.
        for columns in self.frozen:
            self.gradient[:, columns] = 0
        self.gradient /= self.m

    def draw(self, chance: Array) -> None:
        """Let layers decide by chance for the next step, from numbers (R, n_random, m) between 0 and 1."""
        start = 0
        for layer in self.drawing:
            layer.draw(chance[:, start : start + layer.n_random])
            start += layer.n_random

    def kept(self) -> Array | None:
        """Which hidden units took part in the latest step (1) and which were out (0), (R, units), for the first sample
        of its batch; None: no layer leaves any out. A channel of pictures takes part with any of its pixels."""
        if not self.hidden_layers or all(layer.kept is None for layer in self.drawing):
            return None
        found = []
        for hidden, stage in zip(self.hidden_layers, stages(self.layers)[1:-1], strict=True):
            kept = np.ones_like(hidden.A[..., 0])
            for layer in stage:
                if layer.kept is not None and layer.shape_in == hidden.shape_out:
                    kept *= layer.kept[..., 0]
            found.append(by_channel(kept, hidden.shape_out[0]).max(axis=-1))
        return np.concatenate(found, axis=1)

    def hidden(self) -> list[Array]:
        """A[1] .. A[L-1] of the latest pass, each (R, n, m)."""
        return [layer.A for layer in self.hidden_layers]
