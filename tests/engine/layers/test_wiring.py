"""Wiring: chains, shortcuts past layers, branches side by side, side outputs."""

from typing import Any

from engine.architectures import ARCHITECTURES
from engine.experiment import Experiment
from engine.layers.wiring import Wiring


def wiring_of(name: str) -> Wiring:
    made = ARCHITECTURES[name]
    heads = made.heads("softmax")
    changes: dict[str, Any] = {
        "data": {"kind": "digits", "samples": 200},
        "objective": {"heads": heads} if heads else {"loss": "softmax"},
        "network": {"layers": made.layers((1, 28, 28))},
    }
    experiment = Experiment().changed(changes)
    return Wiring(experiment.plan.layers)


def reads(wiring: Wiring) -> list[list[int]]:
    return [[end.stage for end in stage.reads] for stage in wiring.stages]


def kinds(layers: Any) -> list[str]:
    return [layer.description.kind for layer in layers]


def test_a_chain_is_one_layer_after_the_other() -> None:
    wiring = wiring_of("lenet5")
    assert reads(wiring) == [[], [0], [1], [2], [3], [4]]
    assert [stage.column for stage in wiring.stages] == [0, 1, 2, 3, 4, 5]
    assert kinds(wiring.stages[1].layers) == ["convolution", "activation", "pooling"]
    assert kinds(wiring.stages[2].reads[0].passed) == ["activation", "pooling"]
    assert not wiring.shortcuts and not wiring.joins and not wiring.sides


def test_shortcuts_pass_layers_through_projections_where_shapes_differ() -> None:
    wiring = wiring_of("resnet_8")
    shortcuts = [([end.stage for end in each.starts], each.end, each.projection) for each in wiring.shortcuts]
    # The projection comes first among the leaves of a block: A[4] and A[7].
    assert shortcuts == [([1], 3, None), ([3], 6, 4), ([6], 9, 7)]
    assert reads(wiring)[4:7] == [[3], [3], [5]]
    assert [stage.column for stage in wiring.stages] == [0, 1, 2, 3, 4, 4, 5, 6, 6, 7, 8]
    assert kinds(wiring.stages[3].layers) == ["convolution", "batch_normalization", "activation"]


def test_branches_lie_side_by_side_and_join() -> None:
    wiring = wiring_of("googlenet_small")
    first = wiring.stages[2:8]
    assert [stage.lane for stage in first] == [0, 1, 1, 2, 2, 3]
    assert {stage.lanes for stage in first} == {4}
    assert [stage.column for stage in first] == [2, 2, 3, 2, 3, 2]
    assert reads(wiring)[2:8] == [[1], [1], [3], [1], [5], [1]]
    assert kinds(first[-1].before) == ["pooling"]
    assert kinds(first[-2].layers) == ["convolution", "activation"]  # not the next branch's pooling
    assert reads(wiring)[8] == [2, 4, 6, 7]
    assert [kinds(join.layers) for join in wiring.joins] == [[], ["pooling"], ["global_average", "dropout"]]
    assert [(side.head, [end.stage for end in side.reads]) for side in wiring.sides] == [
        (1, [2, 4, 6, 7]),
        (2, [8, 10, 12, 13]),
    ]
