"""Stages: one pass of training, forward and backward, with the values of every layer of the course.

A stage is A[l]: a dense layer and what follows it up to the next one. The layers themselves compute; here it is only
written down what goes in and what comes out.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.array import Array
from engine.layers import BatchNormalization, CenterLoss, Dense, Dropout, Layer
from engine.layers.stages import leaves
from engine.layers.stages import stages as stages_of
from engine.losses import Loss
from engine.network import Network


class StageValues(NamedTuple):
    """One layer of the course over m samples. The gradients are those of all their losses; None: of no pass back.

    Without batch normalisation Y is Z, without dropout `passed` is A, and so are their gradients.
    """

    dense: Dense
    A_prev: Array
    """(n_prev, m), the inputs of the weights."""
    Z: Array
    """(n, m), the sums; and all that follows has their shape."""
    Y: Array
    """The argument of the activation function."""
    A: Array
    passed: Array
    """The input of the next layer."""
    normalization: BatchNormalization | None = None
    activation: Layer | None = None
    """None in the output stage, whose function belongs to the loss."""
    dropout: Dropout | None = None
    center: CenterLoss | None = None
    d_passed: Array | None = None
    """The gradient from the next layer, its Wᵀ dZ."""
    d_kept: Array | None = None
    """The same without the dropped units; with the share of centre loss it becomes dA."""
    dA: Array | None = None
    slope: Array | None = None
    """g'(Y)"""
    dY: Array | None = None
    dZ: Array | None = None
    """δ, in the output stage straight from the loss."""


FLOWS = {
    "dense": ("Z", "Y", "A", "passed"),
    "normalization": ("Y", "A", "passed"),
    "activation": ("A", "passed"),
    "center": (),
    "dropout": ("passed",),
}
"""By role, in the order of the course: the value of a stage that a layer of this role computes."""


def is_told(layers: Sequence[Layer]) -> bool:
    """Whether all layers of a network fit into the stages of the course, and learn."""
    before, *hidden, output = ([layer.role for layer in stage] for stage in stages_of(layers))
    in_order = all(
        roles == [role for role in FLOWS if role in roles] and "activation" in roles for roles in hidden
    )
    is_plain = leaves(layers) == [*layers] and not any(layer.is_frozen for layer in layers)
    return in_order and not before and output == ["dense"] and is_plain


def used(network: Network, loss: Loss, X: Array) -> list[StageValues]:
    """The stages of a network of one run (R = 1) in use, for the samples X (n, m)."""
    return stages(network, loss, {}, X, training=False)


def trained(network: Network, loss: Loss, X: Array, Y: Array) -> list[StageValues]:
    """The same for a step of training with the targets Y; the dropped units must have been drawn.

    Leaves the sums over the samples, not yet divided by m, in the layers' gradients.
    """
    signals: dict[Layer, Array] = {}
    found = stages(network, loss, signals, X, training=True)
    slopes = [
        None if stage.activation is None else stage.activation.backward(np.ones_like(stage.A)[np.newaxis])[0]
        for stage in found
    ]
    errors: dict[Layer, tuple[Array, Array]] = {}
    error = loss.gradient(signals[network.layers[-1]], Y[np.newaxis])
    for layer in reversed(network.layers):
        came, error = error, layer.backward(error)
        errors[layer] = came[0], error[0]
    return [with_errors(stage, errors, slope) for stage, slope in zip(found, slopes, strict=True)]


def stages(
    network: Network, loss: Loss, signals: dict[Layer, Array], X: Array, *, training: bool
) -> list[StageValues]:
    """The forward pass; `signals` is filled with the output of every layer, (1, n, m)."""
    found: list[StageValues] = []
    A = X[np.newaxis]
    for layer in network.layers:
        came, A = A, layer.forward(A) if training else layer.predict(A)
        signals[layer] = A
        out = A[0]
        assert layer.role is not None  # the caller has checked `is_told`.
        parts: dict[str, Any] = {layer.role: layer, **dict.fromkeys(FLOWS[layer.role], out)}
        if layer.role == "dense":
            found.append(StageValues(A_prev=came[0], **parts))
        else:
            found[-1] = found[-1]._replace(**parts)
    prediction = loss.output.function(A)[0]
    return [*found[:-1], found[-1]._replace(A=prediction, passed=prediction)]


def with_errors(
    stage: StageValues, errors: dict[Layer, tuple[Array, Array]], slope: Array | None
) -> StageValues:
    """The stage with its gradients, from the gradients before and after every layer of the backward pass."""
    dZ = errors[stage.dense][0]
    if stage.activation is None:
        return stage._replace(dY=dZ, dZ=dZ)
    dA, dY = errors[stage.activation]
    d_kept = dA if stage.center is None else errors[stage.center][0]
    d_passed = d_kept if stage.dropout is None else errors[stage.dropout][0]
    return stage._replace(d_passed=d_passed, d_kept=d_kept, dA=dA, slope=slope, dY=dY, dZ=dZ)
