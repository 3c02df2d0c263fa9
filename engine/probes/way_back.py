"""The way back of one sample: the derivative of its loss by what every layer answers, and by every parameter."""

from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.cohort import Cohort
from engine.dealing import foresee
from engine.heads import targets_of
from engine.layers.layer import Layer
from engine.losses import answers
from engine.network import Network
from engine.run import Run

BESIDE = 7
"""The number of training samples beside it where a layer normalises over the batch: alone, all units would be 0."""


class WayBack(NamedTuple):
    """One pass of training, forward and back, in which the other samples have no loss."""

    network: Network
    """Its layers have the gradients of the sample's loss."""
    dA: dict[Layer, Array]
    """By layer the gradient of what went out of it, (1, n, 1)."""


def way_back(cohort: Cohort, replica: int, X: Array, labels: Array | None) -> WayBack:
    """The way back for a sample X (n, 1) with these labels (t, 1); None: the answer counts as right, as for a drawing.

    The run does not change. Layers with random numbers draw those of the next step.
    """
    run = cohort.runs[replica]
    network = cohort.copied([replica])
    shown = beside(run, network, X)
    m = shown.shape[-1]
    with np.errstate(over="ignore", invalid="ignore"):
        if network.drawing:
            network.draw(foresee([run], network.n_random, m))
        dA = listening(network)
        Z = network.forward(shown[np.newaxis])
        all_labels = run.dataset.labels[:, :m].copy()
        all_labels[:, :1] = answered(run, Z[..., :1]) if labels is None else labels
        targets = targets_of(run.heads, run.experiment.sample, shown, all_labels)
        Y = np.asarray(targets, cohort.dtype)[np.newaxis]
        if network.adding:
            network.take_targets(Y)
        dZ = cohort.loss.gradient(Z, Y)
        dZ[..., 1:] = 0
        network.backward(dZ)
        network.gradient *= m  # The sample's own gradient, not the mean over the batch.
    return WayBack(network, {layer: signal[..., :1] for layer, signal in dA.items()})


def beside(run: Run, network: Network, X: Array) -> Array:
    """The sample (n, 1), and others after it where a layer has statistics of the batch."""
    others = run.dataset.X_train[:, :BESIDE] if network.followers else X[:, :0]
    both: Array = np.concatenate([X, others], axis=1).astype(run.dtype)
    return both


def answered(run: Run, Z: Array) -> Array:
    """The labels (t, 1) that the heads answer by their sums Z (1, n, 1): the likeliest classes, and the values."""
    labels, sample = run.dataset.labels[:, :1].copy(), run.experiment.sample
    for head in run.heads:
        own = Z[:, head.rows]
        if sample.steps:  # An answer at each step.
            by_step = head.loss.by_step(own)[0]
            labels[:, 0] = answers(by_step) if sample.classes[0] else head.loss.output.function(own)[0, :, 0]
            continue
        if head.targets.n_classes(sample):
            is_single = own.shape[1] == 1
            labels[getattr(head.targets, "label", 0)] = own[0, 0] > 0 if is_single else own[0].argmax()
        elif rows := head.targets.rows(sample):
            labels[rows] = head.loss.output.function(own)[0]
    return labels


def listening(network: Network) -> dict[Layer, Array]:
    """The gradients that flow back into each layer, filled in during the backward pass. The network cannot be trained
    after that."""
    found: dict[Layer, Array] = {}

    def heard(layer: Layer, name: str) -> None:
        back = getattr(layer, name)

        def noted(dA: Array) -> Array | None:
            found[layer] = dA
            came: Array | None = back(dA)
            return came

        setattr(layer, name, noted)

    for leaf in network.leaves:
        heard(leaf, "gradients")
        heard(leaf, "backward")
    return found
