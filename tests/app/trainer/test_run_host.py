"""A run host, driven by a fake clock: what commands do."""

from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import HostError
from engine.cohort import Cohort
from engine.data import mnist, tables
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import Bench, lend, own


def test_points_are_drawn_while_it_plays_and_the_training_goes_on(bench: Bench) -> None:
    points = [[x1, 3, 0] for x1 in range(-5, 6)] + [[x1, -3, 1] for x1 in range(-5, 6)]
    own = {"kind": "points", "points": points, "classes": 2}
    bench.start("a", {"data": own, "training": {"batch_size": 5}})
    bench.do("a", "play")
    before = bench.frames(1.0)[-1]
    bench.do("a", "change", changes={"data": {"points": [*points, [0, 3.123, 0]]}})
    full, *later = bench.frames(1.0)
    assert full.header["full"] and full.arrays["points"].shape == (23, 3)
    assert (
        full.header["step"] >= before.header["step"]
        and later[-1].header["step"] > before.header["step"] + 300
    )
    assert later[-1].header["test_loss"] < 0.05 and full.header["experiment"]["data"]["points"][-1] == [
        0,
        3.12,
        0,
    ]


@pytest.mark.parametrize(
    ("asked", "batch_size", "steps"),
    [({"iterations": 3}, 10, 3), ({"epochs": 1}, 10, 25), ({"epochs": 2}, 30, 17), ({}, 10, 1)],
)
def test_stepping_takes_exactly_so_many(
    bench: Bench, asked: dict[str, int], batch_size: int, steps: int
) -> None:
    bench.start("a", {"training": {"batch_size": batch_size}})
    bench.do("a", "step", **asked)
    last = bench.frames(1.0)[-1].header
    assert (last["step"], last["state"]) == (steps, "paused")


def test_who_presses_again_before_a_step_is_taken_gets_both(bench: Bench) -> None:
    bench.start("a")
    for asked in ({"iterations": 1}, {"iterations": 3}, {"epochs": 1}, {"epochs": 1}, {"iterations": 2}):
        bench.do("a", "step", **asked)
    assert bench.frames(1.0)[-1].header["step"] == 25 + 25 + 2


def test_reset_returns_to_the_same_weights_and_reseed_draws_others(bench: Bench) -> None:
    bench.start("a")
    first = bench.frames()[0].arrays["theta"]
    bench.do("a", "step", iterations=50)
    assert bench.frames(0.5)[-1].arrays["theta"].tobytes() != first.tobytes()
    bench.do("a", "reset")
    frame = bench.frames(0.5)[-1]
    assert frame.header["step"] == 0 and frame.arrays["theta"].tobytes() == first.tobytes()
    assert (
        frame.header["full"] and len(frame.arrays["history_steps"]) == 0 and len(frame.arrays["losses"]) == 0
    )
    seed = bench.do("a", "reseed")["experiment"]["training"]["seed"]
    frame = bench.frames(0.5)[-1]
    assert seed != 0 and frame.header["experiment"]["training"]["seed"] == seed
    assert frame.arrays["theta"].tobytes() != first.tobytes()


