"""A control: the few words that a page needs of a field, and that its JSON schema lacks, such as a unit or a scale."""

from collections.abc import Mapping, Sequence
from functools import cache
from inspect import signature
from typing import Any, Literal

from pydantic import BaseModel

Condition = Sequence[str] | Literal["positive"]
"""The values of another field with which this one applies: one of these words, such as adam or true; or above 0."""

Scale = Literal["nice", "linear", "near-one"]
"""How a slider runs: 1, 2, 3, 5, 10, ..; in even steps; or 0.9, 0.95, 0.97, 0.98, 0.99, .."""

NOTHING: Mapping[str, Any] = {}


def option(
    label: str,
    help: str = "",
    applies: Mapping[str, Condition] = NOTHING,
    takes: Mapping[str, Mapping[str, Any]] = NOTHING,
) -> dict[str, Any]:
    """One of the values of a field: its label, its effect in one sentence, the conditions under which it can be
    chosen, and `takes`: the values that other fields, by part, take with it, because others do not fit."""
    about = {
        "label": label,
        "help": help,
        "applies": conditions(applies),
        "takes": {part: dict(fields) for part, fields in takes.items()},
    }
    return {word: value for word, value in about.items() if value}


def conditions(applies: Mapping[str, Condition]) -> dict[str, Any]:
    """The same as plain values."""
    return {
        field: condition if condition == "positive" else list(condition)
        for field, condition in applies.items()
    }


def control(
    group: str = "",
    *,
    order: int = 0,
    more: bool = False,
    half: bool = False,
    kind: str = "",
    help: str = "",
    hint: str = "",
    scale: Scale = "nice",
    step: float = 1,
    unit: str = "",
    times: int = 1,
    options: Mapping[str, Mapping[str, Any]] = NOTHING,
    each: str = "",
    applies: Mapping[str, Condition] = NOTHING,
    starts: bool = False,
    coding: str = "",
    replaces: Sequence[str] = (),
) -> dict[str, Any]:
    """The description of a field's control, for the `json_schema_extra` of its `Field`. From these, its title, its
    type, its bounds and its default, the page makes a control, an entry in its addresses, and the conditions of both:

        momentum: float = Field(
            default=0.9, ge=0, le=0.999, title="Momentum",
            json_schema_extra=control("learning", scale="near-one", applies={"optimizer.kind": ["momentum", "adam"]}),
        )

    A field without it has no control, but its place in addresses. The title is the label, or what it is called
    elsewhere. Title, help and the texts of options are English, and each is the key of its translation in `app/locale`:
    nothing else is to be written.

    Where a part is a union of kinds (`data`), each with fields of its own, a field applies where the kind has it: that
    needs no `applies`. Fields of several kinds that are alike, bounds and words included, share a control. The words
    of the part are those of the choice among its kinds; the label of a kind is the title of its class, as in
    `class Circle(Planar, title="Circle")`, and its help the first paragraph of the class's docstring.

    `group`: where it stands: data, network or learning, each with a heading, or transport; "": it has no control.
    `order`: its place in the group: the lowest first, and equal ones as the fields are declared.
    `more`: whether it stands under More, with the fields that a beginner does not need.
    `half`: whether half of the width is enough; two such controls share a line.
    `kind`: the control, where it is not the usual one of the type (a number, a choice, a flag): a macro of
        templates/controls.html.
    `help`: its effect, in one sentence; of a seed, the effect of its die, and of functions, their common name.
    `hint`: the same where there is no room for it: it is shown where one points at the control or comes to it by key.
        Every control has one of them, or a help for each of its options.
    `scale`, `step`: how the slider of a number runs, and the steps of a linear scale, in the unit that is shown.
    `unit`, `times`: the unit behind a number, and the factor between the number and what is shown: 100 for a share in
        percent.
    `options`: name and effect of each value of a choice (see `option`), in the order of the type; of a subset, names of
        some, with commas between their items, and nothing for all.
    `each`: the field of the same part that gives each layer a value of its own; null while all layers share this one.
    `applies`: the other fields, as part.field, and what all of them must be for this one to count. The part `kind` is
        what holds for the data set (see `kinds` of app/web/pages.py), such as kind.is_table.
    `starts`: whether it counts only where parameters are drawn: a change begins the training anew.
    `replaces`: the fields of the same part in whose place it stands, where it is not null.
    `coding`: how an address writes it, where that of its type would be long: one of static/address/address.js.
    """
    words = locals() | {"applies": conditions(applies), "replaces": [*replaces] or ()}
    return {"control": {word: value for word, value in words.items() if value != USUAL[word]}}


USUAL = {word: parameter.default for word, parameter in signature(control).parameters.items()}
"""The defaults of the words."""


def beginnings(part: BaseModel) -> list[object]:
    """The values of a part's fields that count only where parameters are drawn."""
    return [getattr(part, name) for name in names_of_beginnings(type(part))]


@cache
def names_of_beginnings(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a kind of part that count only where parameters are drawn."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if isinstance(words := field.json_schema_extra, dict)
        and isinstance(control := words.get("control"), dict)
        and control.get("starts")
    )
