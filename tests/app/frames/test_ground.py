"""The ground of a run, watched: it becomes finer while the run stands still, moves with the run, and is walked on."""

from typing import Any

import numpy as np
import pytest

from app.errors import HostError
from engine.experiment import Experiment
from engine.probes import ground as grounds
from engine.probes.surface import losses_at
from tests.app.bench import Bench, Seen

ACROSS = {"parameter": "W", "layer": 1, "unit": 0, "input": 0}
UP = {"parameter": "b", "layer": 2, "unit": 1}
WEIGHTS: dict[str, Any] = {"kind": "weights", "across": ACROSS, "up": UP}
RANDOM: dict[str, Any] = {"kind": "random", "pin": 3}


def with_ground(frames: list[Seen]) -> list[Seen]:
    return [frame for frame in frames if "ground" in frame.header]


def watch(bench: Bench, ground: dict[str, Any], **views: Any) -> None:
    bench.host.watch("a", "watcher of a", {"ground": ground, **views})


@pytest.mark.parametrize("ground", [WEIGHTS, RANDOM], ids=["weights", "random"])
def test_it_becomes_finer_while_the_run_stands_and_then_rests(
    bench: Bench, ground: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounds, "WORK", 2**25)
    bench.start("a", ground=ground, ground_minima=True)
    frames = bench.frames(10.0)
    sides = [frame.arrays["ground_losses"].shape[0] for frame in frames]
    assert sides == sorted(sides) and {*sides} >= {31, 61} and bench.frames(1.0) == []
    assert bench.host.next_due(bench.now) is None
    assert [frame.header["full"] for frame in frames] == [True] + [False] * (len(frames) - 1)
    last = frames[-1].header["ground"]
    assert not last["finer"] and all(frame.header["ground"]["finer"] for frame in frames[:-1])
    run = bench.host.runs["a"].run
    assert last["loss"] == pytest.approx(float(frames[-1].arrays["ground_losses"][30, 30]), rel=1e-5)
    assert last["loss"] == pytest.approx(losses_at(run, run.theta[np.newaxis], last["samples"])[0])
    assert last["window"][:2] == last["at"] and last["distance"] == pytest.approx(0, abs=1e-6)
    own = [each for each in last["steps"] if each["own"]]
    assert len(own) == 1 and own[0]["method"] == run.experiment.optimizer.kind and len(last["steps"]) == 7
    assert isinstance(last["minima"], list) and frames[0].header["ground"]["minima"] is None


def test_who_looks_from_another_height_has_another_surface(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounds, "WORK", 2**25)
    bench.start("a", ground=RANDOM)
    bench.host.watch("a", "another", {"ground": RANDOM, "ground_zoom": 4})
    last = {frame.watcher: frame.header["ground"] for frame in bench.frames(10.0)}
    assert bench.frames(1.0) == [] and bench.host.next_due(bench.now) is None
    halves = [last[watcher]["window"][2] for watcher in ("watcher of a", "another")]
    assert halves == [1, 0.25] and not any(each["finer"] for each in last.values())


def test_over_weights_it_moves_with_the_run_and_random_directions_stay(bench: Bench) -> None:
    bench.start("a", ground=WEIGHTS)
    bench.host.watch("a", "another", {"ground": RANDOM})
    bench.frames(2.0)
    bench.do("a", "play")
    frames = with_ground(bench.frames(3.0))
    moving = [frame for frame in frames if frame.watcher == "watcher of a"]
    assert len(moving) > 8 and all(frame.arrays["ground_losses"].shape[0] == 61 for frame in moving)
    # Each surface is that of the frame's own step.
    assert all(frame.header["ground"]["step"] == frame.header["step"] for frame in moving)
    steps = {frame.header["ground"]["step"] for frame in frames if frame.watcher == "another"}
    assert steps == {0}
    still = [frame for frame in frames if frame.watcher == "another"][-1]
    path = still.arrays["ground_path"]
    assert path[0].tolist() == pytest.approx([0, 0, 0], abs=1e-6) and len(path) > 5
    assert path[-1, :2].tolist() == pytest.approx(still.header["ground"]["at"], rel=1e-4)
    bench.do("a", "reset")
    [*_, after] = [frame for frame in with_ground(bench.frames(0.5)) if frame.watcher == "another"]
    assert after.arrays["ground_path"][-1, 2] == 1  # another piece begins
    assert after.header["ground"]["at"] == pytest.approx([0, 0], abs=1e-6)
    watch(bench, {"kind": "path"})
    bench.do("a", "step", iterations=5)
    [*_, last] = [frame for frame in with_ground(bench.frames(1.0)) if frame.watcher == "watcher of a"]
    assert "refusal" not in last.header["ground"] and last.header["ground"]["distance"] < 1e-5


