"""Given initial weights and the output function of one's choice, with numbers that others have published."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT64
from engine.changes import begins_elsewhere, is_lost
from engine.cohort import Cohort
from engine.data import tables
from engine.data.tables import Content
from engine.experiment import Experiment
from engine.run import Run
from tests.engine.parameters import layer_views

ID = "fedcba9876543210" * 2
WEIGHTS: list[dict[str, Any]] = [
    {"W": [[0.15, 0.20], [0.25, 0.30]], "b": [0.35, 0.35]},
    {"W": [[0.40, 0.45], [0.50, 0.55]], "b": [0.60, 0.60]},
]
MAZUR: dict[str, dict[str, Any]] = {
    "data": {
        "kind": "table",
        "table": {
            "id": ID,
            "rows": 10,
            "inputs": [0, 1],
            "label": 2,
            "classes": 0,
            "more_labels": [{"column": 3, "classes": 0}],
        },
    },
    "network": {"hidden": [2], "activation": "sigmoid", "weights": WEIGHTS},
    "objective": {"output": "sigmoid"},
    "optimizer": {"learning_rate": 0.5},
    "training": {"batch_size": 1},
}


@pytest.fixture(autouse=True)
def here() -> None:
    """The one sample, ten times."""
    sample = np.array([[0.05], [0.10], [0.01], [0.99]])
    tables.add(ID, Content(("i1", "i2", "o1", "o2"), (None,) * 4, sample.repeat(10, axis=1)))


def test_one_step_of_back_propagation_as_matt_mazur_worked_it_out() -> None:
    """M. Mazur, A Step by Step Backpropagation Example (mattmazur.com, 2015)."""
    run = Run(Experiment().changed(MAZUR), FLOAT64)
    cohort = Cohort([run])
    X = run.dataset.X_train[np.newaxis, :, :1]
    [hidden], output = cohort.forward(X)
    np.testing.assert_allclose(hidden.ravel(), [0.593269992, 0.596884378], atol=5e-10)
    np.testing.assert_allclose(output.ravel(), [0.75136507, 0.772928465], atol=5e-9)
    [[loss]] = cohort.train(1)
    assert loss == pytest.approx(0.298371109, abs=5e-10)
    (W1, _), (W2, _) = layer_views(run.theta, run.experiment.plan.units)
    np.testing.assert_allclose(
        W2.ravel(), [0.35891648, 0.408666186, 0.511301270, 0.561370121], rtol=0, atol=5e-9
    )
    np.testing.assert_allclose(
        W1.ravel(), [0.149780716, 0.19956143, 0.24975114, 0.29950229], rtol=0, atol=5e-9
    )


def test_a_run_begins_with_what_is_given_and_the_rest_is_drawn_as_ever() -> None:
    plain = Experiment().changed({"network": {"hidden": [3], "bias": 0.1}})
    given = plain.changed({"network": {"weights": [None, {"W": [[1, 2, 3]]}]}})
    (W, b), (W_out, b_out) = layer_views(Run(given).theta, given.plan.units)
    (W_drawn, b_drawn), _ = layer_views(Run(plain).theta, plain.plan.units)
    np.testing.assert_array_equal(W, W_drawn)
    np.testing.assert_array_equal(b, b_drawn)
    assert W_out.tolist() == [[1, 2, 3]] and b_out.tolist() == [[np.float32(0.1)]]
    assert Run(given).batches.order.tolist() == Run(plain).batches.order.tolist()
    assert begins_elsewhere(plain, given, 5) and is_lost(plain, given, 5)
    run = Run(given)
    Cohort([run]).train(3)
    run.restart(given)
    assert layer_views(run.theta, given.plan.units)[1][0].tolist() == [[1, 2, 3]]
    assert Experiment.model_validate_json(given.model_dump_json()) == given
    assert "weights" not in plain.model_dump()["network"]


def test_who_asks_for_another_form_leaves_the_given_weights_behind() -> None:
    given = Experiment().changed({"network": {"hidden": [3], "weights": [None, {"W": [[1, 2, 3]]}]}})
    assert given.changed({"network": {"hidden": [4]}}).network.weights is None
    assert given.changed({"data": {"features": ["x1"]}}).network.weights is not None
    assert given.changed({"data": {"kind": "blobs"}}).network.weights is None
    # So it is with an output function that another loss does not have.
    chosen = Experiment().changed({"objective": {"output": "sigmoid"}})
    assert chosen.changed({"objective": {"loss": "softmax"}}).objective.output is None
    assert chosen.changed({"data": {"kind": "blobs"}}).objective.output == "sigmoid"
    with pytest.raises(ValidationError, match="learning_rate"):
        given.changed({"optimizer": {"learning_rate": -1}})


@pytest.mark.parametrize(
    ("weights", "where", "text"),
    [
        ([{"W": [[1, 2], [3, 4], [5, 6]]}], "network.weights", "for 1 layer, but 2 have weights"),
        (
            [{"W": [[1, 2], [3, 4]]}, None],
            "network.weights.0.W",
            "layer 1 must be 3 rows of 2 numbers",
        ),
        ([{"W": [[1, 2], [3, 4], [5]]}, None], "network.weights.0.W", "3 rows of 2 numbers"),
        (
            [None, {"W": [[1, 2, 3]], "b": [1, 2]}],
            "network.weights.1.b",
            "biases of layer 2 must be 1 number",
        ),
        ([None, {"W": [[0.0] * 10_001]}], "network.weights", "10,000 initial weights and biases"),
    ],
)
def test_weights_of_another_shape_are_refused_with_the_shape_that_is_expected(
    weights: list[Any], where: str, text: str
) -> None:
    with pytest.raises(ValidationError, match=text) as refused:
        Experiment().changed({"network": {"hidden": [3], "weights": weights}})
    assert getattr(refused.value.errors()[0]["ctx"]["error"], "where", None) == where


@pytest.mark.parametrize("output", ["linear", "sigmoid", "tanh"])
@pytest.mark.parametrize("kind", ["circle", "blobs", "plane"])
def test_steps_through_an_output_function_are_those_of_pytorch(kind: str, output: str) -> None:
    torch = pytest.importorskip("torch")
    experiment = Experiment().changed({"data": {"kind": kind}, "objective": {"output": output}})
    run = Run(experiment, FLOAT64)
    parameters = [
        torch.tensor(each, requires_grad=True)
        for layer in layer_views(run.theta.copy(), experiment.plan.units)
        for each in layer
    ]
    optimizer = torch.optim.SGD(parameters, experiment.optimizer.learning_rate)
    batches = [run.dataset.X_train[:, :10], run.Y_train[:, :10]]
    X, Y = (torch.tensor(each) for each in batches)
    cohort = Cohort([run])
    cohort.read_rates()
    for _ in range(20):
        cohort.step(batches[0][np.newaxis], batches[1][np.newaxis], np.array([[0.1]]))
        W1, b1, W2, b2, W3, b3 = parameters
        A = torch.tanh(W2 @ torch.tanh(W1 @ X + b1) + b2)
        Z = W3 @ A + b3
        prediction = {"linear": Z, "sigmoid": torch.sigmoid(Z), "tanh": torch.tanh(Z)}[output]
        loss = 0.5 * ((prediction - Y) ** 2).sum(0).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    oracle = torch.cat([each.detach().ravel() for each in parameters])
    np.testing.assert_allclose(run.theta, oracle.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("output", "targets", "range"),
    [("sigmoid", (0, 1), (0, 1)), ("tanh", (-1, 1), (-1, 1)), ("linear", (-1, 1), None)],
)
def test_classes_are_asked_for_at_the_ends_of_the_output_function(
    output: str, targets: tuple[float, float], range: tuple[float, float] | None
) -> None:
    run = Run(Experiment().changed({"data": {"kind": "gaussians"}, "objective": {"output": output}}))
    assert run.loss.targets == targets
    assert set(np.unique(run.Y_train)) == set(targets)
    Cohort([run]).train(400)
    [evaluation] = Cohort([run]).evaluate()
    assert evaluation.test_accuracy == 1
    _, prediction = Cohort([run]).forward(run.dataset.X_test[np.newaxis])
    assert range is None or (range[0] <= prediction.min() and prediction.max() <= range[1])
    # Its own function is what it was: of classes tanh, of numbers none.
    same = Run(Experiment().changed({"objective": {"output": None}}))
    assert same.loss.targets == (-1, 1) and same.shape != Run(Experiment().changed(MAZUR)).shape
