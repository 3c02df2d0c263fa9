"""Frames: who is shown what of a run, all of it from one state."""

import base64
from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data.features import FEATURES
from engine.data.mnist import published
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import DIGITS, Bench, lend, own


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


def test_every_number_of_a_frame_is_of_its_own_step(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    for frame in bench.frames(0.5)[1:]:
        alone = Run(Experiment())
        Cohort([alone]).train(frame.header["step"])
        [evaluation] = Cohort([alone]).evaluate()
        assert frame.header["test_loss"] == evaluation.test_loss
        assert frame.arrays["theta"].tobytes() == alone.theta.tobytes()


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
    assert frame.header["examined"] is None and frame.header["sizes"] == (64, 20, 10)
    assert [array.dtype for array in (arrays["cell_pictures"], arrays["weights"])] == [np.uint8, np.int8]


def test_bits_are_shown_as_the_rows_of_their_table(bench: Bench) -> None:
    bench.start("a", {"data": {"kind": "parity", "bits": 4}})
    [frame] = bench.frames()
    assert frame.arrays["cell_inputs"].shape == (4, 4, 4) and frame.arrays["units"].shape == (6, 4, 4)
    assert set(frame.arrays["wrong"].ravel()) == {0, 1} and not {"winner", "table"} & frame.arrays.keys()
    rows = frame.arrays["cell_inputs"].reshape(16, 4)
    np.testing.assert_array_equal(rows.sum(axis=1) % 2, frame.arrays["cell_labels"].ravel())


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


def test_several_heads_are_told_apart_kept_and_taken_up_again(bench: Bench) -> None:
    heads = [{"loss": "softmax"}, {"targets": {"kind": "input"}, "reads": 1, "weight": 0.5}]
    changes: dict[str, dict[str, Any]] = {"data": {"kind": "blobs"}, "objective": {"heads": heads}}
    bench.start("a", changes, worked={})
    bench.do("a", "step", iterations=30)
    [first, *_, frame] = bench.frames(0.5)
    classes, again = frame.header["heads"]
    assert classes["test"]["accuracy"] == frame.header["test_accuracy"]
    assert classes["train"].keys() == {"loss", "accuracy"}
    assert again["train"].keys() == {"loss", "mean_error"}
    assert first.header["experiment"]["objective"]["loss"] == "softmax"
    assert frame.arrays["outputs"].shape[0] == 3 and len(frame.header["worked"]["heads"]) == 2
    document = bench.host.checkpoint("a")
    bench.host.stop("a")
    bench.host.start("b", Experiment(), document)
    bench.host.watch("b", "watcher of b", {})
    [opened] = bench.frames()
    assert opened.header["step"] == 30 and opened.header["heads"] == frame.header["heads"]
    np.testing.assert_array_equal(opened.arrays["theta"], frame.arrays["theta"])
    # The usual run tells nothing apart.
    bench.start("c")
    assert [each.header["heads"] for each in bench.frames() if each.run == "c"] == [()]
