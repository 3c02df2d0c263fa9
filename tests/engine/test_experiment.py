"""An experiment accepts what is allowed and says clearly what is not."""

import pytest
from pydantic import ValidationError

from engine.data.circle import Circle
from engine.data.digits import Digits
from engine.data.lines import Sine
from engine.experiment import Experiment


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"optimizer": {"learning_rate": -0.1}}, "greater than or equal to 0"),
        ({"optimizer": {"learning_rate": float("nan")}}, "finite number"),
        ({"optimizer": {"momentun": 0.9}}, "not permitted"),
        ({"optimiser": {}}, "not permitted"),
        ({"optimizer": 3}, "valid dictionary"),
        ({"network": {"hidden": [4] * 7}}, "at most 6"),
        ({"network": {"hidden": [17]}}, "16 units at most.* it has 17"),
        ({"network": {"hidden": [513]}}, "less than or equal to 512"),
        (
            {"data": {"kind": "digits"}, "network": {"hidden": [512, 512]}},
            "669,706 weights.* 500,000 at most",
        ),
        ({"data": {"kind": "digits", "side": 20}}, "28, 16 or 8"),
        ({"data": {"kind": "suns"}}, "'circle', 'xor', 'gaussians'"),
        ({"data": {"kind": 3}}, "'circle', 'xor', 'gaussians'"),
        ({"data": {"kind": "xor", "noize": 3}}, "not permitted"),
        ({"data": {"kind": "parity", "bits": 2}}, "only 4 samples"),
        ({"data": {"features": []}}, "at least 1"),
        ({"data": {"features": ["x1", "x1"]}}, "named once"),
        ({"data": {"samples": 5001}}, "5,000 samples at most"),
        ({"data": {"kind": "digits", "samples": 70_001}}, "less than or equal to 70000"),
        ({"data": {"samples": 20}, "training": {"batch_size": 11}}, "only 10 samples"),
        ({"data": {"kind": "plane"}, "objective": {"loss": "cross_entropy"}}, "needs classes"),
        ({"data": {"kind": "plane"}, "objective": {"loss": "hinge"}}, "needs classes"),
        (
            {"data": {"samples": 30, "validation_share": 0.2}, "training": {"batch_size": 10}},
            "only 9 samples",
        ),
        ({"data": {"samples": 10, "validation_share": 0.01}}, "share of 10 samples is less than one sample"),
        ({"data": {"test_share": 0.6, "validation_share": 0.5}}, "nothing to train on"),
        (
            {"data": {"kind": "sine", "features": ["x1", "x2"]}},
            "one input: of the features it has x1, x1_squared, sin_x1",
        ),
        ({"data": {"kind": "or_gate"}}, "only 4 samples"),
        ({"data": {"kind": "points", "points": [[0, 0, 0]]}}, "must be two at least"),
        ({"data": {"kind": "points", "points": [[0, 0, 0], [1, 1, 3]]}}, "points of class 3"),
        ({"data": {"kind": "points", "points": [[6.1, 0, 0], [0, 0, 0]]}}, "less than or equal to 6"),
        ({"data": {"kind": "points", "points": [[0, 0, 10], [0, 0, 0]]}}, "less than or equal to 9"),
        ({"data": {"kind": "points", "points": [[0, 0, 0]] * 1001}}, "at most 1000"),
        ({"training": {"patience": 3}}, "needs validation data"),
        ({"network": {"activation": "step"}}, "derivative of the step function is 0.*least squares"),
        ({"objective": {"loss": "perceptron"}}, "hidden layers: take them out"),
        (
            {"data": {"kind": "plane"}, "network": {"hidden": []}, "objective": {"loss": "perceptron"}},
            "needs classes",
        ),
        ({"objective": {"center_weight": 0.1}}, "softmax loss only"),
        (
            {"objective": {"loss": "softmax", "center_weight": 0.1}, "network": {"hidden": []}},
            "needs a hidden layer",
        ),
        ({"optimizer": {"kind": "least_squares"}, "objective": {"loss": "hinge"}}, "squared error only"),
        ({"optimizer": {"kind": "least_squares"}, "objective": {"regularization": "l1"}}, "not with L1"),
        ({"optimizer": {"kind": "least_squares"}, "network": {"normalization": "batch"}}, "one step only"),
        ({"optimizer": {"kind": "least_squares"}, "network": {"dropout": "classic"}}, "one step only"),
        ({"network": {"activations": ["tanh", "step"]}}, "derivative of the step function"),
        ({"network": {"normalization": "batch"}, "training": {"batch_size": 1}}, "no variance"),
        ({"network": {"activations": ["tanh"]}}, "Hidden layers: 2, activation functions: 1"),
        ({"network": {"dropout_rates": [0.1, 0.2, 0.3]}}, "Hidden layers: 2, dropout rates: 3"),
        ({"network": {"dropout_rates": [0.1, 0.95]}}, "less than or equal to 0.9"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    changes: dict[str, dict[str, object]], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        Experiment().changed(changes)


def test_a_change_keeps_all_else() -> None:
    experiment = Experiment().changed({"data": {"noise": 10}}).changed({"network": {"hidden": [3]}})
    assert experiment.data == Circle(noise=10)
    assert experiment.plan.units == (2, 3, 1)
    assert experiment.optimizer == Experiment().optimizer


def test_another_data_set_keeps_what_was_chosen_as_far_as_it_has_such_fields() -> None:
    chosen = Experiment().changed({"data": {"noise": 10, "samples": 300, "test_share": 0.2, "seed": 4}})
    line = chosen.changed({"data": {"kind": "sine"}})
    assert line.data == Sine(noise=10, samples=300, test_share=0.2, seed=4)
    digits = line.changed({"data": {"kind": "digits", "samples": 2000}})
    assert digits.data == Digits(samples=2000, test_share=0.2, seed=4)
    assert digits.changed({"data": {"kind": "circle"}}).data.chosen_features == ("x1", "x2")


def test_what_only_other_data_sets_have_is_left_out() -> None:
    """A former release described every data set by the fields of all of them."""
    former = {
        "kind": "digits",
        "side": 8,
        "noise": 30,
        "points": [[0, 0, 0]],
        "bits": 4,
        "features": ["x1"],
        "table": None,
    }
    assert Experiment.model_validate({"data": former}).data == Digits(side=8)
    with pytest.raises(ValidationError, match="not permitted"):
        Experiment.model_validate({"data": {**former, "pints": 3}})


def test_each_data_set_is_an_object_of_the_schema_with_its_own_bounds() -> None:
    data = Experiment.model_json_schema()["properties"]["data"]
    kinds = {kind["properties"]["kind"]["const"]: kind["properties"] for kind in data["oneOf"]}
    assert [*kinds][:3] == ["circle", "xor", "gaussians"] and data["default"]["kind"] == "circle"
    assert kinds["circle"]["samples"]["maximum"] == 5000 and kinds["digits"]["samples"]["maximum"] == 70_000
    assert kinds["sine"]["features"]["default"] == ["x1"] and "features" not in kinds["digits"]
    assert "noise" not in kinds["and_gate"] and "classes" in kinds["points"]
    assert all("description" in kind for kind in data["oneOf"])


def test_json_round_trip() -> None:
    experiment = Experiment().changed({"data": {"features": ["sin_x1", "x2"]}, "network": {"hidden": []}})
    assert Experiment.model_validate_json(experiment.model_dump_json()) == experiment


def test_equal_changes_of_equal_experiments_share_what_comes_of_them() -> None:
    rate: dict[str, dict[str, object]] = {"optimizer": {"learning_rate": 0.3}}
    after = Experiment().changed(rate)
    assert Experiment().changed({"optimizer": {"learning_rate": 0.3}}) is after
    assert Experiment().changed({"optimizer": {"learning_rate": 0.03}}) != after
    # Equal are those with equal descriptions: the sign of a zero counts, which Python's comparison does not see.
    points = [[zero, 1.0, label] for label, zero in enumerate((0.0, -0.0))]
    drawn = [
        Experiment.model_validate({"data": {"kind": "points", "points": [point, *[[2.0, 1.0, 1]] * 30]}})
        for point in points
    ]
    signs = [str(each.changed(rate).data.model_dump()["points"][0][0]) for each in drawn]
    assert signs == ["0.0", "-0.0"]
    for _ in range(2):
        with pytest.raises(ValidationError):
            Experiment().changed({"optimizer": {"learning_rate": float("nan")}})
