"""Back-propagation against central differences, in float64, for networks that hypothesis draws."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import BatchNormalization, Dense
from engine.losses import Hinge, Perceptron
from engine.places import place_of
from engine.probes.gradient_check import check, gradient_check
from engine.run import Run

SMOOTH = ["linear", "tanh", "sigmoid", "softplus", "silu", "gelu"]
CORNERED = ["relu", "leaky_relu", "prelu", "elu"]
"""ELU has no corner, but its derivative does."""


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Experiments of every activation, loss and penalty, on few samples."""
    problem = draw(st.sampled_from(["circle", "spiral", "plane", "blobs"]))
    classified = ["squared_error", "cross_entropy", "softmax", "hinge", "perceptron"]
    losses = ["squared_error"] if problem == "plane" else classified
    hidden = draw(st.lists(st.integers(1, 5), max_size=6))
    activations = st.sampled_from(SMOOTH + CORNERED)
    network: dict[str, object] = {
        "hidden": hidden,
        "activations": draw(st.lists(activations, min_size=len(hidden), max_size=len(hidden))),
        "slope": draw(st.floats(0, 1)),
        "initializer": draw(st.sampled_from(["uniform", "xavier", "he", "orthogonal"])),
        "bias": draw(st.floats(-1, 1)),
        "normalization": draw(st.sampled_from(["none", "batch"])),
        "dropout": draw(st.sampled_from(["none", "classic", "inverted"])),
        "dropout_rate": draw(st.floats(0, 0.9)),
        "dropout_rates": draw(
            st.none() | st.lists(st.floats(0, 0.9), min_size=len(hidden), max_size=len(hidden))
        ),
    }
    loss = draw(st.sampled_from(losses))
    if loss == "perceptron":
        network |= {"hidden": [], "activations": None, "dropout_rates": None}
    objective: dict[str, object] = {
        "loss": loss,
        "output": draw(st.sampled_from([None, "linear", "sigmoid", "tanh"]))
        if loss == "squared_error"
        else None,
        "regularization": draw(st.sampled_from(["none", "l1", "l2"])),
        "regularization_rate": draw(st.floats(0, 1)),
        "center_weight": draw(st.sampled_from([0, 0.5])) if loss == "softmax" and hidden else 0,
    }
    return Experiment().changed(
        {
            "data": {"kind": problem, "samples": 20, "features": ["x1", "x2", "x1_x2"], "standardize": True},
            "network": network,
            "objective": objective,
            "training": {"seed": draw(st.integers(0, 1000))},
        }
    )


def corners(cohort: Cohort, X: Array, Y: Array) -> list[Array]:
    """How far each sum is from a corner, where a difference across it is no derivative."""
    cohort.gradient(X, Y)  # With the units out that will be out in the check.
    Z = cohort.network.forward(X)
    distances = [np.abs(1 - Y * Z)] if isinstance(cohort.loss, Hinge) else []
    distances += [np.abs(Z)] if isinstance(cohort.loss, Perceptron) else []
    distances += [np.abs(layer.Z) for layer in cohort.network.hidden_layers if layer.name in CORNERED]
    # Batch normalisation has no corner, but bends like one where a unit says nearly the same of every sample.
    distances += [
        layer.variance / 10 for layer in cohort.network.layers if isinstance(layer, BatchNormalization)
    ]
    if cohort.regularizer is not None:
        distances.append(np.abs(cohort.theta[:, cohort.weights == 1]))
    return distances


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(experiments())
def test_back_propagation_equals_central_differences(experiment: Experiment) -> None:
    run = Run(experiment, FLOAT64)
    if experiment.has_centers:
        run.statistics += np.random.default_rng(0).normal(size=run.statistics.shape)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis]
    assume(all(distance.min() > 2e-4 for distance in corners(cohort, X, Y)))
    [check] = gradient_check(cohort, X, Y)
    assert check.largest_difference < 1e-6


def test_it_finds_a_wrong_gradient() -> None:
    run = Run(Experiment(), FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis]
    right = cohort.loss.gradient
    cohort.loss.gradient = lambda Z, Y: 1.01 * right(Z, Y)  # type: ignore[method-assign]
    [check] = gradient_check(cohort, X, Y)
    assert check.largest_difference > 1e-4


