"""Where a network looks: the gradient against finite differences and PyTorch, the covered squares against a loop."""

from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.attribution import attribution, places, span, used
from engine.probes.samples import sample_inputs
from engine.run import Run

FUNCTION: dict[str, Any] = {"kind": "activation", "function": "tanh"}
NORMALIZATION: dict[str, Any] = {"kind": "batch_normalization"}
CONVOLUTION: dict[str, Any] = {"kind": "convolution", "channels": 3, "kernel": 3}
SEEING: list[dict[str, Any]] = [
    CONVOLUTION,
    NORMALIZATION,
    FUNCTION,
    {"kind": "pooling", "function": "average"},
    {"kind": "residual", "layers": [{**CONVOLUTION, "padding": "same"}, NORMALIZATION], "function": "tanh"},
    {"kind": "dense", "units": 6},
    FUNCTION,
]
BY_CHANCE: list[dict[str, Any]] = [
    {"kind": "noise"},
    {"kind": "noise", "form": "masking"},
    {"kind": "dense", "units": 9},
    NORMALIZATION,
    FUNCTION,
    {"kind": "center_loss"},
    {"kind": "dropout", "form": "classic", "rate": 0.4},
    {"kind": "dense", "units": 5},
    FUNCTION,
    {"kind": "dropout", "rate": 0.3},
]


def run_of(layers: list[dict[str, Any]], dtype: Any = FLOAT64, **changes: Any) -> Run:
    basis: dict[str, Any] = {
        "data": {"kind": "digits", "side": 8, "samples": 100},
        "network": {"layers": layers},
        "objective": {"loss": "softmax"},
    }
    return Run(Experiment().changed({**basis, **changes}), dtype)


def answer_of(cohort: Cohort, X: Array, label: int) -> Array:
    sums: Array = cohort.predict(X[np.newaxis])[0, label]
    return sums


@pytest.mark.parametrize("layers", [SEEING, BY_CHANCE], ids=["seeing", "by chance"])
def test_the_gradient_is_that_of_finite_differences_in_use(layers: list[dict[str, Any]]) -> None:
    run = run_of(layers)
    cohort = Cohort([run])
    cohort.train(20)
    X = sample_inputs(run.experiment.data, 60).astype(float)
    for label in (0, 7):
        found = attribution(cohort, 0, X, label)
        moved = 1e-5 * np.eye(64)
        numeric = (answer_of(cohort, X + moved, label) - answer_of(cohort, X - moved, label)) / 2e-5
        np.testing.assert_allclose(found.saliency.ravel(), numeric, rtol=1e-5, atol=1e-7)
    # The class that is answered, where none is asked for.
    best = int(cohort.predict(X[np.newaxis])[0, :, 0].argmax())
    assert attribution(cohort, 0, X, None).label == best


def test_the_gradient_is_pytorchs() -> None:
    torch = pytest.importorskip("torch")
    from tests.engine.layers.pytorch import in_a_row, in_theta, statistics_of

    run = run_of(SEEING)
    cohort = Cohort([run])
    cohort.train(10)
    output = run.experiment.plan.described
    model = in_a_row(output, (1, 8, 8)).double()
    start = 0
    for parameter in in_theta(model):
        count = parameter.numel()
        values = torch.tensor(run.theta[start : start + count].reshape(parameter.shape))
        parameter.data.copy_(values)
        start += count
    assert start == len(run.theta)
    norms = [part for part in model.modules() if isinstance(part, torch.nn.BatchNorm2d)]
    for norm, (mean, variance) in zip(norms, run.statistics.reshape(len(norms), 2, -1), strict=True):
        norm.running_mean.copy_(torch.tensor(mean))
        norm.running_var.copy_(torch.tensor(variance))
    np.testing.assert_array_equal(statistics_of(model), run.statistics)
    model.eval()
    X = sample_inputs(run.experiment.data, 61).astype(float)
    x = torch.tensor(X.reshape(1, 1, 8, 8), requires_grad=True)
    model(x)[0, 4].backward()
    found = attribution(cohort, 0, X, 4)
    np.testing.assert_allclose(found.saliency, x.grad.numpy()[0, 0], rtol=1e-9, atol=1e-12)


def test_side_outputs_say_nothing_of_the_output() -> None:
    heads = [{"loss": "softmax"}, {"loss": "softmax", "reads": 1, "weight": 0.5}]
    layers = [{"kind": "dense", "units": 8}, FUNCTION, {"kind": "dense", "units": 6}, FUNCTION]
    run = run_of(layers, objective={"heads": heads})
    cohort = Cohort([run])
    cohort.train(5)
    X = sample_inputs(run.experiment.data, 3).astype(float)
    moved = 1e-5 * np.eye(64)
    numeric = (answer_of(cohort, X + moved, 2) - answer_of(cohort, X - moved, 2)) / 2e-5
    np.testing.assert_allclose(attribution(cohort, 0, X, 2).saliency.ravel(), numeric, atol=1e-7)


