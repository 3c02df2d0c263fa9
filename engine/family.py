"""A family: a base experiment, and its variations in one or two named fields, such as the learning rate.

The members are all combinations of the values, the last field changing fastest. They share everything else: with one
seed also the initial weights and the order of the samples, where their shapes allow it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Annotated, Any

from pydantic import Field

from engine.experiment import Experiment
from engine.fault import Fault
from engine.part import Part

MOST_MEMBERS = 64
MOST_FIELDS = 2
SCALARS = {"number", "integer", "boolean", "string", "null"}
LISTS = {"network.hidden"}
"""The fields that vary although their values are lists."""
FIXED = {"data.kind"}
"""The fields that do not vary although their values are words: another data set has other fields."""

Value = bool | int | float | Annotated[str, Field(max_length=40)] | tuple[int, ...] | None


class Variation(Part):
    """A field of the experiment, and its values."""

    field: Annotated[str, Field(max_length=80)]
    """As part.field: optimizer.learning_rate."""
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
        base.changed(changes_of(variations, values))
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


def check_fields(base: Experiment, variations: Sequence[Variation]) -> None:
    """Raises Fault where a field is unknown or does not vary, or where there are none or too many."""
    if not 1 <= len(variations) <= MOST_FIELDS:
        raise Fault("A family varies one or two fields: these are {count}.", count=len(variations))
    names = [variation.field for variation in variations]
    if len(set(names)) < len(names):
        raise Fault("{field} is named twice.", where=names[0], field=names[0])
    for name in names:
        part, _, field = name.partition(".")
        described = fields_of(type(part_of(base, part))) if part in type(base).model_fields else {}
        if field not in described:
            raise Fault("{field} is not a field of this experiment.", where=name, field=name)
        if name in FIXED or (name not in LISTS and not is_scalar(described[field])):
            raise Fault("{field} cannot vary in a family.", where=name, field=name)


def check_values(
    variation: Variation, members: Sequence[Experiment], number: int, variations: Sequence[Variation]
) -> None:
    """Raises Fault where a field has fewer than two values, has one of them twice, or counts in no member."""
    name, values = variation.field, variation.values
    if len(values) < 2:
        raise Fault("{field} needs at least two values.", where=name, field=name)
    part, _, field = name.partition(".")
    # As the experiments have them: 1 and 1.0 are one learning rate.
    stride = 1
    for later in variations[number + 1 :]:
        stride *= len(later.values)
    taken = [getattr(part_of(member, part), field) for member in members[::stride][: len(values)]]
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
    place, _, field = name.partition(".")
    part = part_of(experiment, place)
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
