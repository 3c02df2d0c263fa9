"""Milestones: the steps after which a run continued under other conditions, and the changes there."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.experiment import Experiment

MOST = 50
"""The most changes of a run that are remembered, the latest ones."""
MOST_ITEMS = 8
"""Longer lists, such as a person's own points, are remembered as changed, but not what they were."""

Value = str | int | float | bool | list[str | int | float] | None


class Milestone(NamedTuple):
    """The changes after `step`: by ``"part.field"`` the value before and the value after."""

    step: int
    changed: dict[str, tuple[Value, Value]]


def noted(
    milestones: Sequence[Milestone], step: int, before: Experiment, after: Experiment
) -> list[Milestone]:
    """The milestones with the one that lies between two experiments; changes at one step are one milestone."""
    changed = differences(before, after)
    others = list(milestones)
    if others and others[-1].step == step:
        earlier = others.pop().changed
        # A field that was changed and changed back is unchanged; lists of unknown contents may be equal or not.
        changed = {
            field: (earlier.get(field, pair)[0], changed.get(field, pair)[1])
            for field, pair in {**earlier, **changed}.items()
        }
        changed = {field: pair for field, pair in changed.items() if pair[0] != pair[1] or pair[0] is None}
    return [*others, *([Milestone(step, changed)] if changed else [])][-MOST:]


def differences(before: Experiment, after: Experiment) -> dict[str, tuple[Value, Value]]:
    """By ``"part.field"``, what two experiments differ in. Of two data sets: in what both of them have."""
    parts, others = before.model_dump(mode="json"), after.model_dump(mode="json")
    is_same_kind = before.data.kind == after.data.kind
    return {
        f"{part}.{field}": (short(fields.get(field)), short(others[part].get(field)))
        for part, fields in parts.items()
        for field in {**fields, **others[part]}
        if fields.get(field) != others[part].get(field)
        and (part != "data" or is_same_kind or (field in fields and field in others[part]))
    }


def short(value: object) -> Value:
    """A value that is short enough to send; None for any other."""
    if isinstance(value, str | int | float):
        return value
    is_short = isinstance(value, list) and len(value) <= MOST_ITEMS
    return value if is_short and all(isinstance(item, str | int | float) for item in value) else None  # type: ignore[attr-defined, return-value]
