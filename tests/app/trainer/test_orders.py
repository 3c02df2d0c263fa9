"""Orders wait for others and for each other, by a clock that moves as work is done."""

from functools import partial

import numpy as np
import pytest

from app.errors import HostError
from app.trainer import commands
from app.trainer.job import Dropped
from engine import timeline
from engine.pauses import pause
from engine.run import Run
from tests.app.trainer.work import HEAVY, Work


def test_orders_that_take_long_wait_for_others_and_for_each_other(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow_check(run: Run) -> None:
        work.pay(0.5)
        done.append("check")
        raise HostError("enough", None, "It is only a test.")

    def order(name: str, do: str, *, is_long: bool = False) -> None:
        def carry_out() -> None:
            try:
                pause()
                work.do(name, do)
            except Dropped:
                done.append("dropped")
            except HostError as error:
                done.append(error.code)
            else:
                done.append(do)

        work.host.order(name, None, carry_out, is_long=is_long, moves=True)

    done: list[str] = []
    monkeypatch.setattr(commands, "check", slow_check)
    work.begin("light", "student", {}, 500.0)
    work.begin("a", "a", HEAVY, 10.0)
    before = work.now
    order("a", "check", is_long=True)
    order("a", "pause")
    assert work.now - before < 0.02 and done == []  # it has begun, and waits
    came = work.live(2.0)
    assert done == ["check", "enough", "pause"] and max(np.diff(came["light"])) < 0.1
    order("a", "check", is_long=True)
    order("a", "pause")
    work.host.stop("a")
    assert done[3:] == ["dropped", "dropped"] and not work.host.rounds.turns.orders.by_run
    assert len(work.live(1.0)["light"]) >= 19


def test_a_change_on_the_way_to_a_moment_waits_while_the_way_is_shown(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_REGULAR", 0)
    work.begin("a", "a", HEAVY, None)
    while work.steps("a") < 60:
        work.live(0.1)
    hosted = work.host.runs["a"]
    for command in ({"do": "pause"}, {"do": "travel", "step": 50}):
        work.host.order("a", None, partial(work.host.control, "a", command), is_long=True, moves=True)
    while hosted.present is None:
        work.live(0.001)
    goal, done = hosted.moment.goal, []

    def change() -> None:
        assert hosted.present is not None and hosted.run.step == goal == 50
        done.append(work.do("a", "change", changes={"optimizer": {"learning_rate": 0.3}}))

    before = len(work.shown)
    work.host.order("a", None, change, is_long=True, moves=True, is_of_goal=True)
    work.host.order("a", None, partial(work.do, "a", "play"), is_long=False, moves=True)
    assert not done and work.host.rounds.turns.orders.is_waiting("a")
    [(_, kept)] = work.host.changed_checkpoints(["a"])
    assert kept["present"]["step"] >= 60
    while not done:
        work.live(0.005)
    steps = [frame.header["step"] for frame in work.shown[before:] if frame.header["goal"] == 50]
    assert len(set(steps)) > 3 and steps == sorted(steps)
    work.live(0.5)
    assert hosted.playing and hosted.present is None and hosted.run.step > 50


def test_what_another_orders_does_not_wait_for_what_the_visitor_has_used(work: Work) -> None:
    done: list[str] = []
    work.begin("light", "student", {}, 500.0)
    work.begin("other", "another", {}, 500.0)
    work.live(0.1)
    work.host.rounds.accounts.of("student").used = 10 * work.host.rounds.accounts.most
    for name, is_anothers in (("own", False), ("a teacher's", True)):
        work.host.order(
            "light",
            None,
            partial(done.append, name),
            is_long=True,
            moves=True,
            is_anothers=is_anothers,
        )
        assert done == ([name] if is_anothers else [])
        work.live(0.1)
        done.clear()
