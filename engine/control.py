"""A control: the few words that a page needs of a field, and that its JSON schema lacks, such as a unit or a scale."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

Condition = Sequence[str] | Literal["positive"]
"""What another field must be: one of these words, or above 0."""

Scale = Literal["nice", "linear", "near-one"]
"""How a slider runs: 1, 2, 3, 5, 10, ..; in even steps; or 0.9, 0.95, 0.97, 0.98, 0.99, .."""


def option(label: str, help: str = "") -> dict[str, str]:
    """One of the values of a field: what it is called, and what it does in one sentence."""
    return {"label": label, "help": help} if help else {"label": label}


def control(
    group: str = "",
    *,
    order: int = 0,
    more: bool = False,
    half: bool = False,
    kind: str | None = None,
    help: str = "",
    scale: Scale = "nice",
    step: float | None = None,
    unit: str = "",
    times: int = 1,
    options: Mapping[str, Mapping[str, str]] | None = None,
    each: str | None = None,
    applies: Mapping[str, Condition] | None = None,
    starts: bool = False,
    coding: str = "",
) -> dict[str, Any]:
    """The words about a field, to be the `json_schema_extra` of its `Field`. From these, its title, its type, its
    bounds and its default, the page makes a control, an entry in its addresses, and the conditions of both:

        momentum: float = Field(
            default=0.9, ge=0, le=0.999, title="Momentum",
            json_schema_extra=control("learning", scale="near-one", applies={"optimizer.kind": ["momentum", "adam"]}),
        )

    A field without it has no control, but its place in addresses. The title is the label. Title, help and the texts of
    options are English, and each is the key of its translation in `app/locale`: nothing else is to be written.

    Where a part is a union of kinds (`data`), each with fields of its own, a field applies where the kind has it: that
    needs no `applies`. Fields of several kinds that are alike, bounds and words included, share a control. A kind is an
    option of the field `kind`: its label is the title of its class (`model_config = ConfigDict(title="Circle")`), and
    its help the first paragraph of the class's docstring.

    `group`: where it stands: data, network or learning, each with a heading, or transport; "": it has no control.
    `order`: its place in the group: the lowest first, and equal ones as the fields are declared.
    `more`: whether it is behind the word More, with what one need not know to play.
    `half`: whether half of the width is enough: it then stands beside another such.
    `kind`: the control, where it is not the usual one of the type (a number, a choice, a flag): a macro of
        templates/controls.html.
    `help`: what it does, in one sentence.
    `scale`, `step`: how the slider of a number runs, and the steps of a linear scale, in the unit that is shown.
    `unit`, `times`: what stands behind a number, and what the number is multiplied by to be shown so: 100 for a share
        in percent.
    `options`: the values of a choice that are offered, in the order of the type (see `option`).
    `each`: the field of the same part that gives each layer a value of its own; null while all layers share this one.
    `applies`: the other fields, as part.field, and what all of them must be for this one to count.
    `starts`: whether it counts only where parameters are drawn: a change begins the training anew.
    `coding`: how an address writes it, where that of its type would be long: one of static/address.js, such as points.
    """
    words: dict[str, Any] = {"group": group, "order": order, "scale": scale, "times": times}
    given = {
        "more": more,
        "half": half,
        "kind": kind,
        "help": help,
        "step": step,
        "unit": unit,
        "options": options and {word: dict(about) for word, about in options.items()},
        "each": each,
        "applies": applies
        and {
            field: condition if condition == "positive" else list(condition)
            for field, condition in applies.items()
        },
        "starts": starts,
        "coding": coding,
    }
    return {"control": words | {name: value for name, value in given.items() if value}}
