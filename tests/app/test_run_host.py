"""A run host, driven by a fake clock: who is trained when, and who is shown what."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.hosts.base import HostError
from app.hosts.frame import Frame
from app.hosts.run_host import RunHost
from engine.cohort import Cohort
from engine.data import digits, tables
from engine.data.digits import published
from engine.data.features import FEATURES
from engine.experiment import Experiment
from engine.probes.layers import inside
from engine.run import Run


class Bench:
    """A host with one clock, which moves only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.host = RunHost(clock=lambda: self.now)

    def start(self, name: str, changes: dict[str, dict[str, Any]] | None = None, **views: Any) -> None:
        self.host.start(name, Experiment().changed(changes or {}))
        self.host.watch(name, f"watcher of {name}", views)

    def do(self, name: str, do: str, **fields: Any) -> dict[str, Any]:
        return self.host.control(name, {"do": do, **fields})

    def frames(self, seconds: float = 0.0, every: float = 0.05) -> list[Frame]:
        """What is shown while the clock moves on."""
        frames = list(self.host.advance(self.now))
        for _ in range(round(seconds / every)):
            self.now = round(self.now + every, 6)
            frames += self.host.advance(self.now)
        return frames


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_first_frame_is_full_and_nothing_follows_while_paused(bench: Bench) -> None:
    bench.start("a")
    [frame] = bench.frames()
    assert frame.header["full"] and frame.header["state"] == "paused" and frame.header["step"] == 0
    assert frame.header["experiment"] == Experiment().model_dump(mode="json")
    assert frame.arrays["points"].shape == (500, 3)
    assert frame.arrays["output"].shape == (100, 100)
    assert frame.arrays["units"].shape == (6, 17, 17)
    assert bench.frames(1.0) == []
    assert bench.host.next_due(bench.now) is None


def test_along_a_line_frames_carry_curves_and_of_a_table_its_rows(bench: Bench) -> None:
    bench.start("sine", {"data": {"kind": "sine", "features": ["x1"]}}, focus=[1, 0])
    changes: dict[str, dict[str, Any]] = {
        "data": {"kind": "not_gate", "features": ["x1"]},
        "training": {"batch_size": 1},
    }
    bench.start("gate", {**changes, "objective": {"loss": "softmax"}})
    frames = {frame.run: frame for frame in bench.frames()}
    sine, gate = frames["sine"], frames["gate"]
    shapes = {name: array.shape for name, array in sine.arrays.items()}
    assert (
        shapes["curves"] == (1, 400) and shapes["unit_curves"] == (6, 34) and shapes["focus_curve"] == (400,)
    )
    assert shapes["feature_curves"] == (3, 34) and shapes["truth"] == (400,) and shapes["ranges"] == (7, 2)
    assert shapes["points"] == (500, 2) and "output" not in shapes and "table" not in shapes
    assert sine.header["domain"] == (-6, 6) and sine.header["targets"] is None
    assert gate.arrays["curves"].shape == (2, 400) and gate.arrays["ranges"].shape == (9, 2)
    assert gate.arrays["points"].tolist() == [[0, 1], [1, 0]] and "truth" not in gate.arrays
    np.testing.assert_allclose(gate.arrays["table"].sum(axis=1), 1, rtol=1e-5)
    assert gate.header["domain"] == (-0.5, 1.5) and gate.header["targets"] == (0, 1)
    assert gate.header["n_train"] == 2 and gate.header["train_loss"] == gate.header["test_loss"]


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


def test_frames_say_where_parameters_lie_and_which_rate_the_next_step_has(bench: Bench) -> None:
    schedule = {"schedule": "step", "period": 10, "decay": 0.5, "warmup": 4, "learning_rate": 0.2}
    bench.start("a", {"optimizer": schedule, "network": {"normalization": "batch"}})
    bench.do("a", "step", iterations=3)
    [first, *_] = bench.frames()
    bench.do("a", "step", iterations=12)
    [*_, last] = bench.frames(0.1)
    assert first.header["places"] == [
        {"W": 0, "gamma": 25, "beta": 29},
        {"W": 12, "gamma": 33, "beta": 35},
        {"W": 22, "b": 24},
    ]
    assert first.arrays["graphs"].shape == (2, 2, 81)
    assert first.header["step"] == 3 and first.header["learning_rate"] == pytest.approx(0.2)
    assert last.header["step"] == 15 and last.header["learning_rate"] == pytest.approx(0.1)
    assert "places" not in last.header


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


