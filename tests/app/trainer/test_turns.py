"""Each visitor has an equal share of a host's time, by a clock that moves as work is done."""

import gc
from functools import partial
from typing import Any
from weakref import ref

import numpy as np
import pytest

from app.trainer.job import Job
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.app.trainer.work import HEAVY, Work


@pytest.mark.parametrize("visitors", [1, 4])
@pytest.mark.parametrize("speed", [500.0, None])
def test_light_runs_keep_their_frames_and_steps_beside_heavy_ones(
    work: Work, visitors: int, speed: float | None
) -> None:
    work.step[True], work.show[True] = 0.120, 0.030
    for number in range(5):
        work.begin(f"light {number}", f"student {number}", {}, 500.0)
    for number in range(8):
        work.begin(f"heavy {number}", f"other {number % visitors}", HEAVY, speed)
    before = work.now
    came = work.live(6.0)
    for number in range(5):
        frames = came[f"light {number}"]
        assert len(frames) >= 19 * 6 and max(np.diff(frames)) < 0.1
        assert work.steps(f"light {number}") >= 0.97 * 500 * 6
        assert work.host.snapshot(f"light {number}")["pace"] == 1
    assert work.longest < 0.05
    heavy = [work.steps(f"heavy {number}") for number in range(8)]
    assert min(heavy) >= 2 and sum(heavy) * 0.120 > 0.5 * (work.now - before)


def test_each_visitor_has_an_equal_share_however_many_runs_they_have(work: Work) -> None:
    work.step[False] = 0.0001
    for number in range(7):
        work.begin(f"many {number}", "many", HEAVY, None)
    work.begin("one", "one", HEAVY, None)
    work.begin("light", "third", {}, None)
    work.live(2.5)
    used = {name: work.host.rounds.accounts.of(name).used for name in ("many", "one", "third")}
    assert max(used.values()) < 1.2 * min(used.values())
    many = [work.steps(f"many {number}") for number in range(7)]
    assert work.steps("one") == pytest.approx(sum(many), rel=0.2) and max(many) <= min(many) + 5


def test_runs_of_one_shape_that_go_as_fast_as_they_can_share_by_visitors(work: Work) -> None:
    work.step[False] = 0.0001
    for number in range(5):
        work.begin(f"many {number}", "many", {}, None)
    work.begin("one", "one", {}, None)
    work.live(4.0)
    many = [work.steps(f"many {number}") for number in range(5)]
    assert max(many) < 1.1 * min(many)
    assert work.steps("one") == pytest.approx(sum(many), rel=0.25)


def test_thirty_heavy_runs_of_equals_learn_alike_and_are_seen(work: Work) -> None:
    work.step[True], work.show[True] = 0.0002, 0.006
    for number in range(15):  # on each of two cores
        work.begin(str(number), str(number), {**HEAVY, "training": {"seed": number}}, 500.0)
    came = work.live(5.0)
    assert min(map(len, came.values())) >= 5 * 5
    steps = [work.steps(name) for name in came]
    assert max(steps) < 1.1 * min(steps) and min(steps) > 100


def test_the_pace_of_a_run_is_what_it_was_given_of_its_speed(work: Work) -> None:
    work.begin("light", "light", {}, 500.0)
    work.begin("a", "a", HEAVY, 50.0)
    work.begin("b", "b", HEAVY, 200.0)
    work.live(4.0)
    before = {name: work.steps(name) for name in "ab"}
    work.live(4.0)
    for name, speed in (("a", 50), ("b", 200)):
        pace = work.host.snapshot(name)["pace"]
        assert pace == pytest.approx((work.steps(name) - before[name]) / (4 * speed), rel=0.15)
    assert work.host.snapshot("light")["pace"] == 1
    assert work.host.rounds.pace.own > 0.9


def test_a_single_heavy_run_is_shown_as_often_as_is_asked_where_nobody_else_is(work: Work) -> None:
    work.step[True] = 0.001
    work.begin("a", "a", HEAVY, 500.0)
    came = work.live(3.0)
    assert len(came["a"]) >= 19 * 3 and work.steps("a") > 3 * 300
    work.show[True] = 0.200  # which would be all of its time
    came = work.live(6.0)
    assert len(came["a"]) <= 6 / 0.400 + 2


def test_what_was_left_behind_has_what_is_idle(work: Work) -> None:
    work.begin("left", "one who left", HEAVY, None, watched=False)
    work.begin("epochs", "another", HEAVY, None, watched=False)
    work.do("epochs", "step", epochs=100)
    work.live(1.0)
    assert work.steps("left") > 10 and work.steps("epochs") > 10
    work.begin("here", "one who looks on", HEAVY, None)
    work.live(0.2)
    before = work.steps("left"), work.steps("epochs")
    work.live(2.0)
    assert (work.steps("left"), work.steps("epochs")) == before
    work.do("here", "pause")
    work.live(1.0)
    assert work.steps("left") > before[0] and work.steps("epochs") > before[1]


