"""A family: a base experiment, and its variations in one or two named fields, such as the learning rate.

The members are all combinations of the values, the last field changing fastest. They share everything else: with one
seed also the initial weights and the order of the samples, where their shapes allow it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Annotated, Any

from pydantic import Field

from engine.experiment import Experiment
from engine.fault import Fault
from engine.layers.description import Description
from engine.part import Part

MOST_MEMBERS = 64
MOST_FIELDS = 2
SCALARS = {"number", "integer", "boolean", "string", "null"}
LISTS = {"network.hidden"}
"""The fields that vary although their values are lists."""
FIXED = {"data.kind"}
"""The fields that do not vary although their values are words: another data set has other fields. The kind of a layer
does not vary either."""
OF_LAYER = re.compile(r"layers\.(0|[1-9]\d{0,2})\.(\w+)")
"""A field of one of the listed layers, which count from 0 as in refusals."""

Value = bool | int | float | Annotated[str, Field(max_length=40)] | tuple[int, ...] | None


class Variation(Part):
    """A field of the experiment, and its values."""

    field: Annotated[str, Field(max_length=80)]
    """As part.field: optimizer.learning_rate. Of a listed layer with its number from 0: network.layers.0.units."""
    values: Annotated[tuple[Value, ...], Field(max_length=MOST_MEMBERS)]


def members_of(base: Experiment, variations: Sequence[Variation]) -> tuple[Experiment, ...]:
    """The experiments of a family. Raises Fault, and pydantic.ValidationError for a value that a field cannot have."""
    check_fields(base, variations)
    count = 1
    for variation in variations:
        count *= len(variation.values)
    if count > MOST_MEMBERS:
        raise Fault(
            "The family has {count} members, but may have {most} at most: take fewer values.",
            count=count,
            most=MOST_MEMBERS,
        )
    members = tuple(
        base.changed(in_layers(base, changes_of(variations, values)))
        for values in product(*(variation.values for variation in variations))
    )
    for number, variation in enumerate(variations):
        check_values(variation, members, number, variations)
    return members


def changes_of(variations: Sequence[Variation], values: Sequence[Value]) -> dict[str, dict[str, object]]:
    """The changes of one member to the base."""
    changes: dict[str, dict[str, object]] = {}
    for variation, value in zip(variations, values, strict=True):
        part, _, field = variation.field.partition(".")
        changes.setdefault(part, {})[field] = value
    return changes


def in_layers(base: Experiment, changes: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The same changes, with those of single layers in a list of all layers."""
    own = {name: match for name in changes.get("network", {}) if (match := OF_LAYER.fullmatch(name))}
    if not own or base.network.layers is None:
        return changes
    layers = [layer.model_dump(mode="json") for layer in base.network.layers]
    for name, match in own.items():
        layers[int(match[1])][match[2]] = changes["network"][name]
    others = {name: value for name, value in changes["network"].items() if name not in own}
    return {**changes, "network": {**others, "layers": layers}}


def owner_of(experiment: Experiment, name: str) -> tuple[Part | None, str]:
    """The part or the layer that has a field, if there is one, and the field's own name."""
    place, _, field = name.partition(".")
    part = part_of(experiment, place) if place in type(experiment).model_fields else None
    match = OF_LAYER.fullmatch(field) if place == "network" else None
    if match is None:
        return part, field
    layers, number = experiment.network.layers or (), int(match[1])
    return (layers[number] if number < len(layers) else None), match[2]


def named_fields(base: Experiment, names: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Each named field as its schema describes it, and whether it is the kind of a layer. Fault: one is named twice, or
    is none of this experiment."""
    if len(set(names)) < len(names):
        raise Fault("{field} is named twice.", where=names[0], field=names[0])
    for name in names:
        owner, field = owner_of(base, name)
        described = {} if owner is None else fields_of(type(owner))
        if field not in described:
            raise Fault("{field} is not a field of this experiment.", where=name, field=name)
        yield name, described[field], isinstance(owner, Description) and field == "kind"


def check_fields(base: Experiment, variations: Sequence[Variation]) -> None:
    """Raises Fault where a field is unknown or does not vary, or where there are none or too many."""
    if not 1 <= len(variations) <= MOST_FIELDS:
        raise Fault("A family varies one or two fields: these are {count}.", count=len(variations))
    for name, described, is_kind in named_fields(base, [variation.field for variation in variations]):
        if name in FIXED or is_kind or (name not in LISTS and not is_scalar(described)):
            raise Fault("{field} cannot vary in a family.", where=name, field=name)


def check_values(
    variation: Variation, members: Sequence[Experiment], number: int, variations: Sequence[Variation]
) -> None:
    """Raises Fault where a field has fewer than two values, has one of them twice, or counts in no member."""
    name, values = variation.field, variation.values
    if len(values) < 2:
        raise Fault("{field} needs at least two values.", where=name, field=name)
    # As the experiments have them: 1 and 1.0 are one learning rate.
    stride = 1
    for later in variations[number + 1 :]:
        stride *= len(later.values)
    owners = [owner_of(member, name) for member in members[::stride][: len(values)]]
    taken = [getattr(owner, field) for owner, field in owners]
    for place, value in enumerate(taken):
        if value in taken[:place]:
            raise Fault(
                "{field} has the value {value} twice.", where=name, field=name, value=written(values[place])
            )
    if not any(counts(name, member) for member in members):
        raise Fault(
            "{field} does not count in this experiment: all members would be alike.", where=name, field=name
        )


def written(value: Value) -> str:
    """A value in a sentence: widths with hyphens."""
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def part_of(experiment: Experiment, name: str) -> Part:
    part: Part = getattr(experiment, name)
    return part


@lru_cache(maxsize=64)
def fields_of(part: type[Part]) -> Mapping[str, Any]:
    """The JSON schema of each field of a part, without references."""
    schema = part.model_json_schema()
    return {name: resolved(field, schema) for name, field in schema.get("properties", {}).items()}


def resolved(field: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in field:
        return field
    return {**schema["$defs"][field["$ref"].split("/")[-1]], **field}


def is_scalar(field: Mapping[str, Any]) -> bool:
    """Whether the values of a field are numbers, words, or true and false."""
    return all(each.get("type") in SCALARS for each in field.get("anyOf", [field]))


def counts(name: str, experiment: Experiment) -> bool:
    """Whether a field has an effect in an experiment, as far as its own parts say it: by the values of other fields, by
    values for each layer, and by a list in place of its part's fields."""
    part, field = owner_of(experiment, name)
    assert part is not None  # `check_fields` has found it.
    described = fields_of(type(part))
    words = described[field].get("control", {})
    if words.get("each") and getattr(part, words["each"]) is not None:
        return False
    for other, about in described.items():
        if field in about.get("control", {}).get("replaces", ()) and getattr(part, other):
            return False
    return all(holds(condition, other, experiment) for other, condition in words.get("applies", {}).items())


def holds(condition: Any, name: str, experiment: Experiment) -> bool:
    """Whether another field has one of these values, or is positive. What holds for a data set (kind) is not known
    here."""
    place, _, field = name.partition(".")
    if place == "kind":
        return True
    part = part_of(experiment, place)
    value = getattr(part, field, None)
    if condition == "positive":
        return bool(value and value > 0)
    each = fields_of(type(part))[field].get("control", {}).get("each")
    values = (getattr(part, each) if each else None) or (value,)
    return any(as_word(one) in condition for one in values)


def as_word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
