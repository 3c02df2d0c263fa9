"""A cohort must leave every run exactly as it would have been alone."""

import gc
from typing import Any
from weakref import ref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cohort import Cohort
from engine.data import tables
from engine.experiment import Experiment
from engine.probes.gradient_check import check
from engine.run import Run

OWN: dict[str, Any] = {"id": "0" * 32, "rows": 90, "inputs": [0, 1]}

SHAPES: list[dict[str, dict[str, Any]]] = [
    {},
    {"network": {"hidden": []}, "objective": {"loss": "cross_entropy"}},
    {"network": {"hidden": [8, 8, 8], "activation": "relu"}, "objective": {"regularization": "l1"}},
    {
        "network": {"hidden": [5, 1, 16], "activation": "sigmoid"},
        "objective": {"regularization": "l2"},
        "training": {"batch_size": 1},
        "data": {"kind": "multi_gaussian", "features": ["x1", "x2_squared", "sin_x1"]},
    },
    {"training": {"batch_size": 97}, "data": {"samples": 201, "test_share": 0.3}},
    {"network": {"activations": ["elu", "softplus"]}, "optimizer": {"kind": "momentum", "schedule": "step"}},
    {"network": {"activations": ["silu", "gelu"]}, "optimizer": {"kind": "nesterov", "clip_norm": 0.01}},
    {
        "network": {"hidden": [5, 3], "activations": ["leaky_relu", "prelu"]},
        "objective": {"loss": "hinge", "regularization": "l2"},
        "optimizer": {"kind": "adagrad", "schedule": "exponential"},
    },
    {"optimizer": {"kind": "rmsprop", "schedule": "inverse_sqrt"}, "network": {"initializer": "orthogonal"}},
    {"optimizer": {"kind": "adam", "schedule": "cosine"}, "data": {"noise": 5}},
    {"optimizer": {"kind": "adamw", "clip_norm": 0.1}, "network": {"hidden": [3], "activation": "prelu"}},
    {"network": {"hidden": [5, 3], "normalization": "batch"}, "data": {"standardize": True}},
    {"network": {"hidden": [5, 3], "dropout": "classic"}},
    {"network": {"hidden": [5, 4], "dropout": "classic", "dropout_rates": [0.5, 0.2]}},
    {"network": {"hidden": [5, 3, 2], "dropout": "inverted", "dropout_rates": [0, 0.9, 0.3]}},
    {"objective": {"loss": "softmax"}, "data": {"kind": "blobs"}},
    {"objective": {"loss": "perceptron"}, "network": {"hidden": []}, "training": {"batch_size": 1}},
    {"objective": {"loss": "perceptron"}, "network": {"hidden": []}, "data": {"kind": "blobs"}},
    {"optimizer": {"kind": "least_squares"}, "network": {"hidden": [16], "activation": "step"}},
    {
        "optimizer": {"kind": "least_squares"},
        "objective": {"regularization": "l2"},
        "data": {"kind": "spirals", "standardize": True},
    },
    {
        "data": {"validation_share": 0.25, "samples": 60, "noise": 30},
        "network": {"dropout": "classic", "normalization": "batch"},
        "optimizer": {"kind": "momentum"},
        "training": {"batch_size": 7, "patience": 1},
    },
    {"objective": {"loss": "softmax"}, "network": {"hidden": []}},
    {"data": {"kind": "and_gate"}, "training": {"batch_size": 3}},
    {"data": {"kind": "sine", "features": ["x1", "sin_x1"], "noise": 20}},
    {"objective": {"loss": "softmax", "center_weight": 0.01}, "data": {"kind": "spirals", "classes": 5}},
    {
        "objective": {"loss": "softmax", "center_weight": 0.2},
        "network": {"hidden": [6, 3], "normalization": "batch", "dropout": "inverted"},
    },
    {"objective": {"loss": "hinge"}, "data": {"kind": "spirals", "classes": 4}},
    {
        "network": {"hidden": [7], "normalization": "batch", "dropout": "inverted"},
        "optimizer": {"kind": "adam"},
        "training": {"batch_size": 3},
    },
    {
        "data": {"kind": "digits", "side": 8, "samples": 200},
        "network": {"hidden": [20]},
        "objective": {"loss": "softmax"},
    },
    {"data": {"kind": "parity", "bits": 5}, "network": {"hidden": [3, 2]}, "optimizer": {"kind": "adam"}},
    {"data": {"kind": "table", "table": {**OWN, "label": 3, "classes": 4}, "standardize": True}},
    {"data": {"kind": "table", "table": {**OWN, "label": 2, "classes": 0}, "validation_share": 0.2}},
]


