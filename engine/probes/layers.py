"""Inside the layers: activations, gradients of the weights, and the size of the next update.

All of it comes from one pass of training, forward and back, over the same samples: dropout leaves units out, and
batch normalisation uses the samples' own statistics. Nothing of the run moves by being looked at.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.activations import ACTIVATIONS
from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.dealing import foresee
from engine.layers.layer import by_channel, views
from engine.layers.stages import weighted
from engine.methods.optimizers import clip
from engine.pauses import pause
from engine.probes.histogram import Histogram, histogram, round_ranges, rounded_up
from engine.rates import column, learning_rates, method_of
from engine.regularizers import truncate

MOST_SAMPLES = 500
"""The most training samples that are used; a network of pictures uses fewer. They lie in random order."""

STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}
"""g'(0) of the functions that saturate on both sides."""
SATURATED = 0.05
"""A unit is saturated for a sample where its g'(Z) is less than this share of g'(0): there it passes hardly any
gradient on. Glorot and Bengio (2010, section 3) show what becomes of such layers; the share is our choice."""
NOT_APPLICABLE = -1.0
LARGE = 0.1
"""A step longer than this share of the weights is large: CS231n's notes call 0.001 healthy."""
ROUNDING = 1e-4
"""Units are alike if their weights differ by no more than this share of the largest one: rounding lets them drift."""


class Inside(NamedTuple):
    """Every layer of every run: L layers, the last of them the output."""

    activations: Histogram
    """The histogram of A[l], every unit for every sample: counts (R, L, BINS), ranges (R, L, 2)."""
    gradients: Histogram
    """The histogram of dW[l], the gradient of the objective for every weight: the same shapes."""
    norms: NDArray[np.float32]
    """‖W[l]‖, ‖dW[l]‖ and ‖ΔW[l]‖, (R, L, 3), each the root of a sum of squares. ΔW is what the optimiser would add
    to W in the next step if these samples were its batch."""
    shares: NDArray[np.float32]
    """The shares of dead units and of saturated activations, (R, L, 2); -1: does not apply. A ReLU unit, or a channel,
    is dead if it is 0 for every sample: no gradient reaches its weights (Maas et al., 2013).
    """
    alike: NDArray[np.bool_]
    """Whether the units of a hidden layer all have the same weights and the same gradient, (R, L)."""
    stuck: NDArray[np.float32]
    """The share of the samples that are answered wrong whose outputs all lie on flat ends, (R,), where the loss flows
    back through the derivative of the output function; 0 elsewhere."""
    overshoots: NDArray[np.bool_]
    """Whether the next step would be longer than LARGE of the weights, and raise the loss over these samples, (R,)."""


def inside(cohort: Cohort) -> Inside:
    """Measure the layers of every run, over its first training samples."""
    first = slice(min(MOST_SAMPLES, cohort.network.at_once or MOST_SAMPLES))
    X = np.stack([run.dataset.X_train[:, first] for run in cohort.runs])
    Y = np.stack([run.Y_train[:, first] for run in cohort.runs])
    with np.errstate(over="ignore", invalid="ignore"):
        followed = cohort.descent(X, Y).astype(FLOAT64)
        if cohort.truncates:
            cohort.penalize()  # dW is the gradient of the objective.
        Z = cohort.network.forward(X)
        own = Z[:, : cohort.network.n_out]
        output = cohort.loss.output.function(own)
        change = coming_change(cohort, followed, Y)
        activations = [histogram(flat(A), ranges) for A, ranges in activations_of(cohort, output)]
        gradients, norms = [], []
        alike = units_alike(cohort)
        for layer in weighted(cohort.network.layers):
            change_of = views(layer.parameters, change[:, cohort.network.columns[layer]])
            gradients.append(histogram(flat(layer.dW), symmetric_ranges(layer.dW)))
            norms.append(np.stack([norm(layer.W), norm(layer.dW), norm(change_of["W"])], axis=-1))
            pause()
        stuck = share_stuck(cohort, own, Y[:, : cohort.network.n_out])
        overshoots = steps_too_far(cohort, np.stack(norms, axis=1), X, Y, Z, change)
    return Inside(
        activations=layered(activations),
        gradients=layered(gradients),
        norms=np.stack(norms, axis=1),
        shares=np.stack(shares(cohort), axis=1),
        alike=np.stack(alike, axis=1),
        stuck=stuck,
        overshoots=overshoots,
    )


def coming_change(cohort: Cohort, g: Array, Y: Array) -> Array:
    """The change of theta (R, P) that the next step would make, after a pass with the gradient g and the targets Y of
    its samples. It is computed on copies and in float64: rounding in float32 would lose a small step."""
    theta = cohort.theta.astype(FLOAT64)
    if cohort.shape.clips:
        clip(g, column(cohort.runs, "optimizer", "clip_norm"))
    method = method_of(cohort.runs, cohort.slots.astype(FLOAT64), cohort.weights)
    [alpha] = learning_rates(cohort.runs, 0, 1)
    cohort.latest.Y = Y
    method.move(theta, alpha, lambda: g, cohort.latest)
    if cohort.truncates:
        truncate(theta, method.pull(cohort.decay.astype(FLOAT64), g, alpha))
    theta -= cohort.theta
    for columns in cohort.network.frozen:
        theta[:, columns] = 0
    return theta


