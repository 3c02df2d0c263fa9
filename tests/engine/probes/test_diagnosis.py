"""A diagnosis: each rule finds what a run was made to show, and none finds anything where a training goes well."""

from typing import Any

import msgpack
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.diagnosis import Symptom, diagnosis
from engine.probes.layers import inside
from engine.run import Run

SIGMOIDS: dict[str, Any] = {"hidden": [8] * 6, "activation": "sigmoid"}
STEEP_TANHS = [{"W": [[0.001, 0.001]]}, *[{"W": [[5.0]]}] * 3, {"W": [[1.0]]}]
FLAT_TANHS = [{"W": [[30.0] * 2] * 4}, {"W": [[30.0] * 4] * 4}, None]
DYING = [{"W": [[0.1, 0.1]] * 4, "b": [-50, -50, 0, 50]}, None]
BLANK_DIGITS: dict[str, dict[str, Any]] = {
    "data": {"kind": "digits", "side": 8, "samples": 200},
    "network": {"hidden": [9], "activation": "sigmoid", "initializer": "zeros"},
    "objective": {"loss": "softmax"},
}
LOGISTIC: dict[str, dict[str, Any]] = {
    "data": {"kind": "spiral"},
    "network": {"hidden": [], "initializer": "zeros"},
    "objective": {"loss": "cross_entropy"},
    "optimizer": {"learning_rate": 0.03},
}
LINE_THROUGH_WAVE: dict[str, dict[str, Any]] = {
    "data": {"kind": "sine"},
    "network": {"hidden": []},
    "training": {"batch_size": 200},
}
PRESSED: dict[str, Any] = {"regularization": "l2", "regularization_rate": 10}
OVERFITTED: dict[str, dict[str, Any]] = {
    "data": {"kind": "circle", "noise": 50, "samples": 60},
    "network": {"hidden": [8, 8]},
    "optimizer": {"kind": "adam", "learning_rate": 0.03},
}


def found(changes: dict[str, dict[str, Any]], looks: int = 0, steps: int = 10) -> list[Symptom]:
    """What is found after so many evaluations, with so many steps before each but the first."""
    run = Run(Experiment().changed(changes))
    cohort = Cohort([run])
    [evaluation] = cohort.evaluate()
    for _ in range(looks):
        cohort.train(steps)
        [evaluation] = cohort.evaluate()
    return diagnosis(run, inside(cohort), 0, evaluation)


def names(findings: list[Symptom]) -> list[str]:
    return [finding.text.split(":")[0] for finding in findings]


@pytest.mark.parametrize(
    ("changes", "looks", "name"),
    [
        ({"network": SIGMOIDS}, 0, "Vanishing gradients"),
        ({"network": SIGMOIDS}, 10, "Vanishing gradients"),
        ({"network": {"hidden": [1] * 4, "weights": STEEP_TANHS}}, 0, "Exploding gradients"),
        ({"network": {"hidden": [4], "activation": "relu", "weights": DYING}}, 0, "Dead units"),
        (
            {"data": {"kind": "spiral"}, "network": {"hidden": [4, 4], "weights": FLAT_TANHS}},
            0,
            "Saturated units",
        ),
        ({"optimizer": {"learning_rate": 10}}, 0, "The learning rate is too high"),
        ({"optimizer": {"learning_rate": 1e-5}}, 3, "The learning rate is too low"),
        ({"network": {"hidden": [], "weights": [{"W": [[30.0, 30.0]]}]}}, 0, "Saturated output"),
        ({"network": {"initializer": "zeros"}}, 10, "Identical units"),
        ({"network": {"initializer": "zeros", "activation": "sigmoid"}}, 10, "Identical units"),
        (BLANK_DIGITS, 3, "Identical units"),
        (OVERFITTED, 60, "Overfitting"),
    ],
)
def test_each_rule_finds_what_a_run_was_made_to_show(
    changes: dict[str, dict[str, Any]], looks: int, name: str
) -> None:
    assert name in names(found(changes, looks))


