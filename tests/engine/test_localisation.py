"""Localisation: a class and a box are found together, and IoU says how well the boxes lie."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.activations import ACTIVATIONS
from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.data.kinds import KINDS, register
from engine.experiment import Experiment
from engine.losses import SquaredError
from engine.losses.loss import Loss
from engine.measures import MEASURES, iou
from engine.probes.confusion import confusion
from engine.probes.gradient_check import gradient_check
from engine.run import Run
from tests.app.toys.boxes import ToyBoxes


@pytest.fixture(autouse=True, scope="module")
def registered() -> Iterator[None]:
    """The data set of this module, which other tests do not know."""
    register(ToyBoxes)
    yield
    del KINDS["toy_boxes"]


HEADS: list[dict[str, Any]] = [
    {"loss": "softmax"},
    {"targets": {"kind": "box"}, "output": "sigmoid", "weight": 4},
]
LAYERS: list[dict[str, Any]] = [
    {"kind": "convolution", "channels": 4, "padding": "same"},
    {"kind": "activation"},
    {"kind": "pooling"},
    {"kind": "dense", "units": 12},
    {"kind": "activation"},
]


def finding(heads: list[dict[str, Any]] = HEADS, **parts: dict[str, Any]) -> Experiment:
    return Experiment().changed(
        {
            "data": {"kind": "toy_boxes"},
            "network": {"layers": LAYERS},
            "objective": {"heads": heads},
            "optimizer": {"kind": "adam", "learning_rate": 0.01},
            **parts,
        }
    )


LINEAR: Loss = SquaredError(ACTIVATIONS["linear"])


def of_boxes(found: list[float], true: list[float]) -> float:
    """IoU of one box (x, y, w, h) with another."""
    Z, Y = (np.array(box, FLOAT64).reshape(1, 4, 1) for box in (found, true))
    [[share]] = iou(LINEAR, Z, Y)
    return float(share)


def from_corners(left: float, top: float, right: float, bottom: float) -> list[float]:
    return [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]


def test_iou_of_boxes_that_were_worked_out_by_hand() -> None:
    # Two squares of 2 by 2 that share a square of 1: 1 / (4 + 4 - 1).
    assert of_boxes([1, 1, 2, 2], [2, 2, 2, 2]) == pytest.approx(1 / 7)
    assert of_boxes([0.3, 0.4, 0.2, 0.6], [0.3, 0.4, 0.2, 0.6]) == pytest.approx(1)
    # One within the other: its share of the other's area.
    assert of_boxes([0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 1, 1]) == pytest.approx(0.25)
    # Published: Rosebrock's stop sign of (39, 63, 203, 112) and (54, 66, 198, 114), there with 1 added to each side,
    # 0.7980; without it, 144 · 46 / (164 · 49 + 144 · 48 - 144 · 46).
    expected = 144 * 46 / (164 * 49 + 144 * 48 - 144 * 46)
    found = of_boxes(from_corners(39, 63, 203, 112), from_corners(54, 66, 198, 114))
    assert found == pytest.approx(expected) and found == pytest.approx(0.798, abs=0.005)


@pytest.mark.parametrize(
    "found",
    [
        [0.1, 0.1, 0.1, 0.1],
        [0.7, 0.5, 0.2, 0.2],
        [0.5, 0.5, 0, 0.2],
        [0.5, 0.5, -0.2, 0.2],
        [0.5, 0.5, -1, -1],
    ],
    ids=str,
)
def test_iou_is_0_where_boxes_do_not_meet_or_have_no_area(found: list[float]) -> None:
    assert of_boxes(found, [0.5, 0.5, 0.2, 0.2]) == 0


def test_iou_equals_counted_pixels() -> None:
    generator = np.random.default_rng(5)
    for _ in range(50):
        masks, boxes = [], []
        for _ in range(2):
            left, top = generator.integers(0, 15, 2)
            width, height = generator.integers(1, 16, 2)
            mask = np.zeros((32, 32), bool)
            mask[top : top + height, left : left + width] = True
            masks.append(mask)
            boxes.append([left + width / 2, top + height / 2, width, height])
        counted = (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()
        assert of_boxes(*boxes) == pytest.approx(counted)


def test_a_class_and_a_box_are_learned_together() -> None:
    run = Run(finding())
    assert [head.units for head in run.experiment.heads] == [2, 4]
    cohort = Cohort([run])
    [before] = cohort.evaluate()
    cohort.train(600)
    [after] = cohort.evaluate()
    kind, box = (head["test"] for head in after.heads)
    assert kind["accuracy"] > 0.9 and after.test_accuracy == kind["accuracy"]
    assert box["iou"] > 0.6 > before.heads[1]["test"]["iou"] and box.keys() == {"loss", "iou"}
    # The measure is the mean of what each box has.
    test = run.dataset.X_test[:, :]
    Z: Array = cohort.network.answers(test[np.newaxis])[:, 2:]
    value = iou(run.heads[1].loss, Z, run.dataset.labels_test[np.newaxis, 1:]).mean()
    assert box["iou"] == pytest.approx(float(value), rel=1e-5)
    found = confusion(cohort)
    assert found is not None and found.sum() == 200


def test_back_propagation_equals_central_differences() -> None:
    run = Run(finding(), FLOAT64)
    X, Y = run.dataset.X_train[:, :8][np.newaxis], run.Y_train[np.newaxis, :, :8]
    [found] = gradient_check(Cohort([run]), X, Y)
    assert found.largest_difference < 1e-5


def test_a_run_in_a_cohort_equals_that_run_alone_bit_for_bit() -> None:
    experiments = [finding(training={"seed": seed}) for seed in range(3)]
    together = [Run(experiment) for experiment in experiments]
    cohort = Cohort(together)
    cohort.train(30)
    for run, experiment, evaluation in zip(together, experiments, cohort.evaluate(), strict=True):
        alone = Cohort([Run(experiment)])
        alone.train(30)
        assert alone.runs[0].theta.tobytes() == run.theta.tobytes() and alone.evaluate() == [evaluation]


def test_a_box_alone_is_said_as_numbers() -> None:
    run = Run(finding(HEADS[1:]))
    Cohort([run]).train(5)
    [evaluation] = Cohort([run]).evaluate()
    assert run.shape.problem == "regression" and set(evaluation.heads[0]["test"]) == {"loss", "iou"}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"data": {"kind": "digits"}}, "objective.heads.1.targets.kind", "The data set has no boxes."),
    (
        {"objective": {"heads": [{}, {"targets": {"kind": "box"}, "loss": "softmax"}]}},
        "objective.heads.1.loss",
        "needs classes",
    ),
    (
        {"objective": {"heads": [{}, {"targets": {"kind": "input"}, "measures": ["iou"]}]}},
        "objective.heads.1.measures",
        "needs a box",
    ),
    (
        {"objective": {"heads": [{}, {"targets": {"kind": "box"}, "measures": ["accuracy"]}]}},
        "objective.heads.1.measures",
        "needs classes",
    ),
]


@pytest.mark.parametrize(("changes", "where", "text"), WRONG, ids=[text for _, _, text in WRONG])
def test_what_does_not_fit_is_refused_in_words(changes: dict[str, Any], where: str, text: str) -> None:
    with pytest.raises(ValidationError, match=text) as refused:
        finding(**changes)
    assert refused.value.errors()[0]["ctx"]["error"].where == where
    assert MEASURES["iou"].needs_boxes