VANISHING: dict[str, dict[str, object]] = {
    "network": {"hidden": [4] * 6, "activation": "sigmoid", "initializer": "uniform"}
}
"""The gradients of its first layer are about 1e-7."""


@pytest.mark.parametrize("factor", [0, 0.5, 1.1, -1])
def test_it_finds_a_small_gradient_that_is_wrong(factor: float) -> None:
    run = Run(Experiment().changed(VANISHING), FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis]
    [right] = gradient_check(cohort, X, Y)
    assert np.abs(right.analytic[:12]).max() < 1e-5 and right.largest_difference < 1e-8
    first = cohort.network.layers[0]
    assert isinstance(first, Dense)
    exact = first.gradients

    def planted(dZ: Array) -> None:
        exact(dZ)
        first.dW *= factor

    first.gradients = planted  # type: ignore[method-assign]
    [wrong] = gradient_check(cohort, X, Y)
    off = abs(1 - factor) / (1 + abs(factor))
    assert wrong.largest_difference == pytest.approx(off, rel=1e-2)
    assert wrong.differences[:8].min() > 0.9 * off and wrong.differences[12:].max() < 1e-8


def test_what_is_0_agrees_with_what_rounding_leaves_of_it() -> None:
    """From zero weights no gradient reaches a hidden layer; batch normalisation takes biases away again."""
    networks: list[dict[str, object]] = [
        {"initializer": "zeros"},
        {"normalization": "batch", "hidden": [4, 4]},
    ]
    for network in networks:
        run = Run(Experiment().changed({"network": network}))
        assert check(run).difference < 1e-8


def test_large_inputs_do_not_hide_behind_the_step() -> None:
    """The error of one central difference, ε² f‴/6, grows with the cube of the inputs, here up to 36."""
    features: dict[str, object] = {"features": ["x1_squared", "x2_squared", "x1_x2"]}
    for seed in range(5):
        run = Run(Experiment().changed({"data": features, "training": {"seed": seed}}))
        assert check(run).difference < 1e-7


def test_float32_is_refused() -> None:
    run = Run(Experiment())
    with pytest.raises(ValueError, match="float64"):
        gradient_check(Cohort([run]), run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis])


@pytest.mark.parametrize("hidden", [[4, 2], [16] * 4])
def test_a_run_is_checked_on_a_copy_and_does_not_move(hidden: list[int]) -> None:
    learned = {"activation": "prelu", "normalization": "batch"}
    network: dict[str, object] = {"hidden": hidden, **learned, "dropout": "inverted"}
    runs = [Run(Experiment().changed({"network": network})) for _ in range(2)]
    for run in runs:
        Cohort([run]).train(30)
    finding = check(runs[0])
    assert finding.difference < 1e-6
    assert finding.analytic == pytest.approx(finding.numeric, abs=2 * finding.difference + 1e-9)
    assert (finding.checked, finding.samples) == (min(len(runs[0].theta), 200), 10)
    for run in runs:
        Cohort([run]).train(30)
    mine, other = (run.checkpoint() for run in runs)
    assert mine.theta.tobytes() == other.theta.tobytes()
    assert mine.statistics.tobytes() == other.statistics.tobytes()
    assert (mine.bookmark, mine.chance) == (other.bookmark, other.chance)


def test_pixels_and_bits_are_checked_alike() -> None:
    sets: list[dict[str, object]] = [{"kind": "digits", "side": 8, "samples": 40}, {"kind": "parity"}]
    for data in sets:
        run = Run(Experiment().changed({"data": data, "objective": {"loss": "softmax"}}))
        assert check(run).difference < 1e-6


def test_every_parameter_has_a_place() -> None:
    network: dict[str, object] = {"activation": "prelu", "normalization": "batch"}
    experiment = Experiment().changed({"network": network})
    places = [place_of(experiment, parameter) for parameter in range(len(Run(experiment).theta))]
    assert len(set(places)) == len(places)
    assert places[3] == ("W", 1, 1, 1) and places[8] == ("b", 1, 0, None) and places[12] == ("W", 2, 0, 0)
    assert [place.letter for place in places[-18:]] == list("γγγγββββssssγγββss")
    assert places[-1] == ("s", 2, 1, None)
