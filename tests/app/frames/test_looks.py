"""Looks describe what they put into frames: every field and every array."""

from typing import Any

from app.frames.curves import Curves
from app.frames.look import Look
from app.frames.looks import LOOKS
from app.wire.messages import DTYPES
from tests.app.bench import DIGITS, Bench, Seen, lend, own

KERNELS: list[dict[str, Any]] = [
    {"kind": "convolution", "channels": 3},
    {"kind": "activation", "function": "relu"},
    {"kind": "pooling"},
]
CENTERS = {"kind": "center_loss"}
EACH_STATE = {"kind": "gru", "units": 3, "returns": "every_step"}
SAYS_BOX: dict[str, Any] = {"objective": {"heads": [{"loss": "softmax"}, {"targets": {"kind": "box"}}]}}
ECHO: dict[str, Any] = {
    "data": {"kind": "echo", "samples": 60, "steps": 5},
    "network": {"layers": [EACH_STATE]},
    "objective": {"loss": "softmax"},
}
SAYS_INPUT: dict[str, Any] = {"objective": {"heads": [{"targets": {"kind": "input"}}]}}


def test_every_look_describes_what_it_puts_into_frames(bench: Bench) -> None:
    lend(bench, "a" * 32)
    experiments: list[dict[str, dict[str, Any]]] = [
        {},
        {"network": {"normalization": "batch", "dropout": "inverted"}, "objective": {"loss": "softmax"}},
        {"data": {"kind": "sine", "features": ["x1"]}},
        {"data": {"kind": "xor_gate"}, "training": {"batch_size": 1}},
        {"data": {"kind": "parity", "bits": 4}},
        {"data": {"validation_share": 0.2}},
        DIGITS,
        {**DIGITS, "network": {"layers": KERNELS}},
        {"data": DIGITS["data"], "network": {"layers": [{"kind": "noise"}]}, **SAYS_INPUT},
        {**DIGITS, "network": {"layers": [{"kind": "dense", "units": 4}, {"kind": "activation"}, CENTERS]}},
        {"data": {"kind": "shapes", "pixels": 16, "samples": 40}, "network": {"layers": KERNELS}},
        {"data": {"kind": "shapes", "pixels": 16, "samples": 40, "shift": 0.1}, **SAYS_BOX},
        {"data": DIGITS["data"], **SAYS_INPUT},
        {"data": {"kind": "wave", "steps": 6, "samples": 60}, "network": {"layers": [EACH_STATE]}},
        {"network": {"dropout": "classic"}},
        {"data": {"kind": "plane"}, "network": {"dropout": "inverted"}},
        own("a" * 32),
    ]
    seen = set()
    for number, changes in enumerate(experiments):
        views = {"inside": True, "worked": {}, "focus": (0, 1), "sample": 3}
        views |= {"reconstructions": True, "channel_maps": True, "embedding": 1, "point": (0.5, 1)}
        views |= {
            "attribution": True,
            "boxes": True,
            "augmentation": True,
            "through_time": True,
            "masks": True,
            "cell": {"layer": 1, "weight": (0, 0)},
            "ground": {"kind": "random"},
            "warped": 1,
        }
        bench.start("a" if "table" in changes.get("data", {}) else str(number), changes, **views)
        bench.do([*bench.host.runs][-1], "step")
    bench.start("first sample", experiments[7], channel_maps=True)
    for number in (0, 1, 2):
        bench.start(f"tile {number}", experiments[number], tile=True)
    for number, changes in enumerate(({}, experiments[1], experiments[2], {"data": {"kind": "plane"}})):
        bench.start_family(f"family {number}", {"training.seed": [0, 1, 2]}, changes, ensemble=True)
    for changes in (DIGITS, ECHO):  # without a plane
        bench.start_family(f"family of {changes['data']['kind']}", {"training.seed": [0, 1]}, changes)
    rate = {"field": "optimizer.learning_rate", "low": 0.1, "high": 1}
    bench.start_search(
        "search", {"dimensions": [rate], "strategies": ["grid"]}, {"data": {"validation_share": 0.2}}
    )
    bench.start_family("race", {"optimizer.kind": ["gradient_descent", "adam", "rmsprop"]}, race=True)
    bench.do("race", "step", iterations=20)
    frames = [*bench.frames(), *bench.frames(0.1)]
    # One goes on from a moment of its past.
    bench.do("0", "step", iterations=3)
    frames += bench.frames(0.1)
    for command in ({"do": "travel", "step": 1}, {"do": "step"}):
        bench.host.control("0", command)
    for frame in [*frames, *bench.frames()]:
        seen |= check_entries(frame)
    undescribed = {entry.name for look in LOOKS for entry in look.entries} - seen
    assert not undescribed, undescribed


def check_entries(frame: Seen) -> set[str]:
    """Every field and array of a frame stands in a look with its type; equal letters are equal numbers. Their names."""
    assert frame.header.keys() - {"full", "taken"} <= {
        entry.name for look in LOOKS for entry in look.entries if not entry.dtype
    }
    letters: dict[tuple[type[Look], str], int] = {}
    found = set(frame.header) | set(frame.arrays)
    for look in LOOKS:
        for entry in look.entries:
            assert frame.header["full"] or not entry.is_full or entry.name not in found, entry.name
    for name, array in frame.arrays.items():
        if name == "losses":
            continue
        entries = [
            (look, entry) for look in LOOKS for entry in look.entries if entry.name == name and entry.dtype
        ]
        assert entries, name
        line = frame.run == "2"
        [(look, entry)] = [each for each in entries if len(entries) == 1 or (each[0] is Curves) == line]
        assert DTYPES[array.dtype] == entry.dtype, name
        axes = entry.shape.replace("[, 3]", "").strip("()").removesuffix(",").split(", ")
        axes += ["3"] * (entry.shape.endswith("[, 3])") and array.ndim > len(axes))
        assert len(axes) == array.ndim, name
        for axis, length in zip(axes, array.shape, strict=True):
            assert letters.setdefault((look, axis), length) == length, (name, axis)
            assert not axis.isdigit() or int(axis) == length, name
    return found
