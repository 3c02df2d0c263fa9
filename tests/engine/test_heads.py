"""Heads: several targets at once, side outputs; against PyTorch, by finite differences, in cohorts."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.data import tables
from engine.data.tables import Content
from engine.experiment import Experiment
from engine.layers.stages import weighted
from engine.probes.gradient_check import check, gradient_check
from engine.probes.layers import inside
from tests.engine.test_autoencoders import AUTOENCODER, DENOISING, PIXEL_BY_PIXEL, Changes, run_of

ID = "0123456789abcdef" * 2
ROWS = 120
DRAWN = np.random.default_rng(3)
INPUTS = DRAWN.normal(size=(3, ROWS))
KIND = np.digitize(INPUTS[0] + INPUTS[1], [-0.5, 0.5]).astype(float)
BOX = np.stack([INPUTS[0] - INPUTS[2], 100 * INPUTS[1] + 30])


@pytest.fixture(autouse=True)
def here() -> None:
    columns = np.concatenate([INPUTS, [KIND], BOX])
    tables.add(ID, Content(tuple("abckxy"), (None,) * 6, columns))


def table(**changes: Any) -> Changes:
    """A class of three, and a box of two numbers beside it."""
    more = [{"column": 4, "classes": 0}, {"column": 5, "classes": 0}]
    described = {"id": ID, "rows": ROWS, "inputs": [0, 1, 2], "label": 3, "classes": 3, "more_labels": more}
    return {"kind": "table", "table": {**described, **changes}, "standardize": True}


LOCALISED: Changes = {
    "data": table(),
    "network": {"hidden": [6, 5]},
    "objective": {
        "heads": [
            {"loss": "softmax"},
            {"targets": {"kind": "values"}, "weight": 0.5},
            {"targets": {"kind": "classes"}, "reads": 1, "loss": "softmax", "weight": 0.3},
        ]
    },
}
"""A class, a box, and the class once more from the first hidden layer."""
VALUES: Changes = {
    "data": table(label=4, classes=0, more_labels=[{"column": 5, "classes": 0}]),
    "network": {"hidden": [4]},
}
ALL: list[Changes] = [
    LOCALISED,
    AUTOENCODER,
    DENOISING,
    PIXEL_BY_PIXEL,
    VALUES,
    {
        **LOCALISED,
        "network": {"hidden": [6, 5], "normalization": "batch", "dropout": "inverted"},
        "optimizer": {"kind": "adam", "learning_rate": 0.01},
    },
    {
        "network": {"hidden": []},
        "objective": {"heads": [{"loss": "hinge"}, {"loss": "cross_entropy", "weight": 2}]},
    },
    {
        "data": {"validation_share": 0.2},
        "objective": {
            "heads": [{"output": "sigmoid"}, {"targets": {"kind": "input"}, "reads": 0, "output": "linear"}],
            "regularization": "l2",
            "regularization_rate": 0.01,
        },
    },
]


@pytest.mark.parametrize("changes", ALL, ids=range(len(ALL)))
def test_back_propagation_equals_central_differences(changes: Changes) -> None:
    run = run_of(changes, dtype=FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[:, :20][np.newaxis], run.Y_train[:, :20][np.newaxis]
    [found] = gradient_check(cohort, X, Y)
    assert found.largest_difference < 1e-6
    assert check(run).difference < 1e-6


@pytest.mark.parametrize("changes", ALL, ids=range(len(ALL)))
def test_a_run_in_a_cohort_equals_the_run_alone_bit_for_bit(changes: Changes) -> None:
    together, alone = ([run_of(changes, seed) for seed in range(4)] for _ in range(2))
    losses = Cohort(together).train(40)
    for replica, twin in enumerate(alone):
        np.testing.assert_array_equal(losses[:, replica], Cohort([twin]).train(40)[:, 0])
        assert together[replica].theta.tobytes() == twin.theta.tobytes()
        assert together[replica].statistics.tobytes() == twin.statistics.tobytes()
    assert Cohort(together).evaluate() == [Cohort([twin]).evaluate()[0] for twin in alone]
    shown, seen = inside(Cohort(together)), [inside(Cohort([twin])) for twin in alone]
    np.testing.assert_array_equal(shown.norms, np.concatenate([each.norms for each in seen]))


@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy", "softmax", "hinge"])
def test_one_head_in_a_list_is_the_short_form_bit_for_bit(loss: str) -> None:
    short = run_of({"objective": {"loss": loss}})
    listed = run_of({"objective": {"heads": [{"loss": loss}]}})
    Cohort([short]).train(30)
    Cohort([listed]).train(30)
    assert short.theta.tobytes() == listed.theta.tobytes()
    [of_short], [of_listed] = Cohort([short]).evaluate(), Cohort([listed]).evaluate()
    assert of_short == of_listed._replace(heads=())
    [head] = of_listed.heads
    assert head["test"] == {"loss": of_short.test_loss, "accuracy": of_short.test_accuracy}


def test_heads_share_layers_and_learn_their_own_targets() -> None:
    run = run_of({**LOCALISED, "optimizer": {"kind": "adam", "learning_rate": 0.02}})
    assert [head.units for head in run.experiment.heads] == [3, 2, 3] and run.Y_train.shape[0] == 8
    Cohort([run]).train(1500)
    [evaluation] = Cohort([run]).evaluate()
    kind, box, side = (head["train"] for head in evaluation.heads)
    assert kind["accuracy"] > 0.9 and side["accuracy"] > 0.9 and box["mean_error"] < 0.2
    assert evaluation.train_accuracy == kind["accuracy"]
    total = kind["loss"] + 0.5 * box["loss"] + 0.3 * side["loss"]
    assert evaluation.train_loss == pytest.approx(total, rel=1e-5)
    # What is shown of the run is its output.
    _, prediction = Cohort([run]).forward(run.dataset.X_test[np.newaxis])
    assert prediction.shape[1] == 3
    np.testing.assert_allclose(prediction.sum(axis=1), 1, rtol=1e-5)
    # The values of the box are standardised, each by itself.
    assert run.dataset.label_deviations[0] == 1 and 80 < run.dataset.label_deviations[2] < 120


def test_the_gradient_of_several_heads_is_that_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    run = run_of(LOCALISED, dtype=FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train, run.Y_train
    cohort.gradient(X[np.newaxis], Y[np.newaxis])
    parameters, A = [], torch.tensor(X.T)
    first, second, output = weighted(cohort.network.layers)
    box, side = (layer.dense for layer in cohort.network.sides)

    def linear(layer: Any, A: Any) -> Any:
        W, b = (torch.tensor(each[0], requires_grad=True) for each in (layer.W, layer.b))
        parameters.append((layer, W, b))
        return A @ W.T + b[:, 0]

    A1 = torch.tanh(linear(first, A))
    A2 = torch.tanh(linear(second, A1))
    kinds = torch.tensor(run.dataset.labels_train[0]).long()
    boxes = torch.tensor(run.dataset.labels_train[1:].T)
    entropy = torch.nn.functional.cross_entropy
    loss = (
        entropy(linear(output, A2), kinds)
        + 0.5 * 0.5 * ((linear(box, A2) - boxes) ** 2).sum(1).mean()
        + 0.3 * entropy(linear(side, A1), kinds)
    )
    loss.backward()
    for layer, W, b in parameters:
        np.testing.assert_allclose(layer.dW[0], W.grad, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(layer.db[0], b.grad, rtol=1e-9, atol=1e-12)


def test_what_fits_of_the_heads_is_kept_when_the_network_changes() -> None:
    run = run_of(LOCALISED)
    Cohort([run]).train(20)
    before = run.theta.copy()
    run.change(run.experiment.changed({"network": {"hidden": [6, 5], "activation": "sigmoid"}}))
    np.testing.assert_array_equal(run.theta, before)
    heads = [head.model_dump() for head in run.experiment.objective.heads or ()]
    run.change(run.experiment.changed({"objective": {"heads": heads[:2]}}))
    np.testing.assert_array_equal(run.theta, np.concatenate([before[:77], before[-12:]]))
    run.change(run.experiment.changed({"objective": {"loss": "softmax"}}))
    assert run.experiment.objective.heads is None and len(run.theta) == len(before) - 12 - 21
    Cohort([run]).train(5)


WRONG: list[tuple[Changes, str, str]] = [
    ({"objective": {"heads": []}}, "objective.heads", "at least 1"),
    ({"objective": {"heads": [{}] * 9}}, "objective.heads", "at most 8"),
    ({"objective": {"heads": [{"reads": 0}]}}, "objective.heads.0.reads", "first head is the output"),
    ({"objective": {"heads": [{}, {"reads": 4}]}}, "objective.heads.1.reads", "4 layers before the output"),
    ({"objective": {"heads": [{}], "loss": "hinge"}}, "objective.loss", "leave objective.loss out"),
    ({"objective": {"heads": [{}], "output": "tanh"}}, "objective.output", "leave objective.output out"),
    ({"objective": {"loss": "hinge", "output": "tanh"}}, "objective.output", "function of its own"),
    (
        {"objective": {"heads": [{"targets": {"kind": "classes", "label": 1}}]}},
        "objective.heads.0.targets.label",
        "no label 1",
    ),
    (
        {"objective": {"heads": [{"targets": {"kind": "values"}}]}},
        "objective.heads.0.targets.kind",
        "no label",
    ),
    (
        {"objective": {"heads": [{"targets": {"kind": "values", "labels": [0]}}]}},
        "objective.heads.0.targets.labels",
        "names classes",
    ),
    (
        {"objective": {"heads": [{"targets": {"kind": "smell"}}]}},
        "objective.heads",
        "'classes', 'values', 'input'",
    ),
    (
        {"objective": {"heads": [{"targets": {"kind": "input"}, "loss": "softmax"}]}},
        "objective.heads.0.loss",
        "needs classes",
    ),
    (
        {
            "data": {"kind": "digits", "standardize": True},
            "objective": {"heads": [{"targets": {"kind": "input"}, "loss": "cross_entropy"}]},
        },
        "objective.heads.0.loss",
        "not standardised",
    ),
    (
        {"objective": {"heads": [{}, {"targets": {"kind": "input"}, "loss": "cross_entropy"}]}},
        "objective.heads.1.loss",
        "between 0 and 1",
    ),
    (
        {"objective": {"heads": [{"targets": {"kind": "input"}, "measures": ["accuracy"]}]}},
        "objective.heads.0.measures",
        "needs classes",
    ),
    (
        {"objective": {"heads": [{}, {"loss": "perceptron"}]}},
        "objective.heads.1.loss",
        "cannot teach hidden layers",
    ),
    (
        {"objective": {"heads": [{}, {}]}, "optimizer": {"kind": "least_squares"}},
        "optimizer.kind",
        "one head only",
    ),
    (
        {"objective": {"output": "tanh"}, "optimizer": {"kind": "least_squares"}},
        "objective.output",
        "leave the output function out",
    ),
    ({"data": table(more_labels=[{"column": 3, "classes": 0}])}, "data.table.inputs", "named twice"),
    (
        {
            "data": table(label=4, classes=0, more_labels=[{"column": 3, "classes": 3}]),
            "objective": {"heads": [{"targets": {"kind": "classes", "label": 1}}]},
        },
        "objective.heads.0.targets.label",
        "tells the first label",
    ),
]


@pytest.mark.parametrize(("changes", "where", "text"), WRONG, ids=[text for _, _, text in WRONG])
def test_what_does_not_fit_is_refused_in_words(changes: Changes, where: str, text: str) -> None:
    with pytest.raises(ValidationError, match=text) as refused:
        Experiment().changed(changes)
    error = refused.value.errors()[0]
    fault = error.get("ctx", {}).get("error")
    assert (getattr(fault, "where", None) or ".".join(map(str, error["loc"]))).startswith(where)
