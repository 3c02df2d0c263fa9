"""The properties of each kind of data set that the page needs."""

from typing import Any

from engine.data import Data
from engine.data.features import FEATURES
from engine.data.kinds import KINDS


def properties_of_kinds() -> dict[str, dict[str, Any]]:
    """By kind, from the engine; `group` is the group of its button."""
    found = {}
    for kind, description in KINDS.items():
        data = description.model_construct(kind=kind)
        found[kind] = {
            "group": group_of(data),
            "problem": data.problem,
            "n_classes": data.n_classes,
            "view": data.view,
            "is_table": data.is_table,
            "is_pictured": data.picture is not None,
            "is_sequence": bool(data.n_steps),
            "answers_each_step": bool(data.answered_steps),
            "writes": data.begins_answering is not None,
            "has_boxes": data.box_label is not None,
            "shows_mistakes": data.view == "samples" and bool(data.n_classes) and not data.answered_steps,
            "shows_test": not data.is_edited and not data.is_table,
            "can_be_edited": data.view == "plane"
            and bool(data.n_classes)
            and not data.is_edited
            and not data.is_table,
            "rows": data.n_samples if data.is_table else None,
            "features": data.possible_features or [*FEATURES],
        }
    return found


def group_of(data: Data) -> str:
    """The group of a data set's button."""
    if data.n_steps:
        return "sequences"
    return "logic" if data.is_table and data.n_classes else data.problem
