"""A run host, driven by a fake clock: who is trained when, and what commands do."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.hosts.base import HostError
from engine.cohort import Cohort
from engine.data import digits, tables
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import DIGITS, Bench, lend, own


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


def test_playing_takes_the_asked_steps_a_second_and_shows_every_loss(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    frames = bench.frames(2.0)
    assert frames[-1].header["step"] == 1000
    assert len(frames) == pytest.approx(40, abs=2)
    losses = np.concatenate([frame.arrays["losses"] for frame in frames])
    alone = Run(Experiment())
    np.testing.assert_array_equal(losses, Cohort([alone]).train(1000)[:, 0])
    assert frames[-1].arrays["theta"].tobytes() == alone.theta.tobytes()


def test_a_slow_run_takes_one_step_a_second(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "speed", iterations_per_second=1.0)
    bench.do("a", "play")
    steps = [frame.header["step"] for frame in bench.frames(5.0)]
    assert steps[-1] == 5
    assert len(steps) <= 7


def test_a_late_host_lets_old_debt_go(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    bench.frames(0.1)
    before = bench.host.snapshot("a")["step"]
    bench.now += 60
    bench.frames()
    assert bench.host.snapshot("a")["step"] - before == 125


def test_what_is_said_in_the_middle_of_a_round_is_done_and_shown_before_the_rest_of_it(bench: Bench) -> None:
    for name, units in (("a", 2), ("b", 3), ("c", 4), ("d", 5)):
        bench.start(name, {"network": {"hidden": [units]}})
        bench.do(name, "play")
    bench.frames(1.0)
    said: list[str] = []

    def between() -> None:
        said.append("part")
        if len(said) == 2:
            bench.do("d", "pause")
            bench.do("c", "change", changes={"optimizer": {"learning_rate": 0.5}})
            bench.host.stop("b")

    bench.host.rounds.between = between
    bench.now += 0.05
    shown = list(bench.host.advance(bench.now))
    # c keeps the steps that it has not taken, d stands where it stood when its pause came.
    assert [(frame.run, frame.header["step"]) for frame in shown] == [("a", 525), ("d", 500), ("c", 500)]
    assert [frame.header["state"] for frame in shown] == ["playing", "paused", "playing"]
    assert shown[2].header["full"]
    assert {frame.run: frame.header["step"] for frame in bench.frames(0.05)} == {"a": 550, "c": 550}


def test_who_looks_seldom_slows_nothing_down(bench: Bench) -> None:
    bench.start("a", frames_per_second=1)
    bench.do("a", "play")
    frames = bench.frames(4.0)
    assert frames[-1].header["step"] >= 1500 and len(frames) <= 7


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


def test_a_diverged_run_stops_says_when_and_stands_at_its_last_finite_state(bench: Bench) -> None:
    wild: dict[str, dict[str, Any]] = {
        "network": {"activation": "relu"},
        "optimizer": {"learning_rate": 10.0},
        "data": {"kind": "plane", "features": ["x1_squared", "x2_squared"]},
    }
    bench.start("a", wild, inside=True)
    bench.start("beside")
    bench.do("a", "play")
    bench.do("beside", "play")
    frames = bench.frames(1.0)
    last = [frame for frame in frames if frame.run == "a"][-1]
    alone = Run(Experiment().changed(wild))
    losses = Cohort([alone]).train(500)[:, 0]
    assert last.header["state"] == "diverged"
    assert last.header["diverged_at"] == np.flatnonzero(~np.isfinite(losses))[0] + 1
    assert 0 < last.header["diverged_at"] - last.header["step"] <= 2
    assert last.arrays["history_losses"][-1] > 1e20
    for frame in frames:
        assert np.isfinite([frame.header["train_loss"], frame.header["test_loss"]]).all()
        for array in frame.arrays.values():
            assert np.isfinite(array).all()
    assert bench.host.snapshot("beside")["step"] == 500
    assert bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.0001}})["state"] == "paused"
    bench.do("a", "play")
    assert bench.frames(0.5)[-1].header["state"] == "playing"


def test_as_fast_as_it_goes_gives_all_the_same_steps(bench: Bench) -> None:
    shapes: list[list[int]] = [[4, 2], [8, 8, 8], [], [4, 2]]
    for index, hidden in enumerate(shapes):
        bench.start(str(index), {"network": {"hidden": hidden}})
        bench.do(str(index), "speed", iterations_per_second=None)
        bench.do(str(index), "play")
    bench.frames(0.2, every=0.01)
    steps = {bench.host.snapshot(str(index))["step"] for index in range(4)}
    assert len(steps) == 1 and steps.pop() > 1000


def test_a_changed_network_that_diverges_does_not_go_back_to_the_parameters_of_the_old_one(
    bench: Bench,
) -> None:
    bench.start("a", {"data": {"kind": "plane"}, "network": {"activation": "linear"}})
    bench.do("a", "step", iterations=3)
    bench.frames(0.2)
    bench.host.runs["a"].run.theta[:] = 1e12
    bench.do("a", "change", changes={"network": {"hidden": [5, 2]}})
    last = bench.frames(0.2)[-1]
    assert last.header["state"] == "diverged"
    assert last.arrays["theta"].size == Run(Experiment().changed({"network": {"hidden": [5, 2]}})).theta.size


def test_tables_are_here_as_long_as_a_run_names_them(bench: Bench) -> None:
    for id in "abc":
        lend(bench, id * 32, name=id)
        bench.start(id, own(id * 32))
    bench.host.stop("a")
    bench.do("b", "change", changes={"data": {"kind": "circle"}})
    bench.do("c", "change", changes={"data": {"kind": "circle", "table": None}})
    lend(bench, "d" * 32)
    assert set(tables._contents) == {"b" * 32, "d" * 32}
    bench.do("b", "change", changes={"data": {"kind": "table"}})
    for gone in "ac":
        with pytest.raises(HostError, match="no such data set here"):
            bench.do("b", "change", changes=own(gone * 32))
    [frame] = [frame for frame in bench.frames() if frame.run == "b"]
    assert frame.header["names"]["inputs"] == ("b", "area")


def test_a_large_network_does_not_hold_up_a_small_one(bench: Bench) -> None:
    large = {**DIGITS, "data": {**DIGITS["data"], "side": 28}, "network": {"hidden": [300]}}
    bench.start("large", {**large, "training": {"batch_size": 64}})
    bench.start("small")
    bench.do("large", "play")
    bench.do("small", "play")
    frames = bench.frames(1.0)
    assert bench.host.snapshot("small")["step"] == 500
    assert sum(frame.run == "small" for frame in frames) >= 20
    assert sum(frame.run == "large" for frame in frames) <= 7
    assert 10 <= bench.host.snapshot("large")["step"] <= 25  # one in each slice of the test's clock
    assert bench.host.next_due(bench.now) == 0  # what it is late with goes on at once


def test_digits_that_are_not_installed_are_refused_and_nothing_changes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.start("a")
    bench.frames()
    for name in ("INSTALLED", "IN_SOURCES"):
        monkeypatch.setattr(digits, name, Path("/nowhere"))
    with pytest.raises(HostError, match="not installed") as refusal:
        bench.do("a", "change", changes={"data": {"kind": "digits", "seed": 12345}})
    assert refusal.value.where == "data.kind"
    assert bench.host.snapshot("a")["experiment"]["data"]["kind"] == "circle"


def test_an_unknown_run_is_named(bench: Bench) -> None:
    with pytest.raises(HostError, match="no such run"):
        bench.do("nobody", "play")


def test_a_run_that_stops_early_says_so_and_stands_still_until_it_is_told_to_go_on(bench: Bench) -> None:
    impatient: dict[str, Any] = {
        "data": {"samples": 80, "noise": 40, "validation_share": 0.25},
        "optimizer": {"kind": "adam", "learning_rate": 0.03},
        "training": {"patience": 2},
    }
    bench.start("a", impatient)
    bench.start("beside", {**impatient, "training": {"seed": 5}, "data": {**impatient["data"], "seed": 5}})
    for name in ("a", "beside"):
        bench.do(name, "play")
    frames = [frame for frame in bench.frames(2.0) if frame.run == "a"]
    last = frames[-1].header
    alone = Run(Experiment().changed(impatient))
    losses = Cohort([alone]).train(1000)[:, 0]
    assert alone.stopped_at is not None and alone.best is not None
    assert (last["state"], last["step"], last["stopped_at"]) == ("paused", alone.step, alone.step)
    assert last["best_step"] == alone.best.step < alone.step
    assert frames[-1].arrays["theta"].tobytes() == alone.best.theta.tobytes()
    assert last["validation_loss"] == pytest.approx(alone.best.loss)
    shown = np.concatenate([frame.arrays["losses"] for frame in frames])
    np.testing.assert_array_equal(shown, losses[: alone.step])
    assert np.isfinite(shown).all()

    elsewhere = Bench()  # It is remembered that it stopped, and where.
    elsewhere.host.start("a", Experiment(), bench.host.checkpoint("a"))
    elsewhere.host.watch("a", "watcher", {})
    [frame] = elsewhere.frames(0.5)
    assert frame.header["stopped_at"] == alone.step and frame.header["best_step"] == alone.best.step
    assert len(frame.arrays["evaluation_validation"]) == len(frame.arrays["evaluation_test"]) > 1
    elsewhere.do("a", "step", iterations=2)
    frame = elsewhere.frames(0.5)[-1]
    assert (frame.header["step"], frame.header["stopped_at"]) == (alone.step + 2, None)


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
