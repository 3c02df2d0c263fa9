"""The worked example in frames: the next step as it will be, with finite maps."""

import numpy as np

from tests.app.bench import Bench


def test_the_next_step_is_worked_out_for_every_still_frame_and_two_a_second_while_playing(
    bench: Bench,
) -> None:
    bench.start("a", worked={"layer": 1, "unit": 1})
    [frame] = bench.frames()
    announced = frame.arrays["worked_parameters"][:, frame.header["worked"]["columns"].index("after")]
    bench.do("a", "step")
    [frame] = bench.frames()
    assert frame.header["worked"]["step"] == 1
    assert announced.tolist() == [*frame.arrays["theta"][16:20], frame.arrays["theta"][21]]
    bench.do("a", "play")
    shown = [frame.header.get("worked") for frame in bench.frames(3.0)]
    assert len(shown) >= 60 and 5 <= sum(worked is not None for worked in shown) <= 8
    bench.do("a", "pause")
    [frame] = bench.frames()
    assert frame.header["worked"]["step"] == frame.header["step"]


def test_the_maps_of_a_worked_step_are_finite_in_double_precision(bench: Bench) -> None:
    bench.start(
        "a",
        {
            "data": {"kind": "parity", "bits": 5},
            "network": {"layers": [{"kind": "dense", "units": 1}, {"kind": "dense", "units": 1}]},
            "objective": {"loss": "softmax"},
            "training": {"precision": "double"},
        },
        worked={"layer": 1},
    )
    run = bench.host.runs["a"].run
    run.theta = np.full_like(run.theta, 1e20)
    frames = [frame for frame in bench.frames() if frame.header.get("worked")]
    for frame in frames:
        assert np.isfinite(frame.arrays["worked_map"]).all()
    assert frames and np.abs(frames[0].arrays["worked_map"]).max() > 1e38
