"""Undo and redo: whatever was done comes back bit for bit, and in parts where the training has gone on."""

from contextlib import suppress
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import HostError
from app.trainer.formers import MOST_FORMER, Former, Formers, make_room
from app.trainer.run_document import packed
from tests.app.bench import Bench, lend, own

POINTS = [[x1, x2, int(x1 > 0)] for x1 in (-2, -1, 1, 2) for x2 in range(5)]

CHANGES: list[dict[str, dict[str, Any]]] = [
    {"optimizer": {"learning_rate": 0.3}},
    {"optimizer": {"kind": "adam"}},
    {"optimizer": {"kind": "least_squares"}},
    {"data": {"kind": "xor"}},
    {"data": {"kind": "points", "points": POINTS, "classes": 2}, "training": {"batch_size": 5}},
    {"data": {"noise": 20}},
    {"data": {"samples": 100}},
    {"data": {"features": ["x1", "sin_x1"]}},
    {"network": {"hidden": []}},
    {"network": {"hidden": [6, 3, 2]}},
    {"network": {"activation": "relu"}},
    {"network": {"dropout": "inverted"}},
    {"network": {"normalization": "batch"}, "optimizer": {"kind": "gradient_descent"}},
    {"objective": {"loss": "softmax"}, "optimizer": {"kind": "gradient_descent"}},
    {"training": {"seed": 7}},
]
WEIGHT = {"parameter": "W", "layer": 1, "unit": 0}
COMMANDS: list[dict[str, Any]] = [
    *({"do": "change", "changes": changes} for changes in CHANGES),
    {"do": "reset"},
    {"do": "reseed"},
    {"do": "set", "parameter": "W", "layer": 1, "unit": 1, "input": 0, "value": 0.5},
    {"do": "set", "parameter": "b", "layer": 1, "unit": 0, "value": -2},
    {"do": "put", "ground": {"across": WEIGHT, "up": {**WEIGHT, "layer": 2}}, "at": (0.5, -1)},
]


def state(bench: Bench) -> Any:
    """All of the run, but whether it plays."""
    whole = packed(bench.host.runs["a"])
    return msgpack.unpackb(msgpack.packb({**whole, "playing": None}))


def do(bench: Bench, command: dict[str, Any]) -> None:
    """What does not fit is not done."""
    with suppress(HostError):
        bench.do("a", **command)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(COMMANDS), st.booleans()), max_size=7))
def test_any_changes_are_undone_and_redone_bit_for_bit(commands: list[tuple[dict[str, Any], bool]]) -> None:
    bench = Bench()
    bench.start("a")
    bench.do("a", "step", iterations=30)
    bench.frames(0.2)
    states = [state(bench)]
    for command, look in commands:
        place = bench.host.runs["a"].formers.place
        do(bench, command)
        if look:
            bench.frames()
        if bench.host.runs["a"].formers.place == place:
            states.pop()  # Nothing changed, but it may have been evaluated.
        states.append(state(bench))
    for before in reversed(states[:-1]):
        bench.do("a", "undo")
        assert state(bench) == before
    with pytest.raises(HostError, match="nothing to undo"):
        bench.do("a", "undo")
    for after in states[1:]:
        bench.do("a", "redo")
        assert state(bench) == after
    with pytest.raises(HostError, match="nothing to redo"):
        bench.do("a", "redo")


@pytest.mark.parametrize(
    "command",
    [
        {"do": "reset"},
        {"do": "reseed"},
        *(
            {"do": "change", "changes": changes}
            for changes in (
                {"data": {"kind": "xor"}},
                {"network": {"hidden": [4]}},
                {"network": {"hidden": [], "activations": None}, "objective": {"loss": "perceptron"}},
                {"objective": {"loss": "softmax"}},
                {"optimizer": {"kind": "least_squares"}},
            )
        ),
    ],
)
def test_what_a_change_destroyed_comes_back_after_any_training(bench: Bench, command: dict[str, Any]) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=100)
    bench.frames(0.5)
    before = state(bench)
    bench.do("a", **command)
    bench.do("a", "step", iterations=1)
    bench.frames(0.5)
    after = state(bench)
    bench.do("a", "undo")
    frame = bench.frames()[-1]
    assert state(bench) == before and frame.header["full"] and frame.header["step"] == 100
    assert {name: frame.header[name] for name in ("undo", "redo", "place")} == {
        "undo": 0,
        "redo": 1,
        "place": 0,
    }
    bench.do("a", "redo")
    assert state(bench) == after


def test_what_was_learned_since_stays_where_the_change_destroyed_nothing(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=50)
    bench.frames(0.3)
    bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.3}})
    bench.do("a", "step", iterations=50)
    theta = bench.frames(0.3)[-1].arrays["theta"]
    bench.do("a", "undo")
    frame = bench.frames()[-1]
    assert frame.header["experiment"]["optimizer"]["learning_rate"] == 0.1
    assert frame.header["step"] == 100 and frame.arrays["theta"].tobytes() == theta.tobytes()
    assert [list(each) for each in frame.header["milestones"]] == [
        [50, {"optimizer.learning_rate": (0.1, 0.3)}],
        [100, {"optimizer.learning_rate": (0.3, 0.1)}],
    ]


