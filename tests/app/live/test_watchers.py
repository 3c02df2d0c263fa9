"""Many watch one run: what they see, and what becomes of the run, does not depend on how many they are."""

import base64
from typing import Any

import numpy as np
import pytest

from tests.app.bench import DIGITS, Bench, Seen

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


Life = tuple[list[Seen], dict[str, Any]]


def life(changes: dict[str, dict[str, Any]], numbers: list[int]) -> Life:
    """All frames of a run whose watchers have the views of these numbers, and its checkpoint at the end.

    A second run of the same shape joins in the middle.
    """
    bench = Bench()
    bench.start("a", changes)
    bench.host.unwatch("a", "watcher of a")
    for name, number in enumerate(numbers):
        bench.host.watch("a", str(name), views_of(number))
    frames = bench.frames()
    bench.do("a", "step", iterations=60)
    frames += bench.frames(0.15)
    bench.start("b", changes)
    for run in ("a", "b"):
        bench.do(run, "play")
    frames += bench.frames(0.15)
    bench.do("a", "pause")
    frames += bench.frames(0.05)
    checkpoint = bench.host.checkpoint("a")
    assert bench.host.runs["a"].run.theta.tobytes() == checkpoint["theta"]
    return [frame for frame in frames if frame.run == "a"], checkpoint


def assert_same_frames(found: list[Seen], expected: list[Seen]) -> None:
    assert len(found) == len(expected)
    for frame, other in zip(found, expected, strict=True):
        assert {**frame.header, "taken": 0} == {**other.header, "taken": 0}
        assert frame.arrays.keys() == other.arrays.keys()
        for name, array in frame.arrays.items():
            assert array.tobytes() == other.arrays[name].tobytes(), name


@pytest.mark.parametrize("changes", SHAPES, ids=["default", "everything", "line", "digits"])
@pytest.mark.parametrize("alike", [True, False], ids=["alike", "unlike"])
def test_each_of_many_watchers_sees_what_one_alone_sees(
    changes: dict[str, dict[str, Any]], alike: bool
) -> None:
    alone = {number: life(changes, [number]) for number in ([4] if alike else [0, 1, 2, 49])}
    for count in (2, 3, 50):
        numbers = [4] * count if alike else list(range(count))
        frames, checkpoint = life(changes, numbers)
        assert frames[-1].header["step"] == checkpoint["step"] > 60
        for watcher, number in enumerate(numbers):
            if number in alone:
                expected, checkpoint_alone = alone[number]
                seen = [frame for frame in frames if frame.watcher == str(watcher)]
                assert_same_frames([frame._replace(watcher="0") for frame in seen], expected)
                assert checkpoint == checkpoint_alone


def test_who_asks_gets_an_answer_of_his_own(bench: Bench) -> None:
    bench.start("a", DIGITS, sample=3)
    for number in range(3):
        bench.host.watch("a", f"w{number}", {"sample": 3 + number})
    bench.host.watch("a", "silent", {})
    frames = {frame.watcher: frame for frame in bench.frames()}
    assert "drawn_outputs" not in frames["silent"].arrays
    answers = [frames[name].arrays["drawn_outputs"].tolist() for name in ("watcher of a", "w0", "w1", "w2")]
    assert answers[0] == answers[1] and answers[1] != answers[2] != answers[3]