@pytest.mark.parametrize("looks", [0, 10, 60])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"data": {"kind": "gaussians"}},
        {"data": {"kind": "plane"}},
        {"data": {"kind": "spiral"}},
        {"network": {"hidden": [8], "activation": "relu"}},
        {"network": {"hidden": [4, 4, 4, 4, 4, 4]}},
        {"optimizer": {"kind": "adam", "learning_rate": 0.01}},
        {"network": {"hidden": []}, "objective": {"loss": "perceptron"}, "data": {"kind": "gaussians"}},
        # What is solved for has no gradient left, and hidden layers follow none.
        {"optimizer": {"kind": "least_squares"}},
    ],
)
def test_nothing_is_found_where_a_training_goes_well(changes: dict[str, dict[str, Any]], looks: int) -> None:
    assert found(changes, looks) == []


def test_a_step_is_not_too_low_where_no_learning_rate_would_help() -> None:
    assert found(LINE_THROUGH_WAVE, 10, steps=100) == []
    thrown = names(found({"optimizer": {"learning_rate": 10}}, 10, steps=50))
    assert "Saturated units" in thrown and not any("learning rate" in name for name in thrown)
    clipped: dict[str, dict[str, Any]] = {"optimizer": {"clip_norm": 1e-9}}
    assert found(clipped, 3) == []
    ended: dict[str, dict[str, Any]] = {
        "optimizer": {"schedule": "cosine", "period": 20},
        "network": {"hidden": []},
    }
    [finding] = found(ended, 3)
    assert finding.text.startswith("The learning rate is too low") and "longer period" in finding.advice


def test_a_large_step_is_not_too_high_where_the_loss_falls() -> None:
    for looks in (0, 1, 5):
        assert found(LOGISTIC, looks, steps=1) == []
    one_row: dict[str, dict[str, Any]] = {
        "data": {"kind": "numbers", "rows": [[1, 5]]},
        "network": {"hidden": []},
        "training": {"batch_size": 1},
    }
    assert found(one_row, 3, steps=1) == []
    too_high = found({**one_row, "optimizer": {"learning_rate": 1.1}}, 3, steps=1)
    assert names(too_high) == ["The learning rate is too high"]


def test_looking_for_steps_that_are_too_high_moves_nothing() -> None:
    changes: dict[str, Any] = {"optimizer": {"learning_rate": 10}, "network": {"dropout": "inverted"}}
    seen, unseen = (Cohort([Run(Experiment().changed(changes))]) for _ in range(2))
    assert inside(seen).overshoots.all()
    for cohort in (seen, unseen):
        cohort.train(3)
    assert (seen.theta == unseen.theta).all()


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_a_penalty_that_is_too_strong_is_the_cause_of_all_else(kind: str) -> None:
    pressed: dict[str, dict[str, Any]] = {"objective": {**PRESSED, "regularization": kind}}
    assert names(found(pressed, 10)) == ["The penalty is too strong"]
    assert found({"objective": {**PRESSED, "regularization": kind, "regularization_rate": 0.001}}, 10) == []


def test_the_words_have_the_numbers() -> None:
    [dead] = [
        each
        for each in found({"network": {"hidden": [4], "activation": "relu", "weights": DYING}})
        if "Dead" in each.text
    ]
    assert dead.values == {"percent": 50, "layer": 1}
    assert (
        dead.text.format(**dead.values)
        == "Dead units: 50 % of the units of layer 1 output 0 for every sample."
    )
    [steep] = [each for each in found({"network": SIGMOIDS}) if "Vanishing" in each.text]
    assert steep.values["layer"] == 1 and 100 < steep.values["times"] < 10_000


def test_numbers_of_a_run_that_is_about_to_diverge_fit_into_a_message() -> None:
    weights = [{"W": [[1e-9] * 2] * 16}, *[{"W": [[1000.0] * 16] * 16}] * 5, {"W": [[1000.0] * 16]}]
    network = {"hidden": [16] * 6, "activation": "linear", "weights": weights}
    findings = found({"data": {"kind": "plane"}, "network": network})
    assert max(value for finding in findings for value in finding.values.values()) > 2**64
    for finding in findings:
        assert msgpack.unpackb(msgpack.packb(finding.values)) == finding.values