@pytest.mark.parametrize("plays", [False, True])
def test_the_weights_before_an_edit_come_back_bit_for_bit(bench: Bench, plays: bool) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=30)
    while bench.host.runs["a"].owed:
        bench.frames(0.2)
    before = state(bench)
    edit = {"parameter": "W", "layer": 2, "unit": 1, "input": 3, "value": 0.25}
    if plays:
        bench.do("a", "play")
    bench.do("a", "set", **edit, gesture=1)
    bench.do("a", "set", **{**edit, "value": 0.5}, gesture=1)
    frame = bench.frames()[-1]
    assert frame.header["weights_edited"] and frame.header["undo"] == 1
    bench.frames(0.5)
    after = state(bench)
    assert after["weights_edited"] and (after["step"] > 30) is plays
    bench.do("a", "undo")
    assert state(bench) == before and not before["weights_edited"]
    assert (bench.host.runs["a"].state == "playing") is plays
    bench.do("a", "redo")
    assert state(bench) == after


def test_an_edit_with_which_the_loss_is_infinite_leaves_the_former_weights(bench: Bench) -> None:
    bench.start("a", {"data": {"kind": "plane"}, "network": {"hidden": [1] * 6, "activation": "relu"}})
    bench.do("a", "step", iterations=5)
    while bench.host.runs["a"].owed:
        bench.frames(0.2)
    hosted = bench.host.runs["a"]
    for layer in range(1, 7):
        bench.do("a", "set", parameter="b", layer=layer, unit=0, value=1000)
        bench.frames()
    for layer in range(2, 8):
        theta = hosted.run.theta.copy()
        bench.do("a", "set", parameter="W", layer=layer, unit=0, input=0, value=1000)
        bench.frames()
        if hosted.state == "diverged":
            break
    assert hosted.state == "diverged" and hosted.run.theta.tobytes() == theta.tobytes()
    assert np.isfinite(hosted.run.evaluations.values).all()


def test_a_run_that_plays_goes_on_playing(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "play")
    bench.frames(0.5)
    bench.do("a", "change", changes={"data": {"kind": "xor"}})
    bench.frames(0.5)
    bench.do("a", "undo")
    first, *_, last = bench.frames(0.5)
    assert first.header["experiment"]["data"]["kind"] == "circle"
    assert last.header["state"] == "playing" and last.header["step"] > first.header["step"]


def test_a_gesture_is_undone_as_one(bench: Bench) -> None:
    bench.start("a")
    for rate in (0.2, 0.3, 0.4):
        bench.do("a", "change", changes={"optimizer": {"learning_rate": rate}}, gesture=1)
    bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.5}}, gesture=2)
    rates = [bench.do("a", "undo")["experiment"]["optimizer"]["learning_rate"] for _ in range(2)]
    assert rates == [0.4, 0.1]
    bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.6}}, gesture=2)
    with pytest.raises(HostError, match="nothing to redo"):
        bench.do("a", "redo")


def test_what_changes_nothing_is_no_change(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "reset")
    bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.1}})
    with pytest.raises(HostError):
        bench.do("a", "change", changes={"optimizer": {"learning_rate": -1}})
    bench.do("a", "play")
    with pytest.raises(HostError, match="nothing to undo"):
        bench.do("a", "undo")


def test_a_table_comes_back(bench: Bench) -> None:
    for id in "ab":
        lend(bench, id * 32, name=id)
        if id == "a":
            bench.start("a", own("a" * 32))
        else:
            bench.do("a", "change", changes=own("b" * 32))
    bench.do("a", "change", changes={"data": {"kind": "circle"}})
    bench.do("a", "undo")
    assert bench.frames()[-1].header["names"]["inputs"][0] == "b"
    bench.do("a", "undo")
    assert bench.frames()[-1].header["names"]["inputs"][0] == "a"


def test_the_oldest_states_of_who_has_most_go_first() -> None:
    def former(size: int) -> Former:
        return Former(bytes(size), None, is_lost=False, table=None)

    many, few = (
        Formers(done=[former(30), former(10), former(20)]),
        Formers(done=[former(25)], undone=[former(5)]),
    )
    make_room([many, few], 60)
    assert [len(each.state) for each in many.done] == [10, 20] and few.size == 30
    make_room([many, few], 12)
    assert many.done == [] and few.done == [] and few.size == 5


def test_keyframes_that_many_states_share_count_once(bench: Bench) -> None:
    bench.start("a")
    formers = bench.host.runs["a"].formers
    for number in range(20):
        bench.do("a", "step", iterations=3)
        bench.frames(0.5)
        bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.01 * (number + 1)}})
    most = formers.size + bench.host.runs["a"].timeline.size + 20_000
    for do in ("undo", "redo"):
        for _ in range(20):
            bench.do("a", do)
        assert formers.size < most
    assert len(formers.done) == 20


def test_no_more_states_are_kept_than_there_may_be(bench: Bench) -> None:
    bench.start("a")
    for rate in range(MOST_FORMER + 5):
        bench.do("a", "change", changes={"optimizer": {"learning_rate": 0.2 + rate / 1000}})
    assert bench.frames()[-1].header["undo"] == MOST_FORMER
    assert bench.host.runs["a"].formers.place == MOST_FORMER + 5
