"""Embedding: the test samples in the plane of a layer, by its two units or by its two principal components.

The principal components of a layer are the directions in which its answers vary most. An eigenvector has no sign, and
two that change places in size change places in the plane: therefore the axes take order and sign from those of the
run's frame before, so that none flips from frame to frame. The first axes of a run are in the order of their variance,
and the largest number of each is positive.
"""

from math import prod
from typing import NamedTuple

import numpy as np

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.fault import Fault
from engine.layers.stages import stages
from engine.rates import read_rates
from engine.run import Run

MOST_SAMPLES = 250
FEWEST_SAMPLES = 40
MOST_NUMBERS = 2**19
"""The most numbers in all outputs of a layer: a wide layer is shown for fewer samples."""
LARGEST = 1e38
"""In place of what is infinite or larger, so that squares of it are not infinite."""
ALIKE = 1e-12
"""A component whose variance is a smaller share of the whole is none: it is rounding."""


class Embedding(NamedTuple):
    """The plane of a layer of each run."""

    points: Array
    """Every sample in the plane, (R, m, 2)."""
    origin: Array
    """The origin of the plane, (R, n): the mean of the layer's outputs; 0 where the plane is that of two units.
    """
    axes: Array
    """The plane's unit vectors, (R, 2, n)."""
    shares: Array
    """The share of the variance of the layer's answers that the plane shows, (R,)."""
    centers: Array | None
    """The classes' centres of centre loss, (R, k, 2), where the layer has it."""
    tightness: list[float | None]
    """For each run, how far samples lie from their class as a share of how far classes lie from each other."""


def checked(layer: int, units: tuple[int, ...]) -> None:
    """Fault: a network with so many units in A[0] .. A[L] has no plane of this layer."""
    if layer >= len(units):
        raise Fault(
            "The network has no layer {layer}: its layers are 0 (the inputs) to {last} (the output).",
            layer=layer,
            last=len(units) - 1,
        )
    if units[layer] < 2:
        raise Fault("Layer {layer} has one unit: a plane needs two or more.", layer=layer)


