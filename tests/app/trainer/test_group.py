"""What becomes of runs whose training ends by itself: they diverge, or stop early."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import Bench


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
    assert last.header["diverged_at"] == np.flatnonzero(~np.isfinite(losses))[0]
    assert last.header["diverged_at"] - last.header["step"] == 1
    assert last.arrays["history_losses"][-1] > 1e20
    for frame in frames:
        assert np.isfinite([frame.header["train_loss"], frame.header["test_loss"]]).all()
        for array in frame.arrays.values():
            assert np.isfinite(array).all()
    assert bench.host.snapshot("beside")["step"] == 500
    assert bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.0001}})["state"] == "paused"
    bench.do("a", "play")
    assert bench.frames(0.5)[-1].header["state"] == "playing"


def test_a_loss_of_double_precision_is_infinite_where_four_bytes_cannot_hold_it(bench: Bench) -> None:
    wild: dict[str, dict[str, Any]] = {
        "data": {"kind": "plane"},
        "network": {"hidden": [8, 8], "activation": "relu"},
        "optimizer": {"learning_rate": 10.0},
        "training": {"precision": "double"},
    }
    bench.start("a", wild)
    bench.do("a", "play")
    frames = bench.frames(1.0)
    assert frames[-1].header["state"] == "diverged"
    for frame in frames:
        for array in frame.arrays.values():
            assert np.isfinite(array).all()
    # Also where only the whole sets have such a loss.
    bench.start("b", {**wild, "network": {"activation": "linear"}})
    bench.host.runs["b"].run.theta[:] = 1e12
    assert bench.frames(0.2)[-1].header["state"] == "diverged"
    history = bench.host.runs["b"].run.evaluations.values
    assert np.isfinite(history).all()


def test_weights_of_double_precision_are_infinite_where_four_bytes_cannot_hold_them(bench: Bench) -> None:
    bench.start(
        "a",
        {
            # Each step multiplies the weights by 1 - 10 * 10, and the loss through tanh stays small.
            "objective": {"regularization": "l2", "regularization_rate": 10},
            "optimizer": {"learning_rate": 10},
            "training": {"precision": "double"},
        },
    )
    bench.do("a", "play")
    frames = bench.frames(1.0)
    assert frames[-1].header["state"] == "diverged"
    for frame in frames:
        assert np.isfinite(frame.arrays["theta"]).all()


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


def test_a_run_that_has_met_its_condition_pauses_and_says_which(bench: Bench) -> None:
    bench.start("a", {"training": {"stop_epochs": 3, "stop_loss": 1}})
    bench.do("a", "play")
    last = bench.frames(2.0)[-1].header
    assert (last["state"], last["step"], last["stopped_at"], last["met"]) == ("paused", 25, 25, ["stop_loss"])
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), bench.host.checkpoint("a"))
    elsewhere.host.watch("a", "watcher", {})
    assert elsewhere.frames(0.5)[0].header["met"] == ["stop_loss"]
    elsewhere.do("a", "play")
    last = elsewhere.frames(2.0)[-1].header
    assert (last["state"], last["step"], last["met"]) == ("paused", 75, ["stop_epochs"])
