"""Attribution: which pixels of a picture speak for a class, by the gradient and by covering them.

Both are of the network as it is used: dropout and noise are off, and batch normalisation has its running statistics.
"""

from math import isqrt, prod
from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.cohort import Cohort
from engine.fault import Fault
from engine.losses import answers
from engine.network import Network
from engine.rates import read_rates
from engine.shape import Shape

COVERED = 4
"""The side of what covers a picture is this part of the picture's."""
MOST_PLACES = 14
"""Along a side, to which it is moved."""
MOST_MULTIPLICATIONS = 2**28
"""The most multiplications of all passes of covered pictures: a large network has fewer places."""


class Attribution(NamedTuple):
    """The attribution of one picture (C, H, W) for one class."""

    label: int
    score: float
    """The output's answer for the class."""
    saliency: Array
    """The derivative of the class's sum by each pixel, (H, W): of several channels, that of the largest size."""
    occlusion: Array
    """The decrease of the answer when a square around each place is covered, (rows, columns)."""


def checked(shape: Shape) -> int:
    """The number of classes of a network of this shape. Fault: its inputs are not pictures, or it has no classes."""
    if shape.picture is None:
        raise Fault("Where a network looks is shown of pictures, but these samples are none.")
    if shape.problem == "regression":
        raise Fault("Where a network looks is shown for a class, but this network tells none.")
    return max(2, prod(shape.shapes[-1]))


def attribution(cohort: Cohort, replica: int, X: Array, label: int | None) -> Attribution:
    """The attribution of a class in the picture X (n, 1), by the cohort's run number `replica`; None: of the predicted
    class. Fault: there is no such class."""
    count = checked(cohort.shape)
    if label is not None and label >= count:
        raise Fault("There is no class {label}: the network tells {count}, from 0.", label=label, count=count)
    network = used(cohort, replica)
    X = X[np.newaxis].astype(cohort.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        Z = forward(network, X)
        of = int(answers(Z)[0, 0]) if label is None else label
        gradient = backward(network, Z, of)
        C, H, W = cohort.runs[replica].experiment.data.shape_in
        signed = gradient.reshape(C, H, W)
        largest = np.abs(signed).argmax(axis=0)
        saliency = np.take_along_axis(signed, largest[np.newaxis], axis=0)[0]
        score, occlusion = occluded(cohort, network, X.reshape(C, H, W), of)
    return Attribution(of, score, np.nan_to_num(saliency), np.nan_to_num(occlusion))


def used(cohort: Cohort, replica: int) -> Network:
    """A network of its own of one run, whose passes are those of the network in use."""
    run, rows = cohort.runs[replica], slice(replica, replica + 1)
    network = Network(run.experiment.plan.built(), cohort.theta[rows], cohort.statistics[rows])
    read_rates(network, [run])
    for layer in network.leaves:
        layer.use()
    return network


def forward(network: Network, X: Array) -> Array:
    """Z[L] (1, n_out, m), with what the way back needs."""
    return network.forward(X)[:, : network.n_out]


def backward(network: Network, Z: Array, label: int) -> Array:
    """The derivative of the sum of a class by each input, (n,): of the unnormalised score, before softmax (Simonyan et
    al., 2013, section 3). A single output stands for class 1, and its negative for class 0."""
    dA = np.zeros_like(Z)
    if Z.shape[1] > 1:
        dA[:, label] = 1
    else:
        dA[:] = 1 if label else -1
    for side in network.sides:
        side.dZ = np.zeros_like(side.Z)
    for layer in reversed(network.layers):
        dA = layer.backward(dA)
    return dA[0, :, 0]


def occluded(cohort: Cohort, network: Network, picture: Array, label: int) -> tuple[float, Array]:
    """The answer for a class to a picture (C, H, W), and by how much it falls where a square is covered (Zeiler and
    Fergus, 2014, section 4.2): with the mean of each channel, so that what is covered is neither ink nor hole."""
    _, H, W = picture.shape
    rows, columns = places(H, cohort.shape), places(W, cohort.shape)
    half = max(1, round(min(H, W) / COVERED)) / 2
    covered = np.repeat(picture[np.newaxis], 1 + len(rows) * len(columns), axis=0)
    means = picture.mean(axis=(1, 2))[:, np.newaxis, np.newaxis]
    for nth, (y, x) in enumerate(((y, x) for y in rows for x in columns), 1):
        window = span(y, half, H), span(x, half, W)
        covered[nth, :, window[0], window[1]] = means
    X = covered.reshape(len(covered), -1).T[np.newaxis]
    Z = network.answers(np.ascontiguousarray(X))[:, : network.n_out]
    output = cohort.loss.output.function(Z)[0]
    low, high = cohort.loss.targets
    answer = output[label] if len(output) > 1 else output[0] if label else low + high - output[0]
    return float(np.nan_to_num(answer[0])), (answer[0] - answer[1:]).reshape(len(rows), len(columns))


def places(length: int, shape: Shape) -> Array:
    """The middles of the squares along a side of so many pixels: evenly spaced, as many as the network allows."""
    affordable = isqrt(MOST_MULTIPLICATIONS // max(1, shape.multiplications))
    count = max(4, min(length, MOST_PLACES, affordable))
    return (np.arange(count) + 0.5) * length / count


def span(middle: float, half: float, length: int) -> slice:
    """The pixels that a square covers."""
    return slice(max(0, round(middle - half)), min(length, round(middle + half)))