def most_samples(units: int, n_test: int) -> int:
    """How many test samples are looked at, the first ones: they lie in random order."""
    return min(n_test, MOST_SAMPLES, max(FEWEST_SAMPLES, MOST_NUMBERS // units))


def embedding(cohort: Cohort, layer: int) -> Embedding:
    """The test samples in the plane of A[layer]: of 0 the inputs, of L the output. Fault: it has none."""
    units = tuple(prod(shape) for shape in cohort.shape.shapes)
    checked(layer, units)
    first = slice(most_samples(units[layer], cohort.shape.n_test))
    X = np.stack([run.dataset.X_test[:, first] for run in cohort.runs])
    with np.errstate(over="ignore", invalid="ignore"):
        A = within(np.nan_to_num(answered(cohort, X, layer).astype(FLOAT64)))
        planes = [plane_of(run, layer, each) for run, each in zip(cohort.runs, A, strict=True)]
        origin, axes, shares = (np.stack(each) for each in zip(*planes, strict=True))
        points = within(np.matmul(axes, A - origin[..., np.newaxis]).mT)
        centers = centers_of(cohort, layer)
        if centers is not None:
            centers = within(np.matmul(centers - origin[:, np.newaxis], axes.mT))
    labels = [run.experiment.data.whole_label(run.dataset.labels_test[:, first]) for run in cohort.runs]
    is_of_classes = cohort.runs[0].experiment.data.n_classes > 0
    return Embedding(
        points=points,
        origin=origin,
        axes=axes,
        shares=shares,
        centers=centers,
        tightness=[
            tightness(each, own) if is_of_classes else None for each, own in zip(A, labels, strict=True)
        ],
    )


def within(points: Array) -> Array:
    """Coordinates that four bytes can hold, and their squares eight."""
    return points.clip(-LARGEST, LARGEST)


def answered(cohort: Cohort, X: Array, layer: int) -> Array:
    """A[layer] (R, n, m) for the samples X, as the networks answer when they are used."""
    network = cohort.network
    if layer == 0:
        return X
    read_rates(network, cohort.runs)
    found = []
    for part in network.parts(X.shape[-1]):
        Z = network.predict(X[..., part])[:, : network.n_out]
        is_hidden = layer <= len(network.hidden_layers)
        found.append(network.hidden_layers[layer - 1].A if is_hidden else cohort.loss.output.function(Z))
    return np.concatenate(found, axis=-1)


def plane_of(run: Run, layer: int, A: Array) -> tuple[Array, Array, Array]:
    """The plane of a layer's answers A (n, m): its origin (n,), its axes (2, n), and the share of the variance.

    The run keeps the axes for its next frame.
    """
    n = len(A)
    if n == 2:
        return np.zeros(n), np.eye(n), np.array(1.0)
    origin = A.mean(axis=1)
    components, variances, whole = principal(A - origin[:, np.newaxis])
    run.axes[layer] = axes = aligned(components, run.axes.get(layer))
    return origin, axes, np.array(variances.sum() / whole if whole > 0 else 1.0)


def principal(centred: Array) -> tuple[Array, Array, float]:
    """The two principal components (2, n) of answers (n, m) around their mean, their variances (2,), and the sum of all
    variances. A component that there is not is 0.

    Of many units the eigenvectors are those of the smaller matrix of all pairs of samples (Turk and Pentland, 1991).
    """
    n, m = centred.shape
    whole = float(np.vdot(centred, centred)) / m
    components, variances = np.zeros((2, n)), np.zeros(2)
    is_wide = n > m
    matrix = np.matmul(centred.T, centred) if is_wide else np.matmul(centred, centred.T)
    values, vectors = np.linalg.eigh(matrix / m)
    for nth in range(min(2, len(values))):
        variance, vector = values[-1 - nth], vectors[:, -1 - nth]
        if variance > ALIKE * whole:
            vector = np.matmul(centred, vector) if is_wide else vector
            components[nth], variances[nth] = vector / np.linalg.norm(vector), variance
    return components, variances, whole


def aligned(components: Array, before: Array | None) -> Array:
    """The components (2, n) in the order and with the signs of the axes before; without any, with the largest number of
    each positive."""
    if before is None or before.shape != components.shape:
        largest = np.abs(components).argmax(axis=1)
        return components * signs(components[[0, 1], largest])
    return matched(components, np.matmul(before, components.T))


def matched(components: Array, overlaps: Array) -> Array:
    """The components (2, n) in the order and with the signs that go with two others, by their `overlaps` (2, 2): a row
    for each of the others."""
    straight, crossed = np.abs(overlaps).trace(), np.abs(overlaps[:, ::-1]).trace()
    order = [0, 1] if straight >= crossed else [1, 0]
    return components[order] * signs(overlaps[[0, 1], order])


def signs(values: Array) -> Array:
    """1 or -1 for each, (n, 1): 1 of 0."""
    return np.where(values < 0, -1.0, 1.0)[:, np.newaxis]


def centers_of(cohort: Cohort, layer: int) -> Array | None:
    """The centres (R, k, n) of centre loss on this layer, where there are any."""
    for each in stages(cohort.network.layers)[layer]:
        if each.role == "center":
            centers: Array = each.centers.astype(FLOAT64)  # type: ignore[attr-defined]
            return centers
    return None


def tightness(A: Array, labels: Array) -> float | None:
    """The mean distance of a sample's answer, A (n, m), from the mean of its class, divided by the mean distance of two
    classes' means; None where fewer than two classes are there or all lie in one place.

    It compares distances within classes with those between them, as Fisher's criterion (1936) does with their squares.
    """
    classes, own = np.unique(labels, return_inverse=True)
    if len(classes) < 2:
        return None
    means = np.stack([A[:, own == each].mean(axis=1) for each in range(len(classes))])
    within = np.linalg.norm(A.T - means[own], axis=1).mean()
    pairs = np.triu_indices(len(classes), 1)
    between = np.linalg.norm(means[pairs[0]] - means[pairs[1]], axis=1).mean()
    return float(within / between) if between > 0 else None