def test_who_asks_for_views_again_and_again_has_no_more_than_an_equal_part(work: Work) -> None:
    work.show[False] = 0.010
    for number in range(8):
        work.begin(f"deep {number}", "one", {"network": {"hidden": [16] * 6}}, 100.0)
    for number in range(3):
        work.begin(f"light {number}", f"student {number}", {}, 500.0)

    def between() -> None:
        for number in range(8):
            work.host.watch(f"deep {number}", f"deep {number}", {"inside": True})

    work.host.rounds.between = between
    work.live(1.0)
    before = [work.steps(f"light {number}") for number in range(3)]
    came = work.live(2.0)
    for number in range(3):
        assert len(came[f"light {number}"]) >= 18 * 2
        assert work.steps(f"light {number}") - before[number] > 0.9 * 500 * 2


def test_a_run_in_the_middle_of_its_turn_is_kept_as_it_was_before(work: Work) -> None:
    work.step[True] = 0.050
    work.begin("a", "a", HEAVY, None)
    hosted = work.host.runs["a"]
    while not (hosted.in_training and hosted.run.step > 3):
        work.live(0.001)
    [(_, kept)] = work.host.changed_checkpoints(["a"])
    alone = Run(Experiment().changed(HEAVY))
    Cohort([alone]).train(kept["step"])
    assert kept["theta"] == alone.theta.tobytes()
    work.live(0.5)
    assert hosted.saved_version != hosted.version  # it is kept again as it is now


def test_a_run_comes_out_the_same_however_it_is_cut(work: Work) -> None:
    for number in range(3):
        work.begin(str(number), str(number), {**HEAVY, "training": {"batch_size": 50}}, None)
    work.live(1.5)
    for name in "012":
        alone = Run(Experiment().changed({**HEAVY, "training": {"batch_size": 50}}))
        hosted = work.host.runs[name]
        while hosted.in_training:
            work.live(0.001)
        Cohort([alone]).train(hosted.run.step)
        assert hosted.run.step > 5 and hosted.run.theta.tobytes() == alone.theta.tobytes()


def test_a_run_that_is_ended_in_the_middle_of_its_turn_leaves_nothing_behind(work: Work) -> None:
    work.begin("a", "a", HEAVY, None)
    while not work.host.runs["a"].in_training:
        work.live(0.001)
    work.host.stop("a")
    assert not work.host.rounds.turns.begun and Job.at_work is None
    work.live(10.0)
    assert not work.host.rounds.accounts._accounts


def test_a_turn_ends_with_the_last_of_its_runs(work: Work) -> None:
    work.step[False] = 0.004
    for name in "ab":
        work.begin(name, name, {}, None)
    begun = work.host.rounds.turns.begun
    while not (len(begun) == 2 and begun["a"] is begun["b"] and work.host.runs["a"].in_training):
        work.live(0.0001)
    gone = [ref(work.host.runs[name].run) for name in "ab"]
    for name in "ab":
        work.host.stop(name)
    gc.collect()
    assert not begun and [found() for found in gone] == [None, None]


def test_nothing_is_left_of_runs_that_were_checked_trained_shown_and_ended(work: Work) -> None:
    for name, changes in (("a", HEAVY), ("b", {}), ("c", {})):
        work.begin(name, name, changes, 500.0)
    work.live(0.5)
    gone: list[ref[Any]] = []
    for name in "abc":
        work.do(name, "check")
        run = work.host.runs[name].run
        gone += [ref(run), ref(run.theta.base)] if run.cohort is None else [ref(run), ref(run.cohort)]
        del run
    gc.disable()
    try:
        for name in "abc":
            work.host.stop(name)
        assert [found() for found in gone] == [None] * 6
    finally:
        gc.enable()


def test_a_change_of_a_heavy_run_is_shown_before_the_turns_of_equals(work: Work) -> None:
    work.step[True], work.show[True] = 0.002, 0.006
    for number in range(15):
        work.begin(str(number), str(number), {**HEAVY, "training": {"seed": number}}, 500.0)
    work.live(3.0)
    waits = []
    for number in range(15):
        began, before = work.now, len(work.shown)
        rate = {"optimizer": {"learning_rate": 0.01}}
        changing = partial(work.do, str(number), "change", changes=rate)
        work.host.order(str(number), None, changing, is_long=True, moves=True)
        while not any(each.run == str(number) and each.header["full"] for each in work.shown[before:]):
            work.live(0.005)
        waits.append(work.now - began)
        work.live(0.2)
    # A turn of each takes 0.008 s and more: in their order, a change would wait for 0.06 s in the middle.
    assert sorted(waits)[len(waits) // 2] < 0.045
