"""A heavy run over samples is not evaluated for each of its frames, and each says of which step its losses are."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.frames.embedding import EmbeddedSamples
from app.frames.frame import Frame
from app.frames.ground import LossSurface
from app.trainer import hosted_run, turns
from app.trainer.family import show_family
from engine import timeline
from engine.shape import Shape
from tests.app.bench import DIGITS
from tests.app.trainer.work import Work

MAPPED = ("output", "winner", "wrong")


@pytest.fixture
def heavy(work: Work, monkeypatch: pytest.MonkeyPatch) -> Work:
    def is_heavy(shape: Shape, points: int) -> bool:
        return shape.view == "samples"

    monkeypatch.setattr(hosted_run, "is_heavy", is_heavy)
    work.step[True], work.show[True] = 0.001, 0.05
    return work


def losses(frame: Frame) -> tuple[Any, ...]:
    return tuple(frame.header[name] for name in ("train_loss", "test_loss", "test_accuracy"))


def test_losses_and_maps_over_samples_rest_together_while_a_heavy_run_plays(heavy: Work) -> None:
    heavy.begin("a", "visitor", DIGITS, 500.0)
    heavy.live(2.0)
    evaluated: dict[int, Frame] = {}
    resting = 0
    for frame in heavy.shown:
        step, at = frame.header["step"], frame.header["evaluated_at"]
        if step == at:
            evaluated[step] = frame
            continue
        resting += 1
        then = evaluated[at]
        assert at < step and losses(frame) == losses(then)
        for name in MAPPED:
            np.testing.assert_array_equal(frame.arrays[name], then.arrays[name])
    assert len(evaluated) > 3 and resting > len(evaluated)
    steps = heavy.host.runs["a"].run.evaluations.steps.tolist()
    assert set(evaluated) <= set(steps) and len(steps) < len(heavy.shown)


def test_a_pause_shows_the_present_losses_and_so_does_what_a_page_asks_for_anew(heavy: Work) -> None:
    heavy.begin("a", "visitor", DIGITS, 500.0)
    heavy.live(1.0)
    # As a training process does it: after the turn that is in progress.
    heavy.host.order("a", None, lambda: heavy.do("a", "pause"), is_long=False, moves=True)
    heavy.live(0.5)
    last = heavy.shown[-1].header
    assert last["state"] == "paused" and last["evaluated_at"] == last["step"]
    heavy.do("a", "play")
    heavy.live(0.5)
    heavy.host.watch("a", "a", {"test": True})
    before = len(heavy.shown)
    heavy.live(0.3)
    first = heavy.shown[before].header
    assert first["evaluated_at"] == first["step"]


def test_a_changed_rate_is_shown_without_an_evaluation_and_another_network_is_not(heavy: Work) -> None:
    heavy.begin("a", "visitor", DIGITS, 500.0)
    heavy.live(1.0)
    hosted = heavy.host.runs["a"]
    known = hosted.evaluation
    assert known is not None
    heavy.do("a", "change", changes={"optimizer": {"learning_rate": 0.01}})
    assert hosted.evaluation is known
    heavy.do("a", "change", changes={"network": {"activation": "relu"}})
    assert hosted.evaluation is None
    heavy.live(0.3)
    assert heavy.shown[-1].header["evaluated_at"] > 0


def test_on_the_way_to_a_step_losses_rest_and_where_it_ends_they_are_of_that_step(
    heavy: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_REGULAR", 1)  # so that the way back is long
    heavy.begin("a", "visitor", DIGITS, 500.0)
    heavy.do("a", "pause")
    heavy.do("a", "step", iterations=500)
    for goal in (500, 400):
        if goal == 400:
            heavy.do("a", "travel", step=400)
        heavy.shown.clear()
        heavy.live(3.0)
        frames = [frame.header for frame in heavy.shown]
        under_way = [frame for frame in frames if frame["step"] != goal]
        assert sum(frame["evaluated_at"] < frame["step"] for frame in under_way) > len(under_way) / 2
        assert (frames[-1]["step"], frames[-1]["evaluated_at"], frames[-1]["state"]) == (goal, goal, "paused")


def test_a_family_is_shown_for_half_of_its_time_at_most(heavy: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def show(*asked: Any) -> Iterator[Frame]:
        for frame in show_family(*asked):
            heavy.pay(0.1)
            yield frame

    monkeypatch.setattr(turns, "show_family", show)
    family = heavy.start_family("f", {"training.seed": [1, 2]}, DIGITS)
    heavy.do("f", "speed", iterations_per_second=None)
    heavy.do("f", "play")
    began = heavy.now
    came = heavy.live(4.0)["f"]
    assert family.step > 0 and 0.1 * len(came) < 0.6 * (heavy.now - began)


def test_a_full_frame_has_what_is_for_full_frames_alone_whenever_it_comes(work: Work) -> None:
    work.begin("a", "visitor", {}, 500.0)
    work.host.watch("a", "a", {"embedding": 1})
    for seed in range(6):
        work.live(0.03)  # less than the look rests
        work.do("a", "change", changes={"data": {"seed": seed + 1}})
        work.do("a", "play")
        work.shown.clear()
        work.live(0.03)
        first = work.shown[0]
        assert first.header["full"] and "embedded_labels" in first.arrays


def test_a_slider_that_is_drawn_does_not_wake_what_rests(work: Work) -> None:
    work.begin("a", "visitor", {}, 500.0)
    work.host.watch("a", "a", {"embedding": 1, "ground": {"kind": "weights"}})
    work.live(0.3)
    work.shown.clear()
    began = work.now
    for change in range(30):
        work.do("a", "change", changes={"optimizer": {"learning_rate": 0.1 + change / 100}})
        work.live(0.03)
    full = [frame for frame in work.shown if frame.header["full"]]
    assert len(full) > 20
    assert all("embedded_labels" in frame.arrays and "ground_weights" in frame.header for frame in full)
    for name, look in (("embedding", EmbeddedSamples), ("ground", LossSurface)):
        assert sum(name in frame.header for frame in work.shown) <= (work.now - began) / look.seconds + 1