def test_every_number_of_a_frame_is_of_its_own_step(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    for frame in bench.frames(0.5)[1:]:
        alone = Run(Experiment())
        Cohort([alone]).train(frame.header["step"])
        [evaluation] = Cohort([alone]).evaluate()
        assert frame.header["test_loss"] == evaluation.test_loss
        assert frame.arrays["theta"].tobytes() == alone.theta.tobytes()


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


def test_watchers_see_at_their_own_rate_and_resolution(bench: Bench) -> None:
    bench.start("a")
    bench.host.watch("a", "teacher", {"frames_per_second": 5, "resolution": 80, "focus": (1, 1)})
    bench.do("a", "play")
    frames = bench.frames(2.0)
    teacher = [frame for frame in frames if frame.watcher == "teacher"]
    assert len(teacher) == pytest.approx(10, abs=2)
    assert teacher[-1].arrays["output"].shape == teacher[-1].arrays["focus"].shape == (80, 80)
    assert sum(len(frame.arrays["losses"]) for frame in teacher) == teacher[-1].header["step"]
    bench.host.unwatch("a", "teacher")
    assert all(frame.watcher != "teacher" for frame in bench.frames(1.0))


def test_other_views_are_shown_at_once_and_lose_nothing(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    frames = bench.frames(0.5)
    list(bench.host.advance(bench.now + 0.01))
    bench.host.watch("a", "watcher of a", {"focus": (0, 3)})
    [frame] = bench.frames()
    assert not frame.header["full"] and frame.arrays["focus"].shape == (50, 50)
    frames += [frame, *bench.frames(0.5)]
    assert sum(len(frame.arrays["losses"]) for frame in frames) == frames[-1].header["step"]


def test_a_focus_that_the_network_lacks_is_left_out(bench: Bench) -> None:
    bench.start("a", focus=(5, 5))
    [frame] = bench.frames()
    assert frame.header["focus"] is None and "focus" not in frame.arrays


def test_as_fast_as_it_goes_gives_all_the_same_steps(bench: Bench) -> None:
    shapes: list[list[int]] = [[4, 2], [8, 8, 8], [], [4, 2]]
    for index, hidden in enumerate(shapes):
        bench.start(str(index), {"network": {"hidden": hidden}})
        bench.do(str(index), "speed", iterations_per_second=None)
        bench.do(str(index), "play")
    bench.frames(1.0, every=0.01)
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


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {
            "network": {"activation": "prelu", "normalization": "batch", "dropout": "classic"},
            "optimizer": {"kind": "adam", "learning_rate": 0.01, "schedule": "exponential"},
        },
        {"data": {"kind": "spiral", "validation_share": 0.2}, "training": {"patience": 500}},
    ],
)
def test_a_run_goes_on_elsewhere_from_its_checkpoint(bench: Bench, changes: dict[str, Any]) -> None:
    bench.start("a", {"data": {"kind": "spiral"}, **changes})
    bench.do("a", "play")
    bench.frames(1.0)
    [(name, checkpoint)] = bench.host.changed_checkpoints()
    assert name == "a" and list(bench.host.changed_checkpoints()) == []
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), checkpoint)
    elsewhere.now = bench.now
    elsewhere.host.watch("a", "watcher", {})
    bench.frames(1.0)
    frames = elsewhere.frames(1.0)
    assert len(frames[0].arrays["history_steps"]) == 500
    a, b = bench.host.checkpoint("a"), elsewhere.host.checkpoint("a")
    shared = min(a["step"], b["step"])
    assert shared > 900
    for host, step in ((bench, a["step"]), (elsewhere, b["step"])):
        host.do("a", "step", iterations=1100 - step)
        host.frames(0.5)
    here, there = bench.host.checkpoint("a"), elsewhere.host.checkpoint("a")
    for name in ("theta", "slots", "statistics", "updates", "chance", "generator", "best", "waited"):
        assert here[name] == there[name], name


DIGITS: dict[str, dict[str, Any]] = {
    "data": {"kind": "digits", "side": 8, "samples": 1200},
    "network": {"hidden": [20]},
    "objective": {"loss": "softmax"},
}


