"""Who is trained when, and how far, by a fake clock."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.app.bench import DIGITS, Bench


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
    # c is shown before it takes its steps of the round, d stands where it stood when its pause came.
    assert [(frame.run, frame.header["step"]) for frame in shown] == [("a", 525), ("d", 500), ("c", 500)]
    assert [frame.header["state"] for frame in shown] == ["playing", "paused", "playing"]
    assert shown[2].header["full"]
    assert bench.host.snapshot("c")["step"] == 525  # a rate changes nothing of what is due
    assert {frame.run: frame.header["step"] for frame in bench.frames(0.05)} == {"a": 550, "c": 550}


def test_after_a_round_no_run_is_named_as_in_work(bench: Bench) -> None:
    named: list[list[str]] = []
    rounds = bench.host.rounds
    rounds.working_on = rounds.turns.working_on = rounds.turns.orders.working_on = named.append
    bench.start("fast")
    bench.do("fast", "speed", iterations_per_second=None)
    bench.do("fast", "play")
    bench.start("other")
    bench.frames(0.1)

    def between() -> None:  # the turn of the fast one is the last work of the round
        bench.do("other", "change", changes={"optimizer": {"learning_rate": 0.5}})

    rounds.between = between
    assert [frame for frame in bench.frames(0.1) if frame.run == "other"]
    assert ["other"] in named and named[-1] == []


def test_who_looks_seldom_slows_nothing_down(bench: Bench) -> None:
    bench.start("a", frames_per_second=1)
    bench.do("a", "play")
    frames = bench.frames(4.0)
    assert frames[-1].header["step"] >= 1500 and len(frames) <= 7


def test_as_fast_as_it_goes_gives_all_the_same_steps(bench: Bench) -> None:
    shapes: list[list[int]] = [[4, 2], [8, 8, 8], [], [4, 2]]
    for index, hidden in enumerate(shapes):
        bench.start(str(index), {"network": {"hidden": hidden}})
        bench.do(str(index), "speed", iterations_per_second=None)
        bench.do(str(index), "play")
    bench.frames(0.2, every=0.01)
    steps = {bench.host.snapshot(str(index))["step"] for index in range(4)}
    assert len(steps) == 1 and steps.pop() > 1000


def test_a_large_network_does_not_hold_up_a_small_one(bench: Bench) -> None:
    large = {**DIGITS, "data": {**DIGITS["data"], "side": 16}, "network": {"hidden": [140]}}
    bench.start("large", large)
    bench.start("small")
    bench.do("large", "play")
    bench.do("small", "play")
    frames = bench.frames(1.0)
    assert bench.host.snapshot("small")["step"] == 500
    assert sum(frame.run == "small" for frame in frames) >= 20
    assert sum(frame.run == "large" for frame in frames) >= 20  # nobody else wants the time
    # A turn takes twice as many steps as the one before, as long as they take no time on the test's clock.
    assert 100 <= bench.host.snapshot("large")["step"] <= 500
