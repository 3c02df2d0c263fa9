"""The nearest experiment: each fault costs its own field and no other, and is said."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.nearest import nearest
from engine.experiment import Experiment
from tests.app.client import Server

USUAL = Experiment()


@pytest.mark.parametrize(
    ("asked", "taken", "fields"),
    [
        ({"data": {"noise": 90}}, {"data": {"noise": 80}}, ["data.noise"]),
        ({"data": {"noise": -3}}, {}, ["data.noise"]),
        ({"data": {"noise": "loud"}}, {}, ["data.noise"]),
        ({"data": {"noise": None}}, {}, ["data.noise"]),
        ({"data": {"kind": "suns", "noise": 5}}, {"data": {"noise": 5}}, ["data.kind"]),
        ({"data": {"noize": 1, "noise": 5}}, {"data": {"noise": 5}}, ["data.noize"]),
        ({"layers": {"n": 3}, "data": {"noise": 5}}, {"data": {"noise": 5}}, ["layers"]),
        ({"data": 3, "training": {"seed": 5}}, {"training": {"seed": 5}}, ["data"]),
        ({"network": {"hidden": [20, 3]}}, {"network": {"hidden": [16, 3]}}, ["network.hidden"]),
        ({"network": {"hidden": [0, 3]}}, {"network": {"hidden": [1, 3]}}, ["network.hidden"]),
        ({"network": {"hidden": [4, "x", 3]}}, {"network": {"hidden": [4, 3]}}, ["network.hidden"]),
        (
            {"network": {"hidden": [1, 2, 3, 4, 5, 6, 7, 8]}},
            {"network": {"hidden": [1, 2, 3, 4, 5, 6]}},
            ["network.hidden"],
        ),
        ({"network": {"hidden": "many"}}, {}, ["network.hidden"]),
        ({"network": {"activations": ["relu"]}}, {}, ["network.activations"]),
        ({"data": {"kind": "XOR"}}, {"data": {"kind": "xor"}}, ["data.kind"]),
        (
            {"objective": {"regularization": "L1"}},
            {"objective": {"regularization": "l1"}},
            ["objective.regularization"],
        ),
        ({"training": {"batch_size": 10.5}}, {}, ["training.batch_size"]),
        ({"training": {"batch_size": 300}}, {"training": {"batch_size": 250}}, ["training.batch_size"]),
        ({"data": {"kind": "or_gate"}}, {"data": {"kind": "or_gate"}, "training": {"batch_size": 4}}, []),
        (
            {"data": {"kind": "sine"}},
            {"data": {"kind": "sine"}},
            [],
        ),
        (
            {"data": {"kind": "sine", "features": ["x2", "sin_x1", "x1_x2"]}},
            {"data": {"kind": "sine", "features": ["sin_x1"]}},
            ["data.features"],
        ),
        ({"data": {"features": ["x1", "x1", "x3"]}}, {"data": {"features": ["x1"]}}, ["data.features"]),
        (
            {"data": {"features": ["x1", "x1^2", "log(x1)"]}},
            {"data": {"features": ["x1", "x1^2"]}},
            ["data.features"],
        ),
        ({"data": {"kind": "curve", "formula": "x+"}}, {"data": {"kind": "curve"}}, ["data.formula"]),
        ({"data": {"features": []}}, {}, ["data.features"]),
        ({"data": {"samples": 60_000}}, {"data": {"samples": 5000}}, ["data.samples"]),
        ({"data": {"kind": "table"}}, {}, ["data.kind"]),
        ({"data": {"kind": "points"}}, {}, ["data.kind"]),
        (
            {
                "data": {"kind": "points", "points": [[0, 0, 0], [9, 0, 1], [1, 1, 5]]},
                "training": {"batch_size": 1},
            },
            {
                "data": {"kind": "points", "points": [[0, 0, 0], [1, 1, 5]], "classes": 6},
                "training": {"batch_size": 1},
            },
            ["data.points"],
        ),
        (
            {"objective": {"loss": "perceptron"}},
            {"objective": {"loss": "perceptron"}, "network": {"hidden": []}},
            [],
        ),
        (
            {"objective": {"loss": "perceptron"}, "network": {"hidden": [3]}},
            {"network": {"hidden": [3]}},
            ["objective.loss"],
        ),
        (
            {"data": {"kind": "plane"}, "objective": {"loss": "hinge"}},
            {"data": {"kind": "plane"}},
            ["objective.loss"],
        ),
        ({"training": {"patience": 3}}, {}, ["training.patience"]),
        ({"network": {"activation": "step"}}, {}, ["network.activation"]),
        ({"optimizer": {"decay": 0, "period": 5}}, {"optimizer": {"period": 5}}, ["optimizer.decay"]),
        (
            {"network": {"normalization": "batch"}, "training": {"batch_size": 1}},
            {"network": {"normalization": "batch"}, "training": {"batch_size": 2}},
            ["training.batch_size"],
        ),
        (
            {"data": {"test_share": 0.9, "validation_share": 0.5}},
            {"data": {"validation_share": 0.5, "test_share": 0.4}},
            ["data.test_share"],
        ),
        ({"data": {"noise": 10}}, {"data": {"noise": 10}}, []),
        (
            {"data": {"kind": "parity", "noise": 10, "bits": 5}},
            {"data": {"kind": "parity", "bits": 5}},
            ["data.noise"],
        ),
    ],
)
def test_a_fault_costs_its_own_field(asked: Any, taken: Any, fields: list[str]) -> None:
    experiment, adjustments = nearest(asked)
    assert experiment == USUAL.changed(taken)
    assert [adjustment.field for adjustment in adjustments] == fields
    for adjustment in adjustments:
        assert adjustment.refusal.message and "{" not in adjustment.refusal.message


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        ["table", "points", "digits", "parity", "or_gate", "sine", "plane", "softmax", "perceptron", "hinge"]
    ),
    st.sampled_from(["least_squares", "adam", "l1", "batch", "inverted", "step", "prelu"]),
    st.lists(st.one_of(st.integers(-1, 600), st.sampled_from(["x1", "x2", "sin_x1", "relu"])), max_size=8),
)
FIELDS = {part: list(type(getattr(USUAL, part)).model_fields) for part in Experiment.model_fields}


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([(part, name) for part, names in FIELDS.items() for name in [*names, "other"]]),
        VALUES,
        max_size=8,
    )
)
def test_there_is_an_experiment_near_to_anything(asked: dict[tuple[str, str], Any]) -> None:
    changes: dict[str, dict[str, Any]] = {}
    for (part, name), value in asked.items():
        changes.setdefault(part, {})[name] = value
    experiment, adjustments = nearest(changes)
    named = {adjustment.field for adjustment in adjustments}
    described = experiment.model_dump(mode="json")
    for part, fields in changes.items():
        for name, value in fields.items():
            if f"{part}.{name}" not in named:
                # A text may be read as a number.
                assert described[part].get(name) == value or isinstance(value, str | bool | float)


def test_the_server_answers_with_it_and_with_its_reasons(server: Server) -> None:
    answer = server.visitor().post("/api/experiment", json={"data": {"noise": 99}, "training": {"seed": 7}})
    assert answer.status_code == 200
    assert answer.json()["experiment"]["training"]["seed"] == 7
    [adjustment] = answer.json()["adjustments"]
    assert adjustment == {
        "field": "data.noise",
        "taken": 80,
        "code": "invalid",
        "where": "data.noise",
        "message": "data.noise is 99, but may be 80 at most.",
        "text": "{where} is {given}, but may be {le} at most.",
        "values": {"where": "data.noise", "given": 99, "le": 80},
    }


def test_what_is_said_names_what_was_asked_for_and_what_is_allowed() -> None:
    said: dict[str, dict[str, Any]] = {
        "network.activations.1 is 'swish'; allowed are linear, ": {
            "network": {"activations": ["tanh", "swish"]}
        },
        "Hidden layers: 2, activation functions: 1.": {"network": {"activations": ["tanh"]}},
        "The network needs at least one feature.": {"data": {"features": []}},
        "The formula has 99 characters, but may have 80 at most.": {"data": {"features": ["x1", "x1+" * 33]}},
        "optimizer.learning_rate is 1e21, but may be 10 at most.": {"optimizer": {"learning_rate": 1e21}},
        "The training set has only 250 samples: a batch of 99,999": {"training": {"batch_size": 99999}},
        "data.table.id is 'mine', which cannot be an id.": {
            "data": {
                "kind": "table",
                "table": {"id": "mine", "rows": 10, "inputs": [0], "label": 1, "classes": 2},
            }
        },
    }
    for sentence, asked in said.items():
        _, adjustments = nearest(asked)
        assert adjustments[-1].refusal.message[: len(sentence)] == sentence