def test_digits_are_shown_as_samples_with_the_weights_over_their_pixels(bench: Bench) -> None:
    bench.start("a", DIGITS, test=True, focus=(0, 3))
    [frame] = bench.frames()
    arrays = frame.arrays
    assert arrays["cells"].shape == arrays["cell_labels"].shape == (20, 20) and arrays["cells"].min() == 600
    assert arrays["cell_pictures"].shape == (20, 20, 8, 8)
    assert arrays["output"].shape == arrays["winner"].shape == arrays["focus"].shape == (20, 20)
    assert arrays["units"].shape == (16, 20, 20) and arrays["outputs"].shape == (10, 20, 20)
    assert arrays["ranges"].shape == (27, 2)
    assert arrays["weights"].shape == (16, 8, 8) and arrays["weight_ranges"].shape == (16, 2)
    assert not {"points", "features", "drawn"} & arrays.keys()
    right = frame.arrays["winner"] == arrays["cell_labels"]
    np.testing.assert_array_equal(arrays["wrong"] == 0, right)
    bench.host.watch("a", "watcher of a", {"test": False})
    [other] = bench.frames()
    assert other.header["full"] and other.arrays["cells"].max() < 600
    assert frame.header["examined"] == 1000 and frame.header["sizes"] == (64, 20, 10)
    assert [array.dtype for array in (arrays["cell_pictures"], arrays["weights"])] == [np.uint8, np.int8]


def test_bits_are_shown_as_the_rows_of_their_table(bench: Bench) -> None:
    bench.start("a", {"data": {"kind": "parity", "bits": 4}})
    [frame] = bench.frames()
    assert frame.arrays["cell_inputs"].shape == (4, 4, 4) and frame.arrays["units"].shape == (6, 4, 4)
    assert set(frame.arrays["wrong"].ravel()) == {0, 1} and not {"winner", "table"} & frame.arrays.keys()
    rows = frame.arrays["cell_inputs"].reshape(16, 4)
    np.testing.assert_array_equal(rows.sum(axis=1) % 2, frame.arrays["cell_labels"].ravel())


def lend(bench: Bench, id: str, name: str = "width") -> None:
    values = np.stack([np.arange(30), np.arange(30) % 3, np.arange(30) ** 2]).astype("<f4")
    columns: list[tuple[str, list[str] | None]] = [(name, None), ("kind", ["a", "b", "c"]), ("area", None)]
    bench.host.lend(id, columns, values.tobytes())


def own(id: str, **changes: Any) -> dict[str, Any]:
    table = {"id": id, "rows": 30, "inputs": [0, 2], "label": 1, "classes": 3, **changes}
    return {"data": {"kind": "table", "table": table, "standardize": True}}


def test_an_own_table_is_seen_from_every_side(bench: Bench) -> None:
    lend(bench, "a" * 32)
    for classes, label in ((3, 1), (0, 2)):
        changes = own("a" * 32, inputs=[0], label=label, classes=classes)
        bench.start(f"run {label}", changes, inside=True, worked={}, sample=29, focus=(0, 1))
        [frame] = bench.frames()
        assert frame.arrays["cell_inputs"].shape == (4, 4, 1) and frame.arrays["focus"].shape == (4, 4)
        assert frame.arrays["drawn_outputs"].shape == (max(1, classes),)
        assert frame.header["worked"] is not None
        assert ("confusion" in frame.arrays) == ("wrong" in frame.arrays) == (classes > 0)
        assert bench.do(f"run {label}", "check")["check"]["difference"] < 1e-4
        bench.host.stop(f"run {label}")
        lend(bench, "a" * 32)


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


def test_what_is_drawn_or_picked_is_answered_at_once(bench: Bench) -> None:
    bench.start("a", DIGITS)
    bench.do("a", "step", iterations=200)
    bench.frames(0.5)
    picture = published("t10k").pixels[0].reshape(28, 28)
    ink = base64.b64encode(np.kron(picture, np.ones((2, 2), np.uint8)).tobytes()).decode()
    bench.host.watch("a", "watcher of a", {"drawing": ink})
    [frame] = bench.frames()
    assert not frame.header["full"]
    assert frame.arrays["drawn"].shape == (8, 8) and frame.arrays["drawn"].dtype == np.uint8
    assert frame.arrays["drawn_outputs"].argmax() == 7  # the first test digit is a seven
    assert frame.arrays["drawn_outputs"].sum() == pytest.approx(1, abs=1e-5)

    bench.host.watch("a", "watcher of a", {"sample": 700})
    [frame] = bench.frames()
    run = bench.host.runs["a"].run
    _, outputs = Cohort([run]).forward(run.dataset.X_test[:, np.array([100])][np.newaxis])
    np.testing.assert_allclose(frame.arrays["drawn_outputs"], outputs[0, :, 0], rtol=1e-5)
    bench.host.watch("a", "watcher of a", {"sample": 99_999})
    [frame] = bench.frames()
    assert "drawn_outputs" not in frame.arrays


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


