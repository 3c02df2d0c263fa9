"""The warped plane: the grid of the inputs as a layer sees it, with samples carried along.

A layer of two units is a plane itself. Of more units it is seen by the two principal components of what they answer at
the grid, and a single unit makes a line of the plane. The axes of a layer take order and sign from those of the frame
before (see `engine.probes.embedding`); at first sight, from the picture of the layer below, so that the plane does not
flip from layer to layer either.
"""

from collections.abc import Hashable, MutableMapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.data.features import features_of
from engine.fault import Fault
from engine.network import Network
from engine.probes.boundary import inputs
from engine.probes.embedding import aligned, matched, principal, tightness, within
from engine.rates import read_rates
from engine.run import Run

LINES = 21
"""The lines of the grid in each direction."""
POINTS = 61
"""The points of a line, so that it can bend."""
MOST_SAMPLES = 250
"""The training samples that are carried along, the first ones: they lie in random order."""


class LayerPlane(NamedTuple):
    """The plane as one layer of one network sees it."""

    layer: int
    """0: the plane of the inputs itself."""
    units: int
    grid: Array
    """(2, LINES, POINTS, 2): the lines along which x1 stays the same, then those of x2, from the lowest values on."""
    samples: Array
    """(m, 2)"""
    share: float
    """The share of the variance of the layer's answers at the grid that its plane shows."""
    along: float
    """The largest share that lies along one line: 1, where the plane has collapsed into it."""
    order: tuple[int, int]
    """Which principal component is across and which is up: 1 is that of the larger variance."""
    tightness: float | None
    """As of an embedding, for the samples that are carried along."""


@lru_cache(maxsize=64)
def grid_points(low: float, high: float) -> Array:
    """The points (2, 2 · LINES · POINTS) of the grid's lines over a square."""
    across, along = np.meshgrid(np.linspace(low, high, LINES), np.linspace(low, high, POINTS), indexing="ij")
    return np.stack([[across, along], [along, across]], axis=1).reshape(2, -1)


def warped_planes(cohort: Cohort, layer: int) -> list[list[LayerPlane]]:
    """For each run, what the layers up to this one make of the plane, the plane itself first. Fault: there is no plane,
    or no such hidden layer."""
    last = len(cohort.network.hidden_layers)
    if cohort.shape.view != "plane":
        raise Fault("These data have no plane: a sample is not a point with two coordinates.")
    if layer > last:
        raise Fault(
            "The network has no hidden layer {layer}: the plane goes from 0 (the inputs) to {last}.",
            layer=layer,
            last=last,
        )
    first = slice(min(MOST_SAMPLES, cohort.shape.n_train))
    at = [grid_points(*run.experiment.data.domain) for run in cohort.runs]
    X = [
        np.concatenate(
            [
                inputs(run, features_of(points, run.experiment.data.chosen_features)),
                run.dataset.X_train[:, first],
            ],
            axis=1,
        )
        for run, points in zip(cohort.runs, at, strict=True)
    ]
    read_rates(cohort.network, cohort.runs)
    answers = hidden_answers(cohort.network, np.stack(X).astype(cohort.dtype, copy=False), layer)
    found = []
    for replica, (run, points) in enumerate(zip(cohort.runs, at, strict=True)):
        whole = np.concatenate([points, run.dataset.points[:, first]], axis=1)
        labels = run.experiment.data.whole_label(run.dataset.labels_train[:, first])
        found.append(seen(whole, [A[replica] for A in answers], run.axes, labels=labels_of(run, labels)))
    return found


def labels_of(run: Run, labels: Array) -> Array | None:
    """The labels, where they are classes."""
    return labels if run.experiment.data.n_classes else None


def hidden_answers(network: Network, X: Array, layer: int) -> list[Array]:
    """A[1] .. A[layer] (R, n, m) for X (R, n, m), as the networks answer when they are used."""
    found: list[list[Array]] = [[] for _ in range(layer)]
    with np.errstate(over="ignore", invalid="ignore"):
        for part in network.parts(X.shape[-1]) if layer else ():
            network.predict(X[..., part])
            for each, A in zip(found, network.hidden(), strict=False):
                each.append(A)
    return [np.concatenate(each, axis=-1) for each in found]


def seen(
    points: Array,
    answers: Sequence[Array],
    axes: MutableMapping[Hashable, Array],
    labels: Array | None = None,
) -> list[LayerPlane]:
    """The plane, and what each layer makes of it, by its `answers` (n, m) at the `points` (2, m): those of the grid,
    and then samples. `axes` keeps the axes for the next frame."""
    planes = [plane_of(0, points, Drawn(points, 1.0, along(points)), labels)]
    below = points
    for layer, A in enumerate(answers, 1):
        A = within(np.nan_to_num(A.astype(FLOAT64)))
        own = drawn(layer, A, axes, below)
        planes.append(plane_of(layer, A, own, labels))
        below = own.places
    return planes


class Drawn(NamedTuple):
    """Where the answers of a layer are drawn, and the shares of a `LayerPlane`."""

    places: Array
    """(2, m)"""
    share: float
    along: float


def plane_of(layer: int, A: Array, own: Drawn, labels: Array | None) -> LayerPlane:
    """What is told of a layer with the answers A (n, m)."""
    n_grid = 2 * LINES * POINTS
    variances = own.places[:, :n_grid].var(axis=1)
    return LayerPlane(
        layer=layer,
        units=len(A),
        grid=own.places[:, :n_grid].T.reshape(2, LINES, POINTS, 2),
        samples=own.places[:, n_grid:].T,
        share=own.share,
        along=own.along,
        order=(1, 2) if variances[0] >= variances[1] else (2, 1),
        tightness=None if labels is None else tightness(A[:, n_grid:], labels),
    )


def along(A: Array) -> float:
    """The share of the variance of answers (n, m) at the grid that lies along one line; 1 where there is none."""
    A = A[:, : 2 * LINES * POINTS]
    _, variances, whole = principal(A - A.mean(axis=1, keepdims=True))
    return float(variances[0] / whole) if whole > 0 else 1.0


def drawn(layer: int, A: Array, axes: MutableMapping[Hashable, Array], below: Array) -> Drawn:
    """Where a layer's answers A (n, m) are drawn; `below` are the places (2, m) of the layer before."""
    if len(A) == 1:
        return Drawn(np.concatenate([A, np.zeros_like(A)]), 1.0, 1.0)
    if len(A) == 2:
        return Drawn(A, 1.0, along(A))
    n_grid = 2 * LINES * POINTS
    centred = A - A[:, :n_grid].mean(axis=1, keepdims=True)
    components, variances, whole = principal(centred[:, :n_grid])
    known = axes.get(("grid", layer))
    if known is None or known.shape != components.shape:
        components = matched(components, correlations(below[:, :n_grid], components @ centred[:, :n_grid]))
    else:
        components = aligned(components, known)
    axes["grid", layer] = components
    shares = variances / whole if whole > 0 else np.array([1.0, 0.0])
    return Drawn(within(components @ centred), float(shares.sum()), float(shares[0]))


def correlations(one: Array, other: Array) -> Array:
    """The correlations (2, 2) of the rows of two pictures (2, m), a row for each of `one`; 0 of what does not vary."""
    one, other = (each - each.mean(axis=1, keepdims=True) for each in (one, other))
    sizes = np.outer(np.linalg.norm(one, axis=1), np.linalg.norm(other, axis=1))
    return np.asarray(one @ other.T / np.where(sizes > 0, sizes, 1))
