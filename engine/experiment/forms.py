"""Forms: a list of layers or heads, or its short form; setting one replaces the other."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel


def in_one_form(
    part: type[BaseModel],
    fields: dict[str, object],
    asked: Mapping[str, object],
    long: str,
    short: Sequence[str],
) -> dict[str, object]:
    """The fields of a part after the fields `asked` were set: either the list `long` or the fields of its `short`
    form."""
    given = {field: fields[field] for field in short if field in asked}
    if asked.get(long) is not None:
        return {field: value for field, value in fields.items() if field not in short or field in given}
    if any(value != part.model_fields[field].default for field, value in given.items()):
        return {**fields, long: asked.get(long)}
    return fields
