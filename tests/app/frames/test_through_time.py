"""Frames of sequences: what a watcher is shown of a sample, or of a sequence that was typed."""

from typing import Any

import numpy as np

from engine.cohort import Cohort
from engine.probes.boundary import boundary
from tests.app.bench import Bench

ECHO: dict[str, dict[str, Any]] = {
    "data": {"kind": "echo", "steps": 6, "delay": 2, "samples": 60},
    "network": {
        "layers": [
            {"kind": "lstm", "units": 4, "returns": "every_step"},
            {"kind": "gru", "units": 3, "returns": "every_step"},
        ]
    },
    "objective": {"loss": "softmax"},
}


def test_a_frame_has_the_network_unrolled(bench: Bench) -> None:
    bench.start("a", ECHO, through_time=True, sequence=7)
    [frame] = bench.frames()
    about = frame.header["through_time"]
    assert about["sample"] == 7 and about["length"] == 6 and len(about["symbols"]) == 6
    assert [(each["kind"], each["units"], each["gates"]) for each in about["layers"]] == [
        ("lstm", 4, [*"ifgoc"]),
        ("gru", 3, [*"rzk"]),
    ]
    shapes = {name: array.shape for name, array in frame.arrays.items() if name.startswith("time_")}
    assert shapes == {
        "time_inputs": (4, 6),
        "time_states": (7, 6),
        "time_gates": (29, 6),
        "time_outputs": (4, 6),
        "time_labels": (6,),
        "time_losses": (6,),
        "time_arriving": (6, 6),
    }
    assert frame.header["symbols"] == ("a", "b", "c", "d")


def test_the_class_of_a_sample_is_that_of_all_its_answers(bench: Bench) -> None:
    experiment = {**ECHO, "network": {"hidden": [3]}, "training": {"seed": 1}}
    bench.start("a", experiment)
    bench.do("a", "step", iterations=50)
    frame = bench.frames()[-1]
    assert set(np.unique(frame.arrays["winner"])) <= {0, 1, 2, 3} and len(frame.arrays["outputs"]) == 20
    cohort = bench.host.runs["a"].cohort
    assert isinstance(cohort, Cohort)
    *_, classes = boundary(cohort, 100)
    np.testing.assert_array_equal(frame.arrays["winner"], classes[0].argmax(axis=0))


def test_a_typed_sequence_is_read_or_refused_in_words(bench: Bench) -> None:
    bench.start("a", ECHO, through_time=True, typed="abba")
    [frame] = bench.frames()
    assert frame.header["through_time"]["length"] == 4 and frame.header["through_time"]["sample"] is None
    assert "time_labels" not in frame.arrays
    bench.host.watch("a", "watcher of a", {"through_time": True, "typed": "abxa"})
    [frame] = bench.frames()
    refusal = frame.header["through_time"]["refusal"]
    assert refusal["text"] == "The symbols are {symbols}: {unknown} is none of them."
    assert refusal["values"] == {"symbols": "a b c d", "unknown": "x"}
    assert "time_states" not in frame.arrays


def test_points_have_no_time(bench: Bench) -> None:
    bench.start("a", through_time=True)
    [frame] = bench.frames()
    assert "through_time" not in frame.header


def test_an_embedded_sequence_has_the_class_of_its_first_answer(bench: Bench) -> None:
    """Before the echo begins, no class is asked for."""
    bench.start("a", ECHO, embedding=1)
    [frame] = bench.frames()
    assert set(frame.arrays["embedded_labels"].tolist()) == {0, 1, 2, 3}