def test_a_change_is_shown_whole_and_a_bad_one_changes_nothing(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    bench.frames(0.2)
    bench.do("a", "change", changes={"network": {"hidden": [3]}})
    frame = bench.frames(0.1)[0]
    assert frame.header["full"] and frame.header["sizes"] == (2, 3, 1)
    with pytest.raises(HostError, match="learning_rate"):
        bench.do("a", "change", changes={"optimizer": {"learning_rate": -1}})
    assert bench.host.snapshot("a")["experiment"]["optimizer"]["learning_rate"] == 0.1
    assert bench.host.snapshot("a")["state"] == "playing"


@pytest.mark.parametrize(
    ("activation", "change", "begins_anew"),
    [
        ("tanh", {"initializer": "he"}, True),
        ("tanh", {"bias": 0.5}, True),
        ("prelu", {"slope": 0.3}, True),
        ("leaky_relu", {"slope": 0.3}, False),
        ("prelu", {"dropout": "classic"}, False),
    ],
)
def test_other_initial_parameters_begin_the_run_anew(
    bench: Bench, activation: str, change: dict[str, Any], begins_anew: bool
) -> None:
    bench.start("a", {"network": {"activation": activation}})
    bench.do("a", "step", iterations=40)
    theta = bench.frames(0.5)[-1].arrays["theta"]
    bench.do("a", "change", changes={"network": change})
    frame = bench.frames(0.5)[-1]
    assert frame.header["step"] == (0 if begins_anew else 40)
    assert (frame.arrays["theta"].tobytes() == theta.tobytes()) is not begins_anew
    fresh = Run(Experiment.model_validate(frame.header["experiment"]))
    assert (frame.arrays["theta"].tobytes() == fresh.theta.tobytes()) is begins_anew


def test_least_squares_begins_with_biases_of_its_own_and_keeps_what_was_trained(bench: Bench) -> None:
    solve: dict[str, Any] = {"optimizer": {"kind": "least_squares"}}
    bench.start("fresh")
    bench.start("trained")
    bench.do("trained", "step", iterations=40)
    theta = bench.frames(0.5)[-1].arrays["theta"]
    for name in ("fresh", "trained"):
        bench.do(name, "change", changes=solve)
    frames = {frame.run: frame for frame in bench.frames(0.1)}
    assert frames["trained"].arrays["theta"].tobytes() == theta.tobytes()
    assert frames["fresh"].arrays["theta"].tobytes() == Run(Experiment().changed(solve)).theta.tobytes()


def test_tables_are_here_as_long_as_a_run_names_them_or_can_go_back_to_them(bench: Bench) -> None:
    # Runs of another test, which are not collected yet, may have its tables: these are of this test alone.
    ids = {name: f"{name}7" * 16 for name in "abcd"}
    for name in "abc":
        lend(bench, ids[name], name=name, run=name)
        bench.start(name, own(ids[name]))
    bench.host.stop("a")
    bench.do("c", "change", changes={"data": {"kind": "circle"}})
    lend(bench, ids["d"], run="d")
    assert set(tables._contents) == {ids["b"], ids["c"], ids["d"]}
    bench.do("c", "undo")
    bench.host.stop("c")
    for gone in "ac":
        with pytest.raises(HostError, match="no such file here"):
            bench.do("b", "change", changes=own(ids[gone]))
    [frame] = [frame for frame in bench.frames() if frame.run == "b"]
    assert frame.header["names"]["inputs"] == ("b", "area")


def test_digits_that_are_not_installed_are_refused_and_nothing_changes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.start("a")
    bench.frames()
    for name in ("INSTALLED", "IN_SOURCES"):
        monkeypatch.setattr(mnist, name, Path("/nowhere"))
    with pytest.raises(HostError, match="not installed") as refusal:
        bench.do("a", "change", changes={"data": {"kind": "digits", "seed": 12345}})
    assert refusal.value.where == "data.kind"
    assert bench.host.snapshot("a")["experiment"]["data"]["kind"] == "circle"


def test_an_unknown_run_is_named(bench: Bench) -> None:
    with pytest.raises(HostError, match="no such run"):
        bench.do("nobody", "play")


COMMANDS: list[tuple[str, dict[str, Any]]] = [
    ("play", {}),
    ("pause", {}),
    ("step", {"iterations": 7}),
    ("step", {"epochs": 1}),
    ("speed", {"iterations_per_second": None}),
    ("speed", {"iterations_per_second": 30.0}),
    ("reset", {}),
    ("reseed", {}),
    ("change", {"changes": {"network": {"hidden": [3]}}}),
    ("change", {"changes": {"network": {"hidden": [5, 5], "activation": "relu"}}}),
    ("change", {"changes": {"data": {"kind": "plane", "features": ["x1", "x2_squared"]}}}),
    ("change", {"changes": {"optimizer": {"learning_rate": 10.0}}}),
    ("change", {"changes": {"training": {"batch_size": 37}}}),
    ("change", {"changes": {"data": {"kind": "parity", "bits": 6}}}),
    ("change", {"changes": {"data": {"kind": "digits", "side": 8}}}),
    ("change", {"changes": {"data": {"validation_share": 0.2}, "training": {"patience": 1}}}),
    ("change", {"changes": {"optimizer": {"kind": "least_squares"}}}),
]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(COMMANDS), st.sampled_from([0.0, 0.02, 0.05, 0.3])),
        max_size=12,
    )
)
def test_whatever_is_done_every_frame_is_true_to_one_state(doings: list[tuple[str, Any, float]]) -> None:
    bench = Bench()
    bench.start("a", inside=True)
    bench.start("b", {"data": {"kind": "xor"}})
    seen: dict[str, tuple[Experiment, int]] = {}
    for name, (do, fields), seconds in doings:
        bench.do(name, do, **fields)
        for frame in bench.frames(seconds, every=0.01):
            header, arrays = frame.header, frame.arrays
            before, step = seen.get(frame.run, (Experiment(), 0))
            experiment = Experiment.model_validate(header["experiment"]) if header["full"] else before
            twin = Run(experiment)
            twin.theta = arrays["theta"]
            [evaluation] = Cohort([twin]).evaluate()
            assert evaluation._asdict().items() <= header.items()
            assert header["full"] or header["step"] == step + len(arrays["losses"])
            assert all(np.isfinite(array).all() for array in arrays.values())
            seen[frame.run] = (experiment, header["step"])


