"""What is inside the layers is of the frame's own step, and sent to those who ask for it."""

import numpy as np

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.layers import inside
from engine.run import Run
from tests.app.bench import Bench


def test_who_looks_inside_gets_the_layers_of_the_frames_own_step(bench: Bench) -> None:
    bench.start("a", inside=True)
    bench.start("beside")
    for name in ("a", "beside"):
        bench.do(name, "play")
    frames = bench.frames(0.5)
    assert all("layer_norms" not in frame.arrays for frame in frames if frame.run == "beside")
    for frame in [frame for frame in frames if frame.run == "a"]:
        alone = Run(Experiment())
        Cohort([alone]).train(frame.header["step"]) if frame.header["step"] else None
        found = inside(Cohort([alone]))
        expected = {
            "activation_counts": found.activations.counts,
            "activation_ranges": found.activations.ranges,
            "gradient_counts": found.gradients.counts,
            "gradient_ranges": found.gradients.ranges,
            "layer_norms": found.norms,
            "layer_shares": found.shares,
        }
        for name, array in expected.items():
            assert frame.arrays[name].tobytes() == array[0].tobytes(), name
        right = np.trace(frame.arrays["confusion"], axis1=-2, axis2=-1) / 250
        assert right.tolist() == [frame.header["train_accuracy"], frame.header["test_accuracy"]]
