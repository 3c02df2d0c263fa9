"""A family: what may vary, and what its members are."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine.experiment import Experiment
from engine.family import MOST_MEMBERS, Variation, members_of
from engine.fault import Fault


def family(*variations: tuple[str, list[Any]], **base: Any) -> tuple[Experiment, ...]:
    return members_of(
        Experiment.model_validate(base),
        [Variation.model_validate({"field": field, "values": values}) for field, values in variations],
    )


def test_the_members_are_all_combinations_the_last_field_changing_fastest() -> None:
    found = family(("optimizer.learning_rate", [0.1, 1]), ("network.hidden", [[], [3], [4, 2]]))
    assert [(each.optimizer.learning_rate, each.network.hidden) for each in found] == [
        (rate, hidden) for rate in (0.1, 1.0) for hidden in ((), (3,), (4, 2))
    ]
    assert {each.training.seed for each in found} == {0} and len({each.data for each in found}) == 1


@pytest.mark.parametrize(
    ("variations", "message"),
    [
        ([("training.seed", list(range(MOST_MEMBERS)))], None),
        ([], "one or two fields: these are 0"),
        ([("training.seed", [0, 1])] * 2, "training.seed is named twice"),
        ([("network.bias", [0, 1]), ("training.seed", [0, 1]), ("data.seed", [0, 1])], "these are 3"),
        ([("data.seed", list(range(9))), ("training.seed", list(range(8)))], "has 72 members"),
        ([("training.seeds", [0, 1])], "training.seeds is not a field of this experiment"),
        ([("data.turns", [0, 1])], "data.turns is not a field of this experiment"),
        ([("seed", [0, 1])], "seed is not a field"),
        ([("data.kind", ["circle", "xor"])], "data.kind cannot vary"),
        ([("data.features", [["x1"], ["x2"]])], None),
        ([("network.layers", [None, None])], "network.layers cannot vary"),
        ([("training.seed", [3])], "at least two values"),
        ([("training.seed", [])], "at least two values"),
        ([("optimizer.learning_rate", [0.1, 1, 1.0])], "has the value 1.0 twice"),
        ([("training.seed", [5, 6]), ("network.hidden", [[2], [2]])], "network.hidden has the value 2 twice"),
        ([("optimizer.momentum", [0.5, 0.9])], "optimizer.momentum does not count"),
        ([("optimizer.momentum", [0.5, 0.9]), ("optimizer.kind", ["gradient_descent", "adam"])], None),
        ([("objective.regularization_rate", [0.01, 0.1])], "does not count"),
    ],
)
def test_what_cannot_be_a_family_is_refused_in_words(variations: list[Any], message: str | None) -> None:
    if variations and variations[0][0] == "data.features":
        with pytest.raises(ValidationError):
            family(*variations)
        return
    if message is None:
        assert len(family(*variations)) in (4, MOST_MEMBERS)
        return
    with pytest.raises(Fault, match=message):
        family(*variations)


def test_a_value_that_a_field_cannot_have_is_the_fields_own_error() -> None:
    with pytest.raises(ValidationError) as error:
        family(("optimizer.learning_rate", [0.1, 20]))
    assert error.value.errors()[0]["loc"] == ("optimizer", "learning_rate")


def test_a_field_that_another_stands_in_place_of_does_not_count() -> None:
    with pytest.raises(Fault, match=r"network\.activation does not count"):
        family(("network.activation", ["relu", "tanh"]), network={"activations": ["relu", "tanh"]})


RECURRENT: dict[str, Any] = {
    "data": {"kind": "echo", "steps": 6},
    "network": {
        "layers": [
            {"kind": "gru", "units": 4},
            {"kind": "dropout", "rate": 0.1},
            {"kind": "dense", "units": 3},
        ]
    },
    "objective": {"loss": "softmax"},
}


def test_fields_of_listed_layers_vary_by_their_number() -> None:
    found = family(("network.layers.0.units", [2, 8]), ("network.layers.1.rate", [0, 0.5]), **RECURRENT)
    layers: Any = [each.network.layers for each in found]
    assert [(gru.units, dropout.rate) for gru, dropout, _ in layers] == [(2, 0), (2, 0.5), (8, 0), (8, 0.5)]
    assert {dense.units for *_, dense in layers} == {3}
    # Beside a field of the same part, and of another one.
    assert (
        len(
            family(("network.layers.0.units", [2, 8]), ("network.initializer", ["he", "xavier"]), **RECURRENT)
        )
        == 4
    )
    assert len(family(("training.seed", [0, 1]), ("network.layers.2.bias", [None, 0.5]), **RECURRENT)) == 4


@pytest.mark.parametrize(
    ("field", "values", "message"),
    [
        ("network.layers.3.units", [2, 3], "network.layers.3.units is not a field"),
        ("network.layers.-1.units", [2, 3], "is not a field"),
        ("network.layers.01.units", [2, 3], "is not a field"),
        ("network.layers.1.units", [2, 3], "network.layers.1.units is not a field"),
        ("network.layers.0.kind", ["gru", "lstm"], "network.layers.0.kind cannot vary"),
        ("network.layers.0.units", [2, 2], "network.layers.0.units has the value 2 twice"),
        ("network.layers.0.units", [2], "at least two values"),
        ("optimizer.layers.0.units", [2, 3], "is not a field"),
    ],
)
def test_a_field_that_no_layer_has_is_refused(field: str, values: list[Any], message: str) -> None:
    with pytest.raises(Fault, match=message):
        family((field, values), **RECURRENT)
    with pytest.raises(Fault, match="is not a field"):
        family(("network.layers.0.units", [2, 3]))


def test_a_value_that_a_layer_cannot_have_is_refused_in_its_place() -> None:
    with pytest.raises(ValidationError) as error:
        family(("network.layers.0.units", [2, 100_000]), **RECURRENT)
    assert error.value.errors()[0]["loc"][:3] == ("network", "layers", 0)
