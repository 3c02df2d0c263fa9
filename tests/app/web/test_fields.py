"""The words about fields fit together: conditions name fields and values that there are, options are values."""

import pytest

from app.web.fields import Field, fields_of, standing
from engine.control import control
from engine.experiment import Experiment

FIELDS = fields_of(Experiment.model_json_schema())
NAMES = {field.name: field for field in FIELDS}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_conditions_name_fields_and_values_that_there_are(field: Field) -> None:
    of_options = [
        item for option in field.control["options"].values() for item in option.get("applies", {}).items()
    ]
    for name, condition in [*field.applies.items(), *of_options]:
        if name.startswith("kind."):
            continue  # what the page knows of the data set
        other = NAMES[name]
        if condition == "positive":
            assert other.schema["type"] in ("number", "integer")
        else:
            assert condition and set(condition) <= {str(value) for value in other.schema["enum"]}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_a_control_has_what_it_shows(field: Field) -> None:
    if not field.control["group"]:
        return
    assert field.kind_of_control
    assert field.schema["title"].split("_")[0] != field.field
    if field.kind_of_control == "number":
        assert {"maximum", "default"} <= field.schema.keys()
        assert field.schema.keys() & {"minimum", "exclusiveMinimum"}
    options = [about["help"] for _, about in field.options] if "enum" in field.schema else []
    assert field.control["hint"] or field.control["help"] or (options and all(options)), "it is explained"
    if field.kind_of_control == "seed":
        assert field.control["hint"], "the help of a seed is what its die does"
    if (options := field.control["options"]) and "enum" in field.schema:
        assert set(options) == {str(value) for value in field.schema["enum"]}, "each value has a label"
    if each := field.control["each"]:
        assert NAMES[f"{field.part}.{each}"].schema["nullable"]


KINDS = {
    "properties": {
        "thing": {
            "title": "Thing",
            "control": control("data", kind="kinds")["control"],
            "default": {"kind": "round"},
            "oneOf": [
                {
                    "title": "Round",
                    "description": "Has no\ncorners.\n\nFor readers of the module.",
                    "properties": {
                        "kind": {"const": "round"},
                        "size": {"type": "number", "title": "Size", "default": 1, "maximum": 5},
                        "hue": {"anyOf": [{"$ref": "#/$defs/Hue"}, {"type": "null"}], "default": None},
                    },
                },
                {
                    "title": "Square",
                    "properties": {
                        "kind": {"const": "square"},
                        "size": {"type": "number", "title": "Size", "default": 1, "maximum": 9},
                        "hue": {"anyOf": [{"$ref": "#/$defs/Hue"}, {"type": "null"}], "default": None},
                        "sides": {"type": "integer", "default": 4},
                    },
                },
            ],
        }
    },
    "$defs": {"Hue": {"type": "string", "enum": ["red", "blue"]}},
}


def test_fields_of_a_union_are_there_for_the_kinds_that_have_them() -> None:
    kind, round_size, square_size, hue, sides = fields_of(KINDS)
    assert [(word, about["label"], about["help"]) for word, about in kind.options] == [
        ("round", "Round", "Has no corners."),
        ("square", "Square", ""),
    ]
    assert (kind.name, kind.kind_of_control, kind.schema["default"]) == ("thing.kind", "kinds", "round")
    assert [field.id for field in (round_size, square_size)] == ["thing-size", "thing-size-1"]
    assert round_size.applies == {"thing.kind": ["round"]}
    assert square_size.coded == {
        "name": "thing.size",
        "title": "Size",
        "type": "number",
        "maximum": 9,
        "default": 1,
        "kinds": ("square",),
    }
    assert hue.applies == {} and hue.schema["nullable"] and hue.options[0][1]["label"] == "red"
    assert sides.kinds == ("square",)


def test_controls_stand_in_order_and_narrow_ones_beside_one_another() -> None:
    groups = standing(FIELDS, "data")
    assert [half for half, _ in groups] == [False, True]
    orders = [field.control["order"] for _, fields in groups for field in fields]
    assert orders == sorted(orders)
    [(_, more)] = standing(FIELDS, "data", more=True)
    assert all(field.control["more"] for field in more)


def test_pages_without_controls_have_the_words_of_the_values() -> None:
    words = {field.name: field.worded for field in FIELDS}
    assert words["data.kind"]["labels"]["xor"] == "Exclusive or"
    assert words["network.activation"]["labels"]["relu"] == "ReLU"
    assert (words["data.shift"]["unit"], words["data.shift"]["times"]) == ("%", 100)