def test_a_checkpoint_of_before_early_stopping_still_loads(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=30)
    bench.frames(0.5)
    old = bench.host.checkpoint("a")
    for key in ("best", "waited", "stopped_at"):
        del old[key]
    del old["experiment"]["training"]["patience"], old["experiment"]["data"]["validation_share"]
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), old)
    assert elsewhere.host.snapshot("a")["step"] == 30


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


def test_who_looks_inside_gets_the_layers_of_the_frames_own_step(bench: Bench) -> None:
    bench.start("a", inside=True)
    bench.start("beside")
    for name in ("a", "beside"):
        bench.do(name, "play")
    frames = bench.frames(0.5)
    assert all("layer_norms" not in frame.arrays for frame in frames if frame.run == "beside")
    for frame in [frame for frame in frames if frame.run == "a"]:
        alone = Run(Experiment())
        Cohort([alone]).train(frame.header["step"]) if frame.header["step"] else None
        found = inside(Cohort([alone]))
        expected = {
            "activation_counts": found.activations.counts,
            "activation_ranges": found.activations.ranges,
            "gradient_counts": found.gradients.counts,
            "gradient_ranges": found.gradients.ranges,
            "layer_norms": found.norms,
            "layer_shares": found.shares,
        }
        for name, array in expected.items():
            assert frame.arrays[name].tobytes() == array[0].tobytes(), name
        right = np.trace(frame.arrays["confusion"], axis1=-2, axis2=-1) / 250
        assert right.tolist() == [frame.header["train_accuracy"], frame.header["test_accuracy"]]


def test_the_next_step_is_worked_out_for_every_still_frame_and_two_a_second_while_playing(
    bench: Bench,
) -> None:
    bench.start("a", worked={"layer": 1, "unit": 1})
    [frame] = bench.frames()
    announced = frame.arrays["worked_parameters"][:, frame.header["worked"]["columns"].index("after")]
    bench.do("a", "step")
    [frame] = bench.frames()
    assert frame.header["worked"]["step"] == 1
    assert announced.tolist() == [*frame.arrays["theta"][16:20], frame.arrays["theta"][21]]
    bench.do("a", "play")
    shown = [frame.header.get("worked") for frame in bench.frames(3.0)]
    assert len(shown) >= 60 and 5 <= sum(worked is not None for worked in shown) <= 8
    bench.do("a", "pause")
    [frame] = bench.frames()
    assert frame.header["worked"]["step"] == frame.header["step"]


def test_a_check_finds_the_gradient_right_and_moves_nothing(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=20)
    bench.frames(0.5)
    before = bench.host.checkpoint("a")
    found = bench.do("a", "check")["check"]
    assert found["difference"] < 1e-6 and found["checked"] == found["parameters"] == 25
    assert found["place"].keys() == {"letter", "layer", "row", "column"}
    assert bench.host.checkpoint("a") == before and bench.frames(0.5) == []


@pytest.mark.parametrize("loss", ["cross_entropy", "softmax"])
def test_even_the_largest_frame_is_small(bench: Bench, loss: str) -> None:
    largest: dict[str, dict[str, Any]] = {
        "data": {"features": list(FEATURES), "kind": "gaussians", "classes": 10 if loss == "softmax" else 2},
        "network": {"hidden": [16] * 6},
        "objective": {"loss": loss},
    }
    finest = {"resolution": 200, "still_resolution": 200, "stride": 1, "focus": (5, 15), "inside": True}
    bench.start("a", largest, **finest)
    [still] = bench.frames()
    bench.do("a", "play")
    *_, playing = bench.frames(0.1)
    for frame in (still, playing):
        assert frame.arrays["output"].shape == (200, 200) and frame.arrays["units"].shape[1] > 20
        assert sum(array.nbytes for array in frame.arrays.values()) < 256 * 1024
