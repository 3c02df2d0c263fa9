"""Conditions: a control or a sentence of the page is shown only where it applies to the experiment.

Each condition names a field (part.field) and its values: one of several words, or a number above 0. The part `kind`
stands for the properties of the data set.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Conditions = Mapping[str, Sequence[str] | str]


def written(conditions: Conditions) -> str:
    """The notation of the page's scripts, such as ``optimizer.kind=adam adamw&data.validation_share>0``."""
    return "&".join(
        f"{field}>0" if condition == "positive" else f"{field}={' '.join(condition)}"
        for field, condition in conditions.items()
    )


def hold(conditions: Conditions, values: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether all conditions hold for an experiment with these values."""

    def holds(field: str, condition: Sequence[str] | str) -> bool:
        part, name = field.split(".")
        value = values[part].get(name)
        if condition == "positive":
            return bool(value and value > 0)
        return (f"{value:g}" if isinstance(value, float) else str(value).lower()) in condition

    return all(holds(field, condition) for field, condition in conditions.items())