def activations_of(cohort: Cohort, output: Array) -> list[tuple[Array, Array]]:
    """A[1] .. A[L] of the latest pass, each with the ranges (R, 2) of its histogram: those of its function, where that
    is bounded."""
    layers = [(layer.A, layer.range) for layer in cohort.network.hidden_layers]
    layers.append((output, cohort.loss.output.range))
    return [
        (A, np.tile(known, (len(A), 1)) if np.isfinite(known).all() else round_ranges(flat(A)))
        for A, known in layers
    ]


def shares(cohort: Cohort) -> list[NDArray[np.float32]]:
    """The shares of dead units and of saturated activations, (R, 2) for every layer."""
    found = []
    for layer in cohort.network.hidden_layers:
        share = np.full((len(cohort.runs), 2), NOT_APPLICABLE, np.float32)
        if layer.name == "relu":
            share[:, 0] = (by_channel(layer.A, layer.shape_out[0]) <= 0).all(axis=-1).mean(axis=-1)
        if layer.name in STEEPEST:
            slope = layer.function.derivative(layer.Z, layer.A)
            share[:, 1] = (slope < SATURATED * STEEPEST[layer.name]).mean(axis=(-2, -1))
        found.append(share)
    # The output belongs to the loss: cross-entropy's sigmoid may be as flat as it likes, its gradient is A - Y.
    found.append(np.full((len(cohort.runs), 2), NOT_APPLICABLE, np.float32))
    return found


def units_alike(cohort: Cohort) -> list[NDArray[np.bool_]]:
    """Whether all units of each layer of weights are alike, (R,); never those of the output, and never one alone."""
    found = []
    for layer in weighted(cohort.network.layers):
        axis = 1 + layer.parameters[0].units
        is_hidden = layer is not cohort.network.output and layer.W.shape[axis] > 1
        found.append(are_equal(layer.W, axis) & are_equal(layer.dW, axis) & is_hidden)
    return found


def are_equal(values: Array, axis: int) -> NDArray[np.bool_]:
    """Whether the numbers along an axis are the same but for rounding, (R,)."""
    apart, size = flat(np.ptp(values, axis=axis)).max(axis=-1), np.abs(flat(values)).max(axis=-1)
    equal: NDArray[np.bool_] = apart <= ROUNDING * size
    return equal


def share_stuck(cohort: Cohort, Z: Array, Y: Array) -> NDArray[np.float32]:
    """See `Inside.stuck`."""
    loss = cohort.loss
    steepest = next((top for name, top in STEEPEST.items() if loss.output is ACTIVATIONS[name]), None)
    if (
        steepest is None
        or not loss.has_output_of_choice
        or cohort.runs[0].experiment.problem != "classification"
    ):
        return np.zeros(len(cohort.runs), np.float32)
    slope = loss.output.derivative(Z, loss.output.function(Z))
    is_wrong = loss.hits(Z, Y) == 0
    is_stuck = is_wrong & (slope < SATURATED * steepest).all(axis=-2)
    share: NDArray[np.float32] = (is_stuck.sum(axis=-1) / np.maximum(is_wrong.sum(axis=-1), 1)).astype(
        np.float32
    )
    return share


def steps_too_far(
    cohort: Cohort, norms: NDArray[np.float32], X: Array, Y: Array, Z: Array, change: Array
) -> NDArray[np.bool_]:
    """See `Inside.overshoots`. The loss after the step is computed only where a step is large."""
    W, _, step = np.linalg.norm(norms.astype(FLOAT64), axis=1).T
    found: NDArray[np.bool_] = step > LARGE * W
    if not found.any():
        return found
    network = cohort.copied(range(len(cohort.runs)))
    if network.drawing:
        network.draw(foresee(cohort.runs, network.n_random, X.shape[-1]))
    network.theta += change.astype(network.theta.dtype)
    found &= ~(losses_of(cohort, network.forward(X), Y) <= losses_of(cohort, Z, Y))
    return found


def losses_of(cohort: Cohort, Z: Array, Y: Array) -> Array:
    """The mean loss of each run over the samples, (R,)."""
    losses: Array = cohort.loss.value(Z, Y).astype(FLOAT64).mean(axis=-1)
    return losses


def flat(values: Array) -> Array:
    """All numbers of each run, (R, n)."""
    return values.reshape(len(values), -1)


def symmetric_ranges(values: Array) -> Array:
    """The least round range (R, 2) with 0 in its middle that holds all values; -1 to 1 where those are all 0."""
    largest = rounded_up(np.abs(flat(values)).max(axis=-1))
    largest = np.where(largest > 0, largest, 1)
    return np.stack([-largest, largest], axis=-1)


def norm(values: Array) -> NDArray[np.float32]:
    """The root of the sum of squares, (R,). Squared in float64, for in float32 the square of 1e-23 is 0.

    Where a run is about to diverge and this overflows, it is the largest float32.
    """
    exact = np.ascontiguousarray(flat(values), FLOAT64)
    norms = np.sqrt(np.add.reduce(exact * exact, axis=-1))
    largest = float(np.finfo(np.float32).max)
    return np.asarray(np.minimum(np.nan_to_num(norms, nan=largest), largest), np.float32)


def layered(histograms: list[Histogram]) -> Histogram:
    """One histogram a layer as one stack, (R, L, ..)."""
    counts, ranges = zip(*histograms, strict=True)
    return Histogram(np.stack(counts, axis=1), np.stack(ranges, axis=1))