@pytest.fixture(autouse=True)
def own_table() -> None:
    values = np.random.default_rng(2).normal(size=(4, OWN["rows"])).astype(np.float32)
    values[3] = np.arange(OWN["rows"]) % 4
    tables.add(OWN["id"], tables.Content(("a", "b", "c", "d"), (None,) * 4, values))


def unlike_runs(shape: dict[str, dict[str, Any]], count: int) -> list[Run]:
    """Runs of one shape that differ in all that may differ."""
    base = Experiment().changed(shape)
    slow = base.optimizer.kind in ("gradient_descent", "adagrad")
    kinds = {
        "plane": ["plane", "multi_gaussian"],
        "multi_gaussian": ["plane", "multi_gaussian"],
        "blobs": ["blobs", "spirals"],
        "spirals": ["blobs", "spirals"],
        "digits": ["digits"],
        "table": ["table"],
        "parity": ["parity"],
        "and_gate": ["and_gate", "or_gate", "nand_gate", "xor_gate"],
        "sine": ["sine", "step", "polynomial"],
    }.get(base.data.kind, ["circle", "xor", "gaussians", "spiral"])
    return [
        Run(
            base.changed(
                {
                    "network": {"dropout_rate": 0.1 * index},
                    "data": {"kind": kinds[index % len(kinds)], "noise": 3 * index, "seed": index // 2},
                    "objective": {
                        "regularization_rate": 0.01 * index,
                        "center_weight": base.objective.center_weight * (index + 1),
                        "center_rate": 0.1 * index,
                    },
                    "optimizer": {
                        "learning_rate": 0.01 * (index + 1) if slow else 0.001 * (index + 1),
                        "momentum": 0.1 * index,
                        "beta2": 0.9 + 0.01 * index,
                        "epsilon": 1e-8 * (index + 1),
                        "weight_decay": 0.1 * index,
                        "clip_norm": base.optimizer.clip_norm * (index + 1),
                        "period": 10 * index + 1,
                        "decay": 0.5 + 0.05 * index,
                        "warmup": 5 * index,
                    },
                    "training": {"seed": 7 * index, "patience": base.training.patience * index},
                }
            )
        )
        for index in range(count)
    ]


def states_of(run: Run) -> Any:
    """What the run's generators will draw next."""
    chance = None if run.chance is None else run.chance.bit_generator.state
    return run.batches.generator.bit_generator.state, chance


def assert_same(run: Run, alone: Run) -> None:
    for name in ("theta", "slots", "statistics"):
        assert getattr(run, name).tobytes() == getattr(alone, name).tobytes(), name
    assert run.losses.values.tobytes() == alone.losses.values.tobytes()
    assert run.losses.steps.tobytes() == alone.losses.steps.tobytes()
    assert run.batches.order.tobytes() == alone.batches.order.tobytes()
    assert (
        (run.kept is None)
        == (alone.kept is None)
        == (run.experiment.network.dropout == "none" or run.step == 0)
    )
    assert run.kept is None or alone.kept is None or run.kept.tolist() == alone.kept.tolist()
    for name in ("step", "updates", "samples_seen", "waited", "stopped_at"):
        assert getattr(run, name) == getattr(alone, name), name
    assert (run.best is None) == (alone.best is None)
    if run.best is not None and alone.best is not None:
        assert [np.asarray(each).tobytes() for each in run.best] == [
            np.asarray(each).tobytes() for each in alone.best
        ]
    assert states_of(run) == states_of(alone)
    assert run.batches.position == alone.batches.position


@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_in_a_cohort_equals_the_run_alone_bit_for_bit(shape: dict[str, dict[str, Any]]) -> None:
    together, alone = unlike_runs(shape, 9), unlike_runs(shape, 9)
    Cohort(together).train(300)
    for run, twin in zip(together, alone, strict=True):
        Cohort([twin]).train(300)
        assert_same(run, twin)
    stops = {run.stopped_at is not None for run in together}
    patient, solves = together[1].experiment.training.patience > 0, together[0].method.steps is not None
    assert stops == {solves} | {solves or patient}
    evaluations = Cohort(together).evaluate()
    assert evaluations == [Cohort([twin]).evaluate()[0] for twin in alone]


@settings(deadline=None, max_examples=25)
@given(st.data(), st.sampled_from(SHAPES))
def test_joining_and_leaving_moves_state_and_never_changes_it(
    data: st.DataObject, shape: dict[str, dict[str, Any]]
) -> None:
    runs, alone = unlike_runs(shape, 5), unlike_runs(shape, 5)
    for _ in range(data.draw(st.integers(2, 5), label="slices")):
        members = data.draw(st.lists(st.integers(0, 4), unique=True, min_size=1), label="members")
        iterations = data.draw(st.integers(1, 40), label="iterations")
        Cohort([runs[index] for index in members]).train(iterations)
        for index in members:
            for _ in range(iterations):
                Cohort([alone[index]]).train(1)
    for run, twin in zip(runs, alone, strict=True):
        assert_same(run, twin)


def test_a_part_of_a_cohort_steps_its_rows_and_leaves_the_others_alone() -> None:
    runs, alone = unlike_runs(SHAPES[9], 5), unlike_runs(SHAPES[9], 5)
    whole = Cohort.of(runs)
    whole.train(5)
    part = Cohort.of(runs[1:4])
    assert np.shares_memory(part.theta, whole.theta) and part.theta.shape[0] == 3
    assert Cohort.of(runs[1:4]) is part and Cohort.of(runs[1:3]) is not part
    part.train(4)
    assert Cohort.of(runs) is whole
    whole.train(3)
    for number, twin in enumerate(alone):
        Cohort([twin]).train(12 if 1 <= number < 4 else 8)
        assert_same(runs[number], twin)
    assert not np.shares_memory(Cohort.of([runs[4], runs[0]]).theta, whole.theta)


def test_a_change_of_rates_leaves_a_run_in_its_cohort_and_one_of_its_form_does_not() -> None:
    runs = [Run(Experiment()) for _ in range(2)]
    cohort = Cohort.of(runs)
    runs[0].change(runs[0].experiment.changed({"optimizer": {"learning_rate": 0.5}}))
    assert Cohort.of(runs) is cohort
    runs[0].change(runs[0].experiment.changed({"data": {"features": ["x1", "sin_x1"]}}))
    assert runs[0].shape == runs[1].shape and Cohort.of(runs) is not cohort


def test_a_rate_changed_in_the_middle_takes_effect_at_the_next_step_and_only_there() -> None:
    changed, unchanged, neighbour = (Run(Experiment()) for _ in range(3))
    cohort = Cohort([changed, neighbour])
    cohort.train(10)
    changed.change(changed.experiment.changed({"optimizer": {"learning_rate": 0.5}}))
    cohort.train(1)
    Cohort([unchanged]).train(11)
    before = Run(Experiment())
    Cohort([before]).train(10)
    np.testing.assert_allclose(
        changed.theta - before.theta, 5 * (unchanged.theta - before.theta), rtol=1e-4, atol=1e-7
    )
    assert neighbour.theta.tobytes() == unchanged.theta.tobytes()


def test_runs_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        Cohort([Run(Experiment()), Run(Experiment().changed({"network": {"hidden": [4, 3]}}))])


def test_a_run_is_not_taken_twice() -> None:
    run, other = Run(Experiment()), Run(Experiment())
    for runs in ([run, run], [run, other, run]):
        for made in (Cohort, Cohort.of):
            with pytest.raises(ValueError, match="twice"):
                made(runs)
    Cohort([run, other])
    with pytest.raises(ValueError, match="twice"):
        Cohort.of([run, run])
    assert run.cohort is other.cohort


def test_copies_answer_like_the_runs_and_move_none() -> None:
    runs = unlike_runs(SHAPES[13], 3)
    cohort = Cohort(runs)
    X = (
        np.random.default_rng(0)
        .normal(size=(4, cohort.runs[0].experiment.plan.units[0], 1))
        .astype(np.float32)
    )
    answers = cohort.answers([2, 0, 2, 2], X)
    for answer, replica, x in zip(answers, [2, 0, 2, 2], X, strict=True):
        _, alone = Cohort([runs[replica]]).forward(x[np.newaxis])
        assert answer.tobytes() == alone[0].tobytes()


def test_what_nobody_trains_any_more_is_gone_at_once() -> None:
    run = Run(Experiment())
    cohort = Cohort.of([run])
    cohort.train(3)
    gone: list[ref[Any]] = [ref(cohort), ref(run)]
    theta = run.theta.copy()
    gc.disable()
    try:
        del cohort
        assert gone[0]() is None and run.cohort is None
        assert run.theta.tobytes() == theta.tobytes()
        check(run)
        Cohort.of([run]).train(3)
        alone = Run(Experiment())
        Cohort([alone]).train(6)
        assert run.theta.tobytes() == alone.theta.tobytes()
        del run
        assert gone[1]() is None
    finally:
        gc.enable()
