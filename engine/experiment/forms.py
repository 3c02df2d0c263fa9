"""Forms: some things can be said as a list, or in a short form; whoever asks for one gets it in place of the other."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel


def in_one_form(
    part: type[BaseModel],
    fields: dict[str, object],
    asked: Mapping[str, object],
    long: str,
    short: Sequence[str],
) -> dict[str, object]:
    """The fields of a part, some of which were just asked for: the list `long`, or the `short` form of one."""
    said = {field: fields[field] for field in short if field in asked}
    if asked.get(long) is not None:
        return {field: value for field, value in fields.items() if field not in short or field in said}
    if any(value != part.model_fields[field].default for field, value in said.items()):
        return {**fields, long: asked.get(long)}
    return fields
