"""A run begins with the first layers of a trained network, whatever these layers are."""

from typing import Any

import msgpack
import numpy as np
import pytest
from pydantic import ValidationError

from app.hosts.memory import memory_of
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.places import parameters
from engine.run import Run
from engine.transfer import lowest, n_layers, origin_of, transferred

SAME: dict[str, Any] = {"kind": "convolution", "channels": 3, "padding": "same"}
NORMALIZE: dict[str, Any] = {"kind": "batch_normalization"}
PRELU: dict[str, Any] = {"kind": "activation", "function": "prelu"}
LAYERS: list[dict[str, Any]] = [
    {"kind": "noise", "amount": 0.1},
    SAME,
    NORMALIZE,
    PRELU,
    {"kind": "residual", "layers": [SAME, NORMALIZE, {"kind": "activation"}, SAME]},
    {"kind": "pooling"},
    {"kind": "dense", "units": 6},
    PRELU,
]
DIGITS: dict[str, Any] = {"kind": "digits", "side": 8, "samples": 100}
OTHERS: dict[str, Any] = {"data": {"seed": 5, "samples": 60}, "objective": {"loss": "cross_entropy"}}


def saved_run(**parts: dict[str, Any]) -> Run:
    usual = {
        "data": DIGITS,
        "network": {"layers": LAYERS},
        "objective": {"heads": [{"loss": "softmax"}, {"loss": "softmax", "reads": 3}]},
        "optimizer": {"kind": "momentum"},
    }
    run = Run(Experiment().changed({**usual, **parts}))
    Cohort([run]).train(10)
    return run


def begun(saved: Run, changes: dict[str, Any], count: int | None, *, freeze: bool = False) -> Run:
    experiment, count = transferred(saved.experiment, changes, count, freeze=freeze)
    return Run(experiment, origin=origin_of(saved.experiment, saved.theta, saved.statistics, count))


def taken(run: Run, count: int) -> list[np.ndarray]:
    pieces = origin_of(run.experiment, run.theta, run.statistics, count)
    return [array.copy() for piece in pieces for array in (piece.theta, piece.statistics)]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("freeze", [False, True])
def test_the_first_layers_are_the_saved_ones_and_the_others_are_drawn(count: int, freeze: bool) -> None:
    saved = saved_run()
    changes = {"data": OTHERS["data"]}
    run = begun(saved, changes, count, freeze=freeze)
    layers = run.experiment.plan.layers
    assert n_layers(layers) == 4 and len(lowest(layers, 2)) == 6
    assert all(map(np.array_equal, taken(run, count), taken(saved, count)))
    fresh = Run(run.experiment)
    known = {layer for each in lowest(layers, count) for layer in each.leaves()}
    for spot in parameters(layers):
        if spot.layer not in known:
            np.testing.assert_array_equal(run.theta[spot.columns], fresh.theta[spot.columns])
    before = run.theta.copy()
    Cohort([run]).train(20)
    for spot in parameters(layers):
        stays = freeze and spot.layer in known and spot.number < len(run.experiment.plan.shapes) - 1
        moved = (run.theta[spot.columns] != before[spot.columns]).any()
        assert moved == (spot.moves and not stays), spot
    # A reset begins there again.
    run.restart(run.experiment)
    assert run.theta.tobytes() == before.tobytes() and run.step == 0


def test_a_new_output_where_classes_differ() -> None:
    saved = saved_run(
        network={"hidden": [5, 4]}, data={"kind": "blobs", "classes": 3}, objective={"loss": "softmax"}
    )
    run = begun(saved, {"data": {"classes": 5}}, None, freeze=True)
    assert run.experiment.plan.shapes[-1] == (5,) and run.theta[:39].tobytes() == saved.theta[:39].tobytes()
    frozen = [layer.kind for layer in run.experiment.network.layers or () if layer.frozen]
    assert frozen == ["dense", "activation"] * 2
    with pytest.raises(Fault, match="Layer 3 learns 3×4 in the saved network, but 5×4 here"):
        transferred(saved.experiment, {"data": {"classes": 5}}, 3, freeze=False)


def test_centres_and_given_weights_of_the_short_form_do_not_stand_in_its_way() -> None:
    weights = [{"W": [[1, 2], [3, 4]]}, None]
    saved = saved_run(
        data={"kind": "circle"},
        network={"hidden": [2], "weights": weights},
        objective={"loss": "softmax", "center_weight": 0.5},
    )
    run = begun(saved, {"training": {"seed": 3}}, 1, freeze=True)
    assert run.theta[:6].tobytes() == saved.theta[:6].tobytes() and run.experiment.network.weights is None
    kinds = [layer.kind for layer in run.experiment.network.layers or ()]
    assert kinds == ["dense", "activation", "center_loss"]


def test_it_begins_there_as_far_up_as_the_network_is_still_the_same() -> None:
    saved = saved_run(network={"hidden": [5, 4, 3]}, data={"kind": "circle"}, objective={})
    run = begun(saved, {}, 3)
    run.restart(run.experiment.changed({"network": {"hidden": [5, 6, 3]}}))
    assert run.theta[:15].tobytes() == saved.theta[:15].tobytes()
    fresh = Run(run.experiment)
    assert run.theta[15:].tobytes() == fresh.theta[15:].tobytes()


def test_what_it_began_with_is_reckoned_with_its_checkpoint() -> None:
    saved = saved_run(network={"hidden": [400, 180]}, objective={"loss": "softmax"})
    run = begun(saved, {"optimizer": {"kind": "adam"}}, 3)
    Cohort([run]).train(2)
    assert len(msgpack.packb(packed(HostedRun(run)))) <= memory_of(run.experiment).kept


def test_in_a_cohort_it_equals_the_run_alone_bit_for_bit() -> None:
    saved = saved_run()
    seeds = [{"training": {"seed": seed}} for seed in range(3)]
    together, alone = ([begun(saved, seed, 2, freeze=True) for seed in seeds] for _ in range(2))
    Cohort(together).train(15)
    for run, twin in zip(together, alone, strict=True):
        Cohort([twin]).train(15)
        assert run.theta.tobytes() == twin.theta.tobytes()
        assert run.statistics.tobytes() == twin.statistics.tobytes()


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"data": {"side": 16}}, 1, "data.kind", "reads 1×8×8, but the samples of this data set are 1×16×16"),
    ({}, 5, "layers", "4 layers with weights, its output included: 5 of them"),
    (
        {"network": {"layers": [*LAYERS[:-2], {"kind": "dense", "units": 7}]}},
        3,
        "layers",
        "6×48 .*, but 7×48 here",
    ),
    (
        {"network": {"layers": [{**SAME, "kernel": 5}, *LAYERS[2:]]}},
        2,
        "layers",
        "Layer 1 learns 3×1×9 .*, but 3×1×25 here",
    ),
]


@pytest.mark.parametrize(("changes", "count", "where", "text"), WRONG, ids=[each[-1] for each in WRONG])
def test_what_does_not_fit_is_refused_in_words(
    changes: dict[str, Any], count: int, where: str, text: str
) -> None:
    saved = saved_run()
    with pytest.raises(Fault, match=text) as refused:
        transferred(saved.experiment, changes, count, freeze=False)
    assert refused.value.where == where


def test_changes_are_checked_as_everywhere() -> None:
    with pytest.raises(ValidationError):
        transferred(saved_run().experiment, {"data": {"kind": "smell"}}, 1, freeze=False)
