"""The nearest experiment: the requested values, as far as each field allows them.

An address comes from people, from courses and from other versions. An error in one field is no reason to refuse the
others: the field gets its nearest value or its default, and a sentence says so.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.errors import Refusal, explain, options, sentence
from engine.experiment import Experiment
from engine.fault import Fault

MOST_ROUNDS = 30
"""Conflicts are found one after another. After so many rounds, the default experiment is taken."""

ONE_A_LAYER = ("activations", "dropout_rates")
"""Lists with one item for each layer, from which no item can be removed."""

OTHER_DATA = sentence("{where} does not apply to this data set.")

Changes = dict[str, dict[str, Any]]


class Adjustment(NamedTuple):
    """A field whose value differs from the requested one, and the reason."""

    field: str
    refusal: Refusal
    taken: Any
    """The value that it has instead; None where the field does not exist."""


def nearest(asked: Mapping[str, Any]) -> tuple[Experiment, list[Adjustment]]:
    """The experiment nearest to `asked`, a map of parts to fields, and the fields that had to be adjusted."""
    changes = copy.deepcopy(dict(asked))
    refusals: dict[str, Refusal] = {}
    for _ in range(MOST_ROUNDS):
        try:
            experiment = Experiment().changed(changes)
            break
        except ValidationError as invalid:
            # Errors are handled from the last item of a list to its first, so that removing one does not move others.
            for error in reversed(invalid.errors()):
                before = copy.deepcopy(changes)
                refusal = explain([error], Experiment)
                field = mend(changes, error)
                # Of several faults of one field, the last one explains the value that is taken.
                refusals[field] = about_asked(refusal, at(before, field), at(asked, field))
    else:
        experiment = Experiment()
    described = experiment.model_dump(mode="json")
    adjustments = []
    data = asked.get("data")
    for name in data if isinstance(data, Mapping) else ():
        field = f"data.{name}"
        if name not in described["data"] and field not in refusals:
            refusals[field] = Refusal("unknown-field", field, OTHER_DATA, where=field)
    order = [
        f"{part}.{name}" for part, fields in asked.items() if isinstance(fields, dict) for name in fields
    ]
    for field in sorted(refusals, key=lambda field: order.index(field) if field in order else 0):
        part, _, name = field.partition(".")
        fields = asked.get(part, {})
        # A field that was not requested is adjusted without a message.
        if not isinstance(fields, dict) or name in fields or not name:
            taken = described.get(part, {}).get(name)
            adjustments.append(Adjustment(field, refusals[field], taken))
    return experiment, adjustments


def at(changes: Mapping[str, Any], field: str) -> Any:
    """The requested value of a field."""
    part, _, name = field.partition(".")
    fields = changes.get(part)
    return fields.get(name) if isinstance(fields, Mapping) else None


def about_asked(refusal: Refusal, nearer: Any, asked: Any) -> Refusal:
    """The same refusal, with the requested number in place of a nearer one that is not allowed either."""
    if not isinstance(nearer, int) or not isinstance(asked, int):
        return refusal
    values = {name: asked if value == nearer else value for name, value in refusal.values.items()}
    return Refusal(refusal.code, refusal.where, refusal.text, **values)


def mend(changes: Changes, error: Any) -> str:
    """Correct the value at fault, and return its field."""
    fault = error.get("ctx", {}).get("error")
    if isinstance(fault, Fault) and fault.where:
        return mend_fault(changes, fault, fault.where)
    part, path = str(error["loc"][0]), error["loc"][1:]
    if not path or not isinstance(changes.get(part), dict):
        changes.pop(part, None)
        return part
    if not put(changes[part], path, error):
        changes[part].pop(path[0], None)
    return f"{part}.{path[0]}"


def put(fields: dict[str, Any], path: Sequence[Any], error: Any) -> bool:
    """Replace a value out of bounds by the nearest one; whether there is one."""
    name, *inside = path
    value, bounds = error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "less_than_equal":
            near = bounds["le"]
        case "greater_than_equal":
            near = bounds["ge"]
        case "literal_error":
            near = next(
                (word for word in options(bounds["expected"]) if word.lower() == str(value).strip().lower()),
                None,
            )
        case "int_from_float":
            near = round(value)
        case "too_long" if not inside and isinstance(value, list | tuple):
            near = list(value)[: bounds["max_length"]]
        case _:
            near = None
    if not inside:
        if near is not None:
            fields[name] = near
        return near is not None
    if name in ONE_A_LAYER and near is None:
        return False
    items = fields.get(name)
    if not isinstance(items, list) or not isinstance(inside[0], int) or inside[0] >= len(items):
        return False
    # An invalid item is removed from its list.
    nearer = [] if near is None or len(inside) > 1 else [near]
    fields[name] = [*items[: inside[0]], *nearer, *items[inside[0] + 1 :]]
    return bool(fields[name])


def mend_fault(changes: Changes, fault: Fault, where: str) -> str:
    """Correct a value that conflicts with other fields."""
    part, name, *_ = where.split(".")
    field = f"{part}.{name}"
    fields = changes.setdefault(part, {})
    way = WAYS.get(field)
    value = way(fault.values, changes) if way else None
    if value is not None and value != fields.get(name):
        fields[name] = value
    elif fault.text.startswith("The perceptron") and "hidden" not in changes.get("network", {}):
        changes.setdefault("network", {})["hidden"] = []
        return "network.hidden"
    elif name in fields:
        del fields[name]
    else:
        return without_reason(changes, fault) or field
    return field


def without_reason(changes: Changes, fault: Fault) -> str | None:
    """Remove the first requested field without which the fault disappears, where a default conflicts with it."""
    for part, fields in changes.items():
        for name in fields:
            others = {**changes, part: {other: fields[other] for other in fields if other != name}}
            try:
                Experiment().changed(others)
                faults: list[Any] = []
            except ValidationError as invalid:
                faults = [error.get("ctx", {}).get("error") for error in invalid.errors()]
            if fault.text not in [getattr(other, "text", None) for other in faults]:
                del fields[name]
                return f"{part}.{name}"
    changes.clear()
    return None


def allowed_features(values: Mapping[str, Any], changes: Changes) -> list[str]:
    """The requested features that exist, each once, without a formula that is wrong; else the first feature."""
    asked = dict.fromkeys(changes["data"].get("features", ()))
    asked.pop(values.get("feature"), None)
    possible = values["allowed"].split(", ") if "allowed" in values else [*asked]
    return [feature for feature in asked if feature in possible] or possible[:1]


def share_for_test(values: Mapping[str, Any], changes: Changes) -> float:
    """The largest share for the test that leaves the validation's share and a tenth for the training."""
    validation: float = changes["data"].get("validation_share", 0)
    return max(0.1, round(0.9 - validation, 2))


def narrow_layers(values: Mapping[str, Any], changes: Changes) -> list[int] | None:
    """The hidden layers, limited to as many units as can be drawn."""
    hidden = changes["network"].get("hidden")
    if "units" not in values or not isinstance(hidden, list):
        return None
    return [min(units, values["most"]) for units in hidden]


WAYS: dict[str, Callable[[Mapping[str, Any], Changes], Any]] = {
    "data.samples": lambda values, changes: values.get("most"),
    "data.features": allowed_features,
    "data.test_share": share_for_test,
    "data.classes": lambda values, changes: values.get("label", 0) + 1,
    "network.hidden": narrow_layers,
    "training.batch_size": lambda values, changes: values.get("count", 2),
}
"""By field, the value that resolves a conflict; None where there is no such value, and the field returns to its
default."""
