"""Recording: what goes into each layer and out of it while a network is used, layers inside blocks included."""

from collections.abc import Callable
from typing import NamedTuple

from engine.array import Array
from engine.layers.layer import Layer
from engine.network import Network


class Passed(NamedTuple):
    """The input and the output of a layer, (R, n, m) each."""

    before: Array
    after: Array


def recorded(network: Network, X: Array) -> dict[Layer, Passed]:
    """The pass of a network in use for the samples X. The network is not to be used any more."""
    found: dict[Layer, Passed] = {}
    for leaf in network.leaves:
        setattr(leaf, "predict", noting(leaf, leaf.predict, found))  # noqa: B010  (an attribute of this one alone)
    network.predict(X)
    return found


def noting(
    layer: Layer, predict: Callable[[Array], Array], found: dict[Layer, Passed]
) -> Callable[[Array], Array]:
    def passed(A_prev: Array) -> Array:
        after = predict(A_prev)
        found[layer] = Passed(A_prev, after)
        return after

    return passed
