"""The way back of one sample against finite differences: of its loss by an answer, and by a weight."""

from typing import Any

import numpy as np
import pytest

from engine.array import Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.cell import CellPlace, worked_cell
from engine.probes.channel_maps import channel_maps, gradient_maps
from engine.probes.samples import sample_inputs
from engine.probes.way_back import way_back
from engine.run import Run

LAYERS = [
    {"kind": "convolution", "channels": 3, "padding": "same"},
    {"kind": "activation", "function": "tanh"},
    {"kind": "pooling", "function": "average"},
    {"kind": "residual", "layers": [{"kind": "convolution", "channels": 4, "padding": "same"}]},
]


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    changes: dict[str, Any] = {
        "data": {"kind": "digits", "side": 8, "samples": 40},
        "objective": {"loss": "softmax"},
        "network": {"layers": LAYERS},
    }
    cohort = Cohort([Run(Experiment().changed(changes))])
    cohort.train(5)
    return cohort


def loss_of(cohort: Cohort, X: Array, Y: Array) -> float:
    return float(cohort.loss.value(cohort.predict(X[np.newaxis]), Y[np.newaxis])[0, 0])


def test_the_gradient_of_a_sample_is_that_of_its_own_loss(cohort: Cohort) -> None:
    run = cohort.runs[0]
    X = sample_inputs(run.experiment.data, 3).astype(cohort.dtype)
    labels, Y = run.dataset.labels[:, 3:4], run.Y_train[:, 3:4]
    before = cohort.theta.copy()
    network, dA = way_back(cohort, 0, X, labels)
    assert (cohort.theta == before).all()
    step = 1e-2
    for index in (0, 7, 20, 40, -3):
        moved = []
        for sign in (1, -1):
            cohort.theta[0, index] = before[0, index] + sign * step
            moved.append(loss_of(cohort, X, Y))
        cohort.theta[:] = before
        numeric = (moved[0] - moved[1]) / (2 * step)
        assert network.gradient[0, index] == pytest.approx(numeric, abs=2e-3)
    np.testing.assert_allclose(network.gradient, cohort.gradient(X[np.newaxis], Y[np.newaxis]), atol=1e-7)
    assert {*network.hidden_layers} <= dA.keys()


def test_of_a_drawing_the_answer_counts_as_right(cohort: Cohort) -> None:
    X = sample_inputs(cohort.runs[0].experiment.data, 3).astype(cohort.dtype)
    answer = int(cohort.predict(X[np.newaxis])[0, :, 0].argmax())
    as_drawn, as_labelled = (
        way_back(cohort, 0, X, labels).network.gradient for labels in (None, np.full((1, 1), answer))
    )
    assert (as_drawn == as_labelled).all()


def test_of_a_drawing_the_box_that_is_found_counts_as_right() -> None:
    changes: dict[str, Any] = {
        "data": {"kind": "shapes", "samples": 20, "pixels": 16, "channels": 1},
        "objective": {"heads": [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid"}]},
    }
    cohort = Cohort([Run(Experiment().changed(changes))])
    run = cohort.runs[0]
    X = sample_inputs(run.experiment.data, 3)
    Z = cohort.network.answers(X[np.newaxis])[0]
    found = 1 / (1 + np.exp(-Z[run.heads[1].rows]))
    labels = np.concatenate([[[Z[run.heads[0].rows].argmax()]], found]).astype(cohort.dtype)
    as_drawn, as_labelled = (way_back(cohort, 0, X, each).network.gradient for each in (None, labels))
    np.testing.assert_allclose(as_drawn, as_labelled, atol=1e-6)


def test_maps_and_cells_have_it(cohort: Cohort) -> None:
    run = cohort.runs[0]
    X = sample_inputs(run.experiment.data, 3).astype(cohort.dtype)
    labels = run.dataset.labels[:, 3:4]
    levels, ranges = gradient_maps(cohort, 0, X, labels)
    answers, _ = channel_maps(cohort, [0], X[np.newaxis])
    assert levels.shape == answers.shape and (levels != answers).any()
    network, dA = way_back(cohort, 0, X, labels)
    first = dA[network.hidden_layers[0]].reshape(3, 8, 8)
    assert ranges[0, 0, 1] == pytest.approx(np.abs(first).max())
    np.testing.assert_allclose(
        levels[0, :192].reshape(3, 8, 8)[:, ::-1] * ranges[0, 0, 1] / 127,
        first,
        atol=float(ranges[0, 0, 1]) / 250,
    )
    cell = worked_cell(cohort, 0, X, labels, CellPlace(1, 2, 4, 4))
    assert cell is not None
    np.testing.assert_allclose(cell.gradient.ravel(), network.gradient[0, 18:27], rtol=1e-6)
