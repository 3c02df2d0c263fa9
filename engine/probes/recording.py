"""Recording: what goes into each layer and out of it in a pass of a network, layers inside blocks included."""

from collections.abc import Callable

import numpy as np

from engine.array import Array
from engine.layers.layer import Layer
from engine.layers.working import Passed
from engine.losses import Loss
from engine.network import Network


def recorded(network: Network, X: Array) -> dict[Layer, Passed]:
    """The pass of a network in use for the samples X. The network is not to be used any more."""
    found: dict[Layer, Passed] = {}
    for layer in within(network):
        note(layer, "predict", lambda layer, came, went: found.__setitem__(layer, Passed(came, went)))
    network.predict(X)
    return found


def recorded_both_ways(network: Network, loss: Loss, X: Array, Y: Array) -> dict[Layer, Passed]:
    """A step's passes forward and backward for the samples X with the targets Y; what chance decides must have been
    drawn. The network is not to be used any more. Its gradient holds sums over the samples."""
    found: dict[Layer, Passed] = {}

    def back(layer: Layer, came: Array, went: Array) -> None:
        found[layer] = found[layer]._replace(d_after=came, d_before=went)

    for layer in within(network):
        note(layer, "forward", lambda layer, came, went: found.__setitem__(layer, Passed(came, went)))
        note(layer, "backward", back)
    dZ = loss.gradient(network.forward(X), Y)
    dZ, *others = np.split(dZ, network.heads, axis=1)
    for side, of_side in zip(network.sides, others, strict=True):
        side.dZ = of_side
    for layer in reversed(network.layers):
        dZ = layer.backward(dZ)
    return found


def within(network: Network) -> list[Layer]:
    return [part for layer in network.layers for part in layer.within()]


def note(layer: Layer, name: str, tell: Callable[[Layer, Array, Array], None]) -> None:
    """Have a layer's pass of this name told, of this layer alone."""
    method: Callable[[Array], Array] = getattr(layer, name)

    def passed(came: Array) -> Array:
        went = method(came)
        tell(layer, came, went)
        return went

    setattr(layer, name, passed)
