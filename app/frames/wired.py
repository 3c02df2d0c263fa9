"""The wiring of a list of layers, as the page draws it: stages, shortcuts, joins of branches and side outputs."""

from collections.abc import Sequence
from typing import Any

from engine.experiment import Experiment
from engine.experiment.plan import Plan
from engine.layers.layer import Layer
from engine.layers.stages import leaves
from engine.layers.wiring import End, Wiring

Part = dict[str, Any]
"""A layer that computes: its description without what is usual, the `shape` that it gives, its `number` in the list or
that of the block which holds it, and whether one does (`is_held`)."""


def stages_in(plan: Plan, wiring: Wiring) -> list[list[Part]]:
    """The layers that each hidden layer of the course is made of."""
    numbers = numbers_in(plan)
    return [parts(stage.layers, numbers) for stage in wiring.stages[1:-1]]


def wiring_in(experiment: Experiment, wiring: Wiring) -> dict[str, Any]:
    """Of each stage, A[0] first, what it `reads`, where it stands, and what its branch has before its weights; and what
    goes other ways."""
    numbers = numbers_in(experiment.plan)
    return {
        "stages": [
            {
                "reads": numbers_of(stage.reads),
                "before": parts(stage.before, numbers),
                "column": stage.column,
                "lane": stage.lane,
                "lanes": stage.lanes,
            }
            for stage in wiring.stages
        ],
        "shortcuts": [
            {"starts": numbers_of(each.starts), "end": each.end, "projection": each.projection}
            for each in wiring.shortcuts
        ],
        "joins": [
            {"ends": numbers_of(each.ends), "layers": parts(each.layers, numbers)} for each in wiring.joins
        ],
        "sides": [
            {"head": each.head, "weight": experiment.heads[each.head].weight, "reads": numbers_of(each.reads)}
            for each in wiring.sides
        ],
    }


def numbers_of(ends: Sequence[End]) -> list[int]:
    return [end.stage for end in ends]


def numbers_in(plan: Plan) -> dict[Layer, tuple[int, bool]]:
    """Of each layer that computes the number in the list, and whether a block holds it."""
    numbers: dict[Layer, tuple[int, bool]] = {}
    number = -1
    for layer in plan.layers:
        number += not layer.is_head
        numbers |= dict.fromkeys(leaves([layer]), (number, leaves([layer]) != [layer]))
    return numbers


def parts(layers: Sequence[Layer], numbers: dict[Layer, tuple[int, bool]]) -> list[Part]:
    return [
        {
            **layer.description.model_dump(mode="json", exclude_defaults=True),
            "kind": layer.description.kind,
            "shape": layer.shape_out,
            "number": numbers[layer][0],
            "is_held": numbers[layer][1],
        }
        for layer in layers
    ]
