"""The boxes on the sheet are those of the samples, and of the network that is shown their pictures."""

from typing import Any

import numpy as np

from engine.cohort import Cohort
from engine.data.shapes import SHAPES
from engine.experiment import Experiment
from engine.probes.boxes import found_boxes, numbers_of, true_boxes
from engine.run import Run

HEADS: list[dict[str, Any]] = [{"loss": "softmax"}, {"targets": {"kind": "box"}, "output": "sigmoid"}]


def run_of(seed: int) -> Run:
    return Run(
        Experiment().changed(
            {
                "data": {"kind": "shapes", "pixels": 16, "samples": 120, "seed": seed},
                "network": {"hidden": [6]},
                "objective": {"heads": HEADS},
                "optimizer": {"kind": "adam", "learning_rate": 0.01},
            }
        )
    )


def test_each_run_finds_its_own_boxes_and_their_mean_is_the_measure() -> None:
    cohort = Cohort([run_of(seed) for seed in range(2)])
    cohort.train(40)
    for test in (False, True):
        found = found_boxes(cohort, test=test)
        assert found.boxes.shape == (2, 24, 4) and found.shares.shape == (2, 24)
        assert found.boxes.min() > 0 and found.boxes.max() < 1
        for replica, run in enumerate(cohort.runs):
            alone = found_boxes(Cohort([run]), test=test)
            np.testing.assert_array_equal(alone.boxes[0], found.boxes[replica])
            np.testing.assert_array_equal(alone.shares[0], found.shares[replica])
            data = run.experiment.data
            numbers = numbers_of(data, test)
            assert len({*run.dataset.labels[0, numbers].tolist()}) == len(SHAPES)
            np.testing.assert_array_equal(true_boxes(data, test), run.dataset.labels[1:, numbers].T)
            # By hand: the overlap of the first box that was found with the true one.
            (x, y, w, h), (u, v, p, q) = found.boxes[replica, 0].tolist(), true_boxes(data, test)[0].tolist()
            across = max(0, min(x + w / 2, u + p / 2) - max(x - w / 2, u - p / 2))
            down = max(0, min(y + h / 2, v + q / 2) - max(y - h / 2, v - q / 2))
            share = across * down / (w * h + p * q - across * down)
            np.testing.assert_allclose(found.shares[replica, 0], share, rtol=1e-5)


def test_a_network_of_infinite_weights_finds_no_nan() -> None:
    run = run_of(0)
    run.theta[:] = np.inf
    found = found_boxes(Cohort([run]), test=True)
    assert np.isfinite(found.boxes).all() and np.isfinite(found.shares).all()