def test_a_run_is_put_on_its_ground_and_undo_leads_back(bench: Bench) -> None:
    bench.start("a", ground=WEIGHTS)
    bench.frames(1.0)
    bench.do("a", "step", iterations=20)
    bench.frames(1.0)
    before = bench.host.runs["a"].run.theta.copy()
    for at in ((1.0, 0.5), (1.5, -0.25)):
        bench.do("a", "put", ground=WEIGHTS, at=at, gesture=7)
    run = bench.host.runs["a"].run
    assert np.flatnonzero(run.theta != before).tolist() == [0, 21] and run.theta[[0, 21]].tolist() == [
        1.5,
        -0.25,
    ]
    [*_, frame] = with_ground(bench.frames(1.0))
    assert frame.header["ground"]["at"] == [1.5, -0.25] and frame.header["weights_edited"]
    bench.do("a", "undo")
    assert (bench.host.runs["a"].run.theta == before).all()
    # A plane that stands still is still the same one after undo.
    watch(bench, RANDOM)
    bench.frames(1.0)
    bench.do("a", "put", ground=RANDOM, at=(0.5, 0.25))
    [*_, frame] = with_ground(bench.frames(1.0))
    assert frame.header["ground"]["at"] == pytest.approx([0.5, 0.25], abs=1e-6)
    bench.do("a", "undo")
    [*_, frame] = with_ground(bench.frames(1.0))
    assert frame.header["ground"]["at"] == pytest.approx([0, 0], abs=1e-6)
    for ground, at in (
        ({"kind": "random", "pin": 99}, (0, 0)),
        ({"kind": "path"}, (0, 0)),
        ({**WEIGHTS, "up": ACROSS}, (0, 0)),
        (WEIGHTS, (2000, 0)),
        (WEIGHTS, (1e300, 0)),
    ):
        with pytest.raises(HostError):
            bench.do("a", "put", ground=ground, at=at)
    assert (bench.host.runs["a"].run.theta == before).all()


def test_where_there_is_no_surface_words_say_so(bench: Bench) -> None:
    one: dict[str, dict[str, Any]] = {"data": {"features": ["x1"]}, "network": {"hidden": []}}
    bench.start("a", one, ground=WEIGHTS)
    bench.do("a", "change", changes={"network": {"biases": "fixed"}})
    for ground in (WEIGHTS, RANDOM, {"kind": "path"}, {"kind": "weights"}):
        watch(bench, ground)
        [*_, frame] = bench.frames(0.2)
        assert set(frame.header["ground"]) == {"plane", "refusal"} and "ground_losses" not in frame.arrays
    # A weight that is gone is refused from then on; it comes back with its layer.
    bench.host.stop("a")
    bench.start("a", ground={**WEIGHTS, "up": {"parameter": "W", "layer": 3, "unit": 0}})
    assert "refusal" not in bench.frames(0.2)[-1].header["ground"]
    bench.do("a", "change", changes={"network": {"hidden": [4]}})
    [*_, frame] = with_ground(bench.frames(0.2))
    assert frame.header["ground"]["refusal"]["values"] == {"layers": 2, "layer": 3}
    bench.do("a", "undo")
    assert "refusal" not in with_ground(bench.frames(0.2))[-1].header["ground"]


def test_another_loss_is_another_surface(bench: Bench) -> None:
    bench.start("a", ground=RANDOM)
    [*_, before] = bench.frames(3.0)
    bench.do("a", "change", changes={"objective": {"regularization": "l2", "regularization_rate": 1.0}})
    [*_, after] = with_ground(bench.frames(3.0))
    assert (after.arrays["ground_losses"] > before.arrays["ground_losses"]).all()
    assert after.header["ground"]["loss"] > before.header["ground"]["loss"]
    assert Experiment().objective.regularization == "none"


def test_a_race_is_shown_on_one_surface(bench: Bench) -> None:
    bench.start_family("race", {"optimizer.kind": ["gradient_descent", "momentum", "adam"]}, race=True)
    [first] = bench.frames()
    assert first.header["race"] is None and "race_paths" not in first.arrays
    bench.do("race", "play")
    [*_, last] = bench.frames(2.0)
    paths = last.arrays["race_paths"]
    assert {*paths[:, 2].tolist()} == {0, 1, 2} and last.arrays["race_losses"].shape == (61, 61)
    a, b, half = last.header["race"]["window"]
    assert (np.abs(paths[:, :2] - [a, b]) <= half * 1.001).all()
    bench.do("race", "pause")
    bench.frames(2.0)
    assert bench.frames(1.0) == []
    bench.start_family("seeds", {"training.seed": [0, 1]}, race=True)
    [frame] = [each for each in bench.frames() if each.run == "seeds"]
    assert "different weights" in frame.header["race"]["refusal"]["text"]


def test_in_the_past_the_path_ends_at_that_moment_and_planes_stand_still(bench: Bench) -> None:
    bench.start("a", ground=RANDOM)
    bench.frames(0.5)
    for _ in range(8):
        bench.do("a", "step", iterations=5)
        bench.frames(0.5)
    before = bench.frames(0.5)
    bench.do("a", "travel", step=20)
    [*_, then] = with_ground([*before, *bench.frames(1.0)])
    assert then.header["step"] == 20 and then.header["ground"]["step"] == 0
    assert len(then.arrays["ground_path"]) == 6  # 0, 5, 10, 15, 20, and the run itself
    bench.do("a", "travel")
    [*_, now] = with_ground(bench.frames(1.0))
    assert now.header["step"] == 40 and len(now.arrays["ground_path"]) == 10
    assert {*now.arrays["ground_path"][:, 2].tolist()} == {0}


def test_a_drag_leaves_one_place(bench: Bench) -> None:
    bench.start("a", ground=WEIGHTS)
    bench.frames(0.5)
    bench.do("a", "step", iterations=5)
    bench.frames(0.5)
    for at in np.linspace(0, 1, 6).tolist():
        bench.do("a", "put", ground=WEIGHTS, at=(at, 0.0), gesture=1)
        [*_, last] = with_ground(bench.frames(0.5))
    assert last.arrays["ground_path"][:, 2].tolist() == [0, 0, 1, 1]
    bench.do("a", "step", iterations=5)
    [*_, last] = with_ground(bench.frames(0.5))
    assert last.arrays["ground_path"][:, 2].tolist() == [0, 0, 1, 1, 1]