def test_covering_is_a_loop_over_squares() -> None:
    run = run_of(SEEING)
    cohort = Cohort([run])
    cohort.train(20)
    X = sample_inputs(run.experiment.data, 60).astype(float)
    found = attribution(cohort, 0, X, 3)
    middles = places(8, run.shape)
    assert found.occlusion.shape == (8, 8) and middles[0] == 0.5

    def share(picture: Array) -> float:
        Z = cohort.predict(picture.reshape(1, -1, 1))[0, :, 0]
        return float(np.exp(Z[3]) / np.exp(Z).sum())

    whole = X.reshape(8, 8)
    assert found.score == pytest.approx(share(whole))
    for row, y in enumerate(middles):
        for column, x in enumerate(middles):
            covered = whole.copy()
            covered[span(y, 1, 8), span(x, 1, 8)] = whole.mean()
            assert found.occlusion[row, column] == pytest.approx(share(whole) - share(covered), abs=1e-12)


def test_pictures_in_colour_have_one_map_and_each_run_its_own() -> None:
    changes: dict[str, Any] = {"data": {"kind": "shapes", "pixels": 16, "channels": 3, "samples": 60}}
    runs = [run_of([CONVOLUTION, FUNCTION], np.dtype(np.float32), **changes) for _ in range(2)]
    runs[1].change(runs[1].experiment.changed({"training": {"seed": 3}}))
    cohort = Cohort(runs)
    cohort.train(3)
    X = sample_inputs(runs[0].experiment.data, 5)
    found = [attribution(cohort, replica, X, 1) for replica in range(2)]
    assert found[0].saliency.shape == (16, 16) and found[0].occlusion.shape == (14, 14)
    for run, own in zip(runs, found, strict=True):
        alone = attribution(Cohort([run]), 0, X, 1)
        np.testing.assert_array_equal(alone.saliency, own.saliency)
        np.testing.assert_array_equal(alone.occlusion, own.occlusion)


def test_looking_changes_nothing() -> None:
    run, other = run_of(BY_CHANCE), run_of(BY_CHANCE)
    X = sample_inputs(run.experiment.data, 0).astype(float)
    for each in (run, other):
        cohort = Cohort([each])
        cohort.train(3)
        if each is run:
            attribution(cohort, 0, X, 1)
        cohort.train(3)
    np.testing.assert_array_equal(run.theta, other.theta)
    np.testing.assert_array_equal(run.statistics, other.statistics)


def test_one_output_stands_for_two_classes() -> None:
    run = run_of([CONVOLUTION, FUNCTION], data={"kind": "digits", "side": 8, "samples": 60, "digits": [3, 8]})
    run.change(run.experiment.changed({"objective": {"loss": "cross_entropy"}}))
    cohort = Cohort([run])
    X = sample_inputs(run.experiment.data, 0).astype(float)
    zero, one = (attribution(cohort, 0, X, label) for label in range(2))
    assert zero.score + one.score == pytest.approx(1)
    np.testing.assert_allclose(zero.saliency, -one.saliency)
    np.testing.assert_allclose(zero.occlusion, -one.occlusion, atol=1e-12)


def test_what_cannot_be_shown_is_refused() -> None:
    run = run_of([CONVOLUTION, FUNCTION])
    X = sample_inputs(run.experiment.data, 0)
    with pytest.raises(Fault, match="no class 10: the network tells 10"):
        attribution(Cohort([run]), 0, X, 10)
    with pytest.raises(Fault, match="these samples are none"):
        attribution(Cohort([Run(Experiment())]), 0, X, 0)
    again = run_of([{"kind": "dense", "units": 2}], objective={"heads": [{"targets": {"kind": "input"}}]})
    with pytest.raises(Fault, match="this network tells none"):
        attribution(Cohort([again]), 0, X, 0)


def test_a_network_is_used_by_all_its_layers() -> None:
    """A layer that goes forward otherwise than it predicts has its own `use`."""
    run = run_of([*SEEING, *BY_CHANCE[2:]])
    cohort = Cohort([run])
    cohort.train(5)
    X = np.stack([run.dataset.X_test[:, :1]])
    network = used(cohort, 0)
    np.testing.assert_allclose(network.forward(X), network.predict(X), rtol=1e-12)
