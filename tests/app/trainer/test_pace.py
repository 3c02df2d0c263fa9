"""Where a host is late, all its runs go slower and are shown more coarsely, until it is in time again."""

from collections.abc import Sequence

import numpy as np
import pytest

from app.trainer import rounds as rounds_module
from app.trainer import turns as turns_module
from app.trainer.group import train
from app.trainer.hosted_run import HostedRun
from app.trainer.pace import COARSEST, SHARE, Pace
from app.trainer.transport import LONGEST_DEBT
from tests.app.bench import Bench

PERIOD = 0.050
SHOWING = 0.080
"""Seconds that a round of this host takes without training: it cannot keep 20 frames a second."""


def rounds(pace: Pace, seconds_a_step: float, seconds: float) -> tuple[list[float], float]:
    """Let a host whose rounds follow each other go on: the share of each that training took, and when it ended."""
    now, shares, lateness = 0.0, [], 0.0
    while now < seconds:
        before = pace.time
        pace.pass_until(now)
        owed = 500 * min(pace.time - before, LONGEST_DEBT)
        trained = owed * seconds_a_step
        pace.note(lateness, trained, spent=trained + SHOWING)
        lateness = max(0.0, trained + SHOWING - PERIOD)
        shares.append(trained / (trained + SHOWING))
        now += trained + SHOWING
    return shares, now


@pytest.mark.parametrize("seconds_a_step", [0.002, 0.010])
def test_training_of_a_late_host_comes_down_to_its_share(seconds_a_step: float) -> None:
    pace = Pace()
    shares, _ = rounds(pace, seconds_a_step, 10)
    assert max(shares) > 0.9 * SHARE and np.mean(shares[-20:]) == pytest.approx(SHARE, abs=0.05)
    assert pace.detail == COARSEST


def test_training_that_is_little_is_not_slowed_down() -> None:
    pace = Pace()
    rounds(pace, seconds_a_step=0.0001, seconds=5)
    assert pace.own == 1 and pace.detail == COARSEST


def test_training_gives_up_no_more_than_makes_its_host_late() -> None:
    pace = Pace()
    now, shares = 0.0, []
    for _ in range(400):  # of rounds that take 60 ms, of 50, at full pace, and nearly all of it for training
        before = pace.time
        pace.pass_until(now)
        trained = 0.058 * (pace.time - before) / 0.060
        spent = trained + 0.002
        pace.note(lateness=max(0.0, spent - 0.050 + 0.005), trained=trained, spent=spent)
        shares.append(pace.own)
        now += max(spent, 0.050)
    assert 0.7 < np.mean(shares[-100:]) <= 1


def test_a_host_that_is_in_time_again_recovers() -> None:
    pace = Pace()
    _, now = rounds(pace, seconds_a_step=0.010, seconds=5)
    assert pace.own < 0.3
    for beat in range(200):
        pace.pass_until(now + beat / 20)
        pace.note(lateness=0.0, trained=0.001, spent=0.01)
    assert pace.own == pace.detail == 1


def test_a_host_that_is_busy_but_in_time_stays_at_its_pace() -> None:
    pace = Pace()
    pace.own = pace.detail = 0.6
    for beat in range(100):
        pace.pass_until(beat / 20)
        pace.note(lateness=0.002, trained=0.010, spent=0.040)
    assert pace.own == pytest.approx(0.6, rel=0.11) and pace.detail == pytest.approx(0.6, rel=0.04)


def test_a_host_in_time_gives_training_its_share_however_slow_it_has_become() -> None:
    pace = Pace()
    pace.own, pace.detail = 0.04, 0.6
    shares = []
    for beat in range(
        400
    ):  # of 50 ms, of which 32 go into what is seen; training at full pace would take as many
        pace.pass_until(beat / 20)
        trained = 0.032 * pace.own
        pace.note(lateness=0.002, trained=trained, spent=0.032 + trained)
        shares.append(trained / (0.032 + trained))
    assert shares[-1] == pytest.approx(SHARE, rel=0.06) and pace.detail == pytest.approx(0.6, rel=0.04)


def test_one_hiccup_costs_no_steps() -> None:
    pace = Pace()
    for beat in range(100):
        pace.pass_until(beat / 20)
        pace.note(lateness=0.3 if beat == 50 else 0.0, trained=0.002, spent=0.02)
    assert pace.own == 1 and pace.time == pytest.approx(99 / 20)


def test_a_host_that_was_only_kept_waiting_goes_on_as_before() -> None:
    pace = Pace()
    for beat in range(100):
        pace.pass_until(beat / 20)
        pace.note(lateness=0.04, trained=0.004, spent=0.006)
    assert pace.own == pace.detail == 1


def test_time_passes_no_faster_than_the_limit() -> None:
    pace = Pace()
    pace.keep(0.25)
    for beat in range(101):
        pace.pass_until(beat / 20)
    assert pace.time == pytest.approx(5 * 0.25)


def test_a_run_that_goes_as_fast_as_it_can_slows_no_others_down(bench: Bench) -> None:
    def slow_train(members: Sequence[HostedRun], iterations: int) -> None:
        train(members, iterations)
        bench.now += 0.200 if members[0].is_hungry() else 0.001  # which makes every beat late

    bench.start("a")
    bench.start("b")
    for name, speed in (("a", 500), ("b", None)):
        bench.do(name, "speed", iterations_per_second=speed)
        bench.do(name, "play")
    with pytest.MonkeyPatch.context() as patch:
        for module in (rounds_module, turns_module):
            patch.setattr(module, "train", slow_train)
        bench.frames(5.0)
    assert bench.host.rounds.pace.own > 0.9


def test_a_slow_pace_slows_all_runs_alike_and_they_say_so(bench: Bench) -> None:
    for name, speed in (("a", 500), ("b", 100)):
        bench.start(name)
        bench.do(name, "speed", iterations_per_second=speed)
        bench.do(name, "play")
    bench.host.rounds.pace.keep(0.2)
    last = {frame.run: frame.header for frame in bench.frames(2.0)}
    assert last["a"]["step"] == pytest.approx(200, abs=5) and last["b"]["step"] == pytest.approx(40, abs=1)
    assert last["a"]["pace"] == 0.2
    bench.host.rounds.pace.detail = COARSEST
    assert {frame.arrays["output"].shape for frame in bench.frames(0.05)} == {(25, 25)}
    bench.do("a", "pause")
    assert [frame.arrays["output"].shape for frame in bench.frames()] == [(100, 100)]
