"""Many watch one run: what they see, and what becomes of the run, does not depend on how many they are."""

import base64
from typing import Any

import numpy as np
import pytest

from app.hosts.frame import Frame
from tests.app.bench import DIGITS, Bench

SHAPES: list[dict[str, dict[str, Any]]] = [
    {},
    {
        "optimizer": {"kind": "adam"},
        "network": {"normalization": "batch", "dropout": "inverted", "hidden": [5, 3]},
    },
    {"data": {"kind": "sine", "features": ["x1"]}},
    {**DIGITS, "optimizer": {"kind": "momentum", "learning_rate": 0.02}},
]

INK = [base64.b64encode(np.full(56 * 56, 50 + 3 * n, np.uint8).tobytes()).decode() for n in range(50)]


def views_of(number: int) -> dict[str, Any]:
    """Views like nobody else's."""
    return {
        "resolution": 20 + 10 * (number % 3),
        "focus": (0, number % 4),
        "inside": number % 2 == 0,
        "test": number % 5 == 0,
        "sample": number,
        "drawing": INK[number] if number % 3 == 0 else None,
        "worked": {"sample": number, "unit": number % 4} if number % 4 == 0 else None,
    }


def life(changes: dict[str, dict[str, Any]], watchers: list[tuple[str, dict[str, Any]]]) -> Any:
    """All frames of a run with these watchers, and its checkpoint at the end. A second run joins in the middle."""
    bench = Bench()
    bench.start("a", changes)
    bench.host.unwatch("a", "watcher of a")
    for name, views in watchers:
        bench.host.watch("a", name, views)
    frames = bench.frames(0.1)
    bench.do("a", "step", iterations=150)
    frames += bench.frames(0.3)
    bench.start("b", changes)
    for name in ("a", "b"):
        bench.do(name, "play")
    frames += bench.frames(0.3)
    bench.do("a", "pause")
    frames += bench.frames(0.1)
    return [frame for frame in frames if frame.run == "a"], bench.host.checkpoint("a"), bench


def assert_same_frames(found: list[Frame], expected: list[Frame]) -> None:
    assert len(found) == len(expected)
    for frame, other in zip(found, expected, strict=True):
        assert {**frame.header, "taken": 0} == {**other.header, "taken": 0}
        assert frame.arrays.keys() == other.arrays.keys()
        for name, array in frame.arrays.items():
            assert array.tobytes() == other.arrays[name].tobytes(), name


@pytest.mark.parametrize("changes", SHAPES, ids=str)
@pytest.mark.parametrize("alike", [True, False], ids=["alike", "unlike"])
def test_each_of_many_watchers_sees_what_one_alone_sees(
    changes: dict[str, dict[str, Any]], alike: bool
) -> None:
    for count in (1, 2, 3, 50):
        watchers = [(f"w{n}", views_of(4 if alike else n)) for n in range(count)]
        frames, checkpoint, bench = life(changes, watchers)
        for name, views in watchers[:: max(1, count // 4)]:
            alone, expected, _ = life(changes, [(name, views)])
            assert_same_frames([frame for frame in frames if frame.watcher == name], alone)
            assert checkpoint == expected
        run = bench.host.runs["a"].run
        assert run.theta.tobytes() == checkpoint["theta"]
        assert run.step == frames[-1].header["step"] > 150


def test_who_asks_gets_an_answer_of_his_own(bench: Bench) -> None:
    bench.start("a", DIGITS, sample=3)
    for number in range(3):
        bench.host.watch("a", f"w{number}", {"sample": 3 + number})
    bench.host.watch("a", "silent", {})
    frames = {frame.watcher: frame for frame in bench.frames()}
    assert "drawn_outputs" not in frames["silent"].arrays
    answers = [frames[name].arrays["drawn_outputs"].tolist() for name in ("watcher of a", "w0", "w1", "w2")]
    assert answers[0] == answers[1] and answers[1] != answers[2] != answers[3]
