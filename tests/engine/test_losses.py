"""Softmax against published numbers, and the classes that outputs answer."""

import numpy as np
import pytest

from engine.activations import softmax
from engine.experiment import Experiment
from engine.heads import heads_of, targets_of
from engine.losses import SoftmaxCrossEntropy, answers
from engine.run import Run


def test_softmax_of_3_1_and_minus_3() -> None:
    """The example of Hung-yi Lee's lectures (Machine Learning, 2017, classification)."""
    Z = np.array([[3.0], [1.0], [-3.0]])
    assert softmax(Z)[:, 0].round(2).tolist() == [0.88, 0.12, 0.0]


def test_softmax_of_large_sums_does_not_overflow() -> None:
    Z = np.array([[1e38], [1e38], [-1e38]], np.float32)
    np.testing.assert_array_equal(softmax(Z)[:, 0], np.array([0.5, 0.5, 0], np.float32))
    Y = np.array([[1], [0], [0]], np.float32)
    assert SoftmaxCrossEntropy().value(Z, Y)[0] == pytest.approx(np.log(2), rel=1e-6)


@pytest.mark.parametrize(
    ("loss", "kind", "expected"),
    [
        ("squared_error", "circle", [[-1, 1]]),
        ("cross_entropy", "circle", [[0, 1]]),
        ("softmax", "circle", [[1, 0], [0, 1]]),
        ("hinge", "blobs", [[1, -1], [-1, 1], [-1, -1]]),
    ],
)
def test_targets_are_one_output_a_class_or_a_single_one(
    loss: str, kind: str, expected: list[list[float]]
) -> None:
    experiment = Experiment().changed({"objective": {"loss": loss}, "data": {"kind": kind}})
    targets = targets_of(heads_of(experiment), experiment.sample, None, np.array([[0.0, 1.0]]))
    assert targets.tolist() == expected
    assert answers(targets - 0.5).tolist() == [0, 1]


def test_outputs_of_other_classes_do_not_go_on_as_those_of_these() -> None:
    run = Run(Experiment().changed({"data": {"kind": "blobs"}}))
    run.change(run.experiment.changed({"data": {"classes": 5}}))
    assert run.theta.size == Run(run.experiment).theta.size and run.Y_train.shape == (5, 250)
