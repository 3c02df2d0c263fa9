"""Watchers with equal views share one frame, which is made once; each is sent its own losses."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from app.frames.frame import Frame
from app.frames.worked_example import WorkedStep
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import Bench, seen_by_each


def begin(bench: Bench, count: int, **views: Any) -> None:
    """A run that plays, and so many watchers with equal views, whose full frames have been sent."""
    bench.start("a", **views)
    bench.host.unwatch("a", "watcher of a")
    for number in range(count):
        bench.host.watch("a", str(number), dict(views))
    bench.frames()
    bench.do("a", "play")
    bench.frames(0.2)


def audiences(frames: list[Frame]) -> set[frozenset[str]]:
    return {frozenset(frame.losses) for frame in frames}


def losses(frames: list[Frame], watcher: str) -> np.ndarray:
    found = [
        seen.arrays["losses"] for frame in frames for seen in seen_by_each(frame) if seen.watcher == watcher
    ]
    return np.concatenate(found)


def losses_of_a_run_alone(steps: int) -> np.ndarray:
    trained: np.ndarray = Cohort([Run(Experiment())]).train(steps)[:, 0].astype(np.float32)
    return trained


@pytest.mark.parametrize("count", [2, 3, 20])
def test_equal_watchers_share_every_frame_one_that_comes_late_after_its_first(
    bench: Bench, count: int
) -> None:
    begin(bench, count, inside=True)
    start = bench.host.runs["a"].run.step
    everyone = frozenset(map(str, range(count)))
    frames = bench.shared_frames(0.3)
    assert audiences(frames) == {everyone} and len(frames) == 6
    bench.now += 0.01  # between two frames of the others
    bench.host.watch("a", "late", {"inside": True})
    [first] = bench.shared_frames()
    assert set(first.losses) == {"late"} and first.header["full"]
    bench.now = round(bench.now + 0.04, 6)
    frames += bench.shared_frames(0.3)
    assert audiences(frames[6:]) == {everyone | {"late"}} and not frames[6].header["full"]
    step = frames[-1].header["step"]
    expected = losses_of_a_run_alone(step)
    for name in everyone:
        np.testing.assert_array_equal(losses(frames, name), expected[start:])
    np.testing.assert_array_equal(losses(frames, "late"), expected[first.header["step"] :])


@pytest.mark.parametrize("count", [2, 3, 20])
def test_one_that_asks_for_more_has_frames_of_its_own_until_it_asks_for_the_same_again(
    bench: Bench, count: int
) -> None:
    begin(bench, count, focus=(0, 1))
    start = bench.host.runs["a"].run.step
    others, everyone = frozenset(map(str, range(1, count))), frozenset(map(str, range(count)))
    bench.host.watch("a", "0", {"focus": (0, 2), "inside": True})
    own = bench.shared_frames(0.2)
    assert audiences(own) == {others, frozenset("0")}
    assert {"0" in frame.losses for frame in own if "gradient_counts" in frame.arrays} == {True}
    assert {frame.header["focus"] for frame in own if "0" not in frame.losses} == {(0, 1)}
    bench.host.watch("a", "0", {"focus": (0, 1)})
    again = bench.shared_frames(0.2)
    assert audiences(again[1:]) == {everyone}
    expected = losses_of_a_run_alone(again[-1].header["step"])
    for name in everyone:
        np.testing.assert_array_equal(losses(own + again, name), expected[start:])


def test_one_that_changes_its_views_just_as_its_frame_is_made_gets_no_loss_twice(bench: Bench) -> None:
    """Commands are carried out where a turn is interrupted, which may be after any frame."""
    begin(bench, 1)
    start, frames = bench.host.runs["a"].run.step, []
    for asks in ({"inside": True}, {}):
        bench.now = round(bench.now + 0.05, 6)
        for frame in bench.host.advance(bench.now):
            frames.append(frame)
            bench.host.watch("a", "0", asks)
        frames += bench.shared_frames(0.2)
    np.testing.assert_array_equal(
        losses(frames, "0"), losses_of_a_run_alone(frames[-1].header["step"])[start:]
    )


@pytest.mark.parametrize("do", ["travel", "another loss"])
def test_losses_that_are_not_sent_yet_are_of_the_history_where_the_run_goes_elsewhere(
    bench: Bench, do: str
) -> None:
    """They would be taken for those of the steps before the moment, or for losses that are counted alike."""
    begin(bench, 1)
    bench.host.watch("a", "slow", {"frames_per_second": 1})
    bench.shared_frames(0.5)
    hosted = bench.host.runs["a"]
    assert hosted.watchers["slow"].losses
    if do == "travel":
        bench.do("a", "travel", iterations=-1)
    else:
        bench.do("a", "change", changes={"objective": {"loss": "cross_entropy"}})
        bench.do("a", "pause")
    frames = [frame for frame in bench.shared_frames(1.0) if "slow" in frame.losses]
    assert frames[0].header["full"] and not any(len(frame.losses["slow"]) for frame in frames)
    steps = hosted.run.step if do == "another loss" else frames[0].header["present"]
    assert len(frames[0].arrays["history_steps"]) == (0 if do == "another loss" else steps)


def test_other_rates_and_other_samples_are_not_shared(bench: Bench) -> None:
    begin(bench, 3)
    bench.host.watch("a", "slow", {"frames_per_second": 5})
    bench.host.watch("a", "asks", {"sample": 3})
    bench.host.watch("a", "asks too", {"sample": 3})
    bench.frames()
    everyone = frozenset("012")
    assert audiences(bench.shared_frames(1.0)) == {
        everyone,
        frozenset({"slow"}),
        frozenset({"asks", "asks too"}),
    }


def test_a_look_that_rests_is_computed_once_for_watchers_that_came_at_different_times(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: Counter[int] = Counter()
    of = WorkedStep.of

    def counted(look: WorkedStep, watched: Any) -> Any:
        computed[watched.run.step] += 1
        return of(look, watched)

    monkeypatch.setattr(WorkedStep, "of", counted)
    begin(bench, 1, worked={})
    for number in range(1, 4):
        bench.frames(0.15)
        bench.host.watch("a", str(number), {"worked": {}})
    bench.frames(0.5)
    computed.clear()
    frames = bench.shared_frames(2.0)
    assert audiences(frames) == {frozenset("0123")}
    assert set(computed.values()) == {1} and 3 <= len(computed) <= 5
