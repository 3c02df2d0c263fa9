"""The perceptron's rule: what it learns, what it never learns, and that it is the one of scikit-learn."""

from collections.abc import Iterator

import numpy as np
import pytest
from sklearn.linear_model import Perceptron as Oracle

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import Dense
from engine.losses import Perceptron
from engine.methods.optimizers import GradientDescent
from engine.network import Network
from engine.run import Run

Changes = dict[str, dict[str, object]]

CORNERS = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]])
"""All inputs of a gate of two, (2, 4)."""


def epochs(table: list[int], count: int) -> Iterator[tuple[int, Array]]:
    """Mistakes of each epoch, and theta = (w1, w2, b) after it, from zero weights, one corner after another."""
    theta = np.zeros((1, 3))
    network, loss = Network([Dense(2, 1)], theta, np.zeros((1, 0))), Perceptron()
    rule = GradientDescent(np.zeros((0, 1, 3)), np.zeros((1, 1)), {})
    for _ in range(count):
        mistakes = 0
        for corner, label in enumerate(table):
            Z = network.forward(CORNERS[np.newaxis, :, corner : corner + 1])
            dZ = loss.gradient(Z, np.array([[[float(label)]]]))
            network.backward(dZ)
            rule.update(theta, network.gradient, np.array([[1.0]]))
            mistakes += int(dZ.any())
        yield mistakes, theta[0].copy()


@pytest.mark.parametrize("table", [[0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 1, 0]], ids=["AND", "OR", "NAND"])
def test_what_a_line_separates_is_learned_in_a_few_epochs(table: list[int]) -> None:
    """The convergence theorem (Novikoff, 1962): after finitely many mistakes there are no more."""
    *_, (mistakes, theta) = epochs(table, 20)
    assert mistakes == 0
    assert (theta[:2] @ CORNERS + theta[2] > 0).astype(int).tolist() == table


def test_exclusive_or_is_never_learned_and_the_weights_go_in_circles() -> None:
    """No line separates it (Minsky and Papert, 1969); the weights stay bounded, and come back (the cycling theorem)."""
    seen = list(epochs([0, 1, 1, 0], 500))
    assert min(mistakes for mistakes, _ in seen) >= 1
    assert len({theta.tobytes() for _, theta in seen}) < 20


def test_exclusive_or_is_learned_with_a_hidden_layer_and_not_without() -> None:
    without: Changes = {"network": {"hidden": []}, "objective": {"loss": "perceptron"}}
    with_one: Changes = {"network": {"hidden": [4]}, "objective": {"loss": "cross_entropy"}}
    found = []
    for changes in (without, with_one):
        run = Run(Experiment().changed({"data": {"kind": "xor"}, **changes}))
        Cohort([run]).train(3000)
        found.append(Cohort([run]).evaluate()[0].train_accuracy)
    assert found[0] is not None and found[0] < 0.75
    assert found[1] is not None and found[1] > 0.97


@pytest.mark.parametrize(("kind", "noise"), [("gaussians", 30), ("moons", 10)])
def test_the_mistakes_and_the_weights_are_those_of_scikit_learn(kind: str, noise: float) -> None:
    experiment = Experiment().changed(
        {
            "data": {"kind": kind, "noise": noise},
            "network": {"hidden": [], "initializer": "zeros"},
            "objective": {"loss": "perceptron"},
            "optimizer": {"learning_rate": 1.0},
            "training": {"batch_size": 1},
        }
    )
    # At first, all sums are 0: that is a mistake here if the class is 1, and there whatever the class is.
    run = next(
        run
        for run in (Run(experiment.changed({"training": {"seed": seed}}), FLOAT64) for seed in range(20))
        if run.dataset.labels_train[0, run.batches.order[0]] == 1
    )
    X, labels = run.dataset.X_train.T, run.dataset.labels_train[0]
    oracle = Oracle(eta0=1.0, shuffle=False, penalty=None)
    cohort, mistakes = Cohort([run]), 0
    for sample in Run(run.experiment, FLOAT64).batches.deal(500):
        before = run.theta.copy()
        cohort.train(1)
        mistakes += int((run.theta != before).any())
        oracle.partial_fit(X[[sample]], labels[[sample]], classes=[0, 1])
        np.testing.assert_allclose(run.theta, [*oracle.coef_[0], *oracle.intercept_], rtol=1e-12, atol=1e-12)
    assert 5 < mistakes < 400


def test_of_several_classes_each_output_tells_one_from_the_rest() -> None:
    changes: Changes = {
        "data": {"kind": "blobs", "classes": 4},
        "network": {"hidden": []},
        "objective": {"loss": "perceptron"},
    }
    run = Run(Experiment().changed(changes))
    Cohort([run]).train(2000)
    [evaluation] = Cohort([run]).evaluate()
    assert evaluation.test_accuracy is not None and evaluation.test_accuracy > 0.9
