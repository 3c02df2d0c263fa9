"""A hosted run as plain values: from them it goes on elsewhere, and after an update of the server."""

from typing import Any

import numpy as np
import pytest

from engine.experiment import Experiment
from tests.app.bench import Bench


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {
            "network": {"activation": "prelu", "normalization": "batch", "dropout": "classic"},
            "optimizer": {"kind": "adam", "learning_rate": 0.01, "schedule": "exponential"},
        },
        {"data": {"kind": "spiral", "validation_share": 0.2}, "training": {"patience": 500}},
    ],
)
def test_a_run_goes_on_elsewhere_from_its_checkpoint(bench: Bench, changes: dict[str, Any]) -> None:
    bench.start("a", {"data": {"kind": "spiral"}, **changes})
    bench.do("a", "play")
    bench.frames(1.0)
    [(name, checkpoint)] = bench.host.changed_checkpoints(bench.host.runs)
    assert name == "a" and list(bench.host.changed_checkpoints(bench.host.runs)) == []
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), checkpoint)
    elsewhere.now = bench.now
    elsewhere.host.watch("a", "watcher", {})
    bench.frames(1.0)
    frames = elsewhere.frames(1.0)
    assert len(frames[0].arrays["history_steps"]) == 500
    a, b = bench.host.checkpoint("a"), elsewhere.host.checkpoint("a")
    shared = min(a["step"], b["step"])
    assert shared > 900
    for host, step in ((bench, a["step"]), (elsewhere, b["step"])):
        host.do("a", "step", iterations=1100 - step)
        host.frames(0.5)
    here, there = bench.host.checkpoint("a"), elsewhere.host.checkpoint("a")
    for name in ("theta", "slots", "statistics", "updates", "chance", "generator", "best", "waited", "met"):
        assert here[name] == there[name], name


def test_a_checkpoint_whose_steps_have_four_bytes_still_loads(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=1500)
    bench.frames(3)
    old = bench.host.checkpoint("a")
    del old["version"]
    for history in (old["losses"], old["evaluations"]):
        history["steps"] = np.frombuffer(history["steps"], np.int64).astype(np.int32).tobytes()
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), old)
    for name in ("losses", "evaluations"):
        here, there = (getattr(host.host.runs["a"].run, name) for host in (bench, elsewhere))
        assert here.steps.tolist() == there.steps.tolist() and there.steps.dtype == np.int64
        assert here.values.tobytes() == there.values.tobytes()


def test_the_page_is_told_steps_beyond_two_to_the_31(bench: Bench) -> None:
    bench.start("a")
    first = 2**31 - 2
    bench.host.runs["a"].run.step = first
    bench.do("a", "step", iterations=5)
    bench.frames(0.5)
    bench.host.watch("a", "late", {})
    frame = next(frame for frame in bench.frames(0.5) if frame.watcher == "late")
    assert frame.header["step"] == first + 5
    assert frame.arrays["history_steps"].tolist() == list(range(first + 1, first + 6))
    assert frame.arrays["evaluation_steps"][-1] == first + 5
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), bench.host.checkpoint("a"))
    assert elsewhere.host.runs["a"].run.losses.steps[-1] == first + 5


def test_a_checkpoint_of_before_early_stopping_still_loads(bench: Bench) -> None:
    bench.start("a")
    bench.do("a", "step", iterations=30)
    bench.frames(0.5)
    old = bench.host.checkpoint("a")
    for key in ("best", "waited", "stopped_at", "met"):
        del old[key]
    del old["experiment"]["training"]["patience"], old["experiment"]["data"]["validation_share"]
    elsewhere = Bench()
    elsewhere.host.start("a", Experiment(), old)
    assert elsewhere.host.snapshot("a")["step"] == 30