def test_a_check_finds_the_gradient_right_and_moves_nothing(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=20)
    bench.frames(0.5)
    before = bench.host.checkpoint("a")
    found = bench.do("a", "check")["check"]
    assert found["difference"] < 1e-6 and found["checked"] == found["parameters"] == 25
    assert found["place"].keys() == {"letter", "layer", "row", "column"}
    assert bench.host.checkpoint("a") == before and bench.frames(0.5) == []


def test_a_change_that_is_to_begin_anew_keeps_no_weights_and_can_be_undone(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=40)
    theta = bench.frames(0.5)[-1].arrays["theta"]
    bench.do("a", "change", changes={"network": {"hidden": [4, 2, 2]}}, begins=True)
    anew = bench.frames(0.5)[-1]
    assert anew.header["step"] == 0 and len(anew.arrays["history_steps"]) == 0
    bench.start("b", {"network": {"hidden": [4, 2, 2]}})
    assert anew.arrays["theta"].tobytes() == bench.frames(0.5)[-1].arrays["theta"].tobytes()
    bench.do("a", "undo")
    assert bench.frames(0.5)[-1].arrays["theta"].tobytes() == theta.tobytes()


def test_another_data_set_begins_anew_unless_the_weights_are_to_be_kept(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=40)
    theta = bench.frames(0.5)[-1].arrays["theta"]
    bench.do("a", "change", changes={"data": {"kind": "xor"}})
    anew = bench.frames(0.5)[-1]
    assert anew.header["step"] == 0 and anew.header["milestones"] == []
    assert len(anew.arrays["history_steps"]) == 0
    bench.do("a", "undo")
    bench.do("a", "change", changes={"data": {"kind": "xor"}}, keep_weights=True)
    kept = bench.frames(0.5)[-1]
    assert kept.header["step"] == 40 and kept.arrays["theta"].tobytes() == theta.tobytes()
    assert [tuple(each) for each in kept.header["milestones"]] == [(40, {"data.kind": ("circle", "xor")})]
    # The same after the run has slept.
    bench.host.start("a", Experiment(), msgpack.unpackb(msgpack.packb(bench.host.checkpoint("a"))))
    bench.host.watch("a", "later", {})
    assert bench.frames()[-1].header["milestones"] == kept.header["milestones"]


def test_a_change_is_light_where_the_run_is_before_it_and_after_it(bench: Bench) -> None:
    rate, deep = {"optimizer": {"learning_rate": 0.3}}, {"network": {"hidden": 8 * [16]}}
    bench.start("light")
    bench.start("heavy", {"data": {"kind": "digits"}, "network": {"hidden": [64, 64]}})
    assert bench.host.stays_light("light", rate)
    assert not bench.host.stays_light("heavy", rate)
    for changes in (deep, {"data": {"kind": "digits"}}, {"network": {"hidden": [-1]}}):
        assert not bench.host.stays_light("light", changes)
    assert not bench.host.stays_light("unknown", rate)
