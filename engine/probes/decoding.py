"""Decoding: what a network makes of a point in the plane of a layer, as if the layer had answered it."""

from collections.abc import Sequence

import numpy as np

from engine.array import Array
from engine.cohort import Cohort
from engine.fault import Fault
from engine.layers import Layer
from engine.network import Network
from engine.probes.embedding import Embedding
from engine.rates import read_rates


def decoded(
    cohort: Cohort, embedding: Embedding, layer: int, replicas: Sequence[int], points: Array
) -> Array:
    """The predictions (k, n_out) of these k runs for points (k, 2) of the plane of A[layer].

    The layer's answer is taken to lie in the plane. Fault: no pass can begin behind the layer.
    """
    numbers = list(replicas)
    runs = [cohort.runs[replica] for replica in numbers]
    network = Network(runs[0].experiment.plan.built(), cohort.theta[numbers], cohort.statistics[numbers])
    read_rates(network, runs)
    across = np.matmul(points[:, np.newaxis], embedding.axes[numbers])[:, 0]
    A = (embedding.origin[numbers] + across)[..., np.newaxis].astype(cohort.dtype)
    if layer > len(network.hidden_layers):
        said: Array = A[..., 0]
        return said
    with np.errstate(over="ignore", invalid="ignore"):
        for each in behind(network, layer):
            A = each.predict(A)
        prediction: Array = cohort.loss.output.function(A)[..., 0]
    return prediction


def behind(network: Network, layer: int) -> list[Layer]:
    """The layers that read A[layer], up to the output. Fault: it lies within a block."""
    if layer == 0:
        return network.layers
    last = network.hidden_layers[layer - 1]
    if last not in network.layers:
        raise Fault(
            "Layer {layer} lies within a block: what is behind it reads more than this layer.", layer=layer
        )
    return network.layers[network.layers.index(last) + 1 :]
