"""The picture of a unit's incoming weights is W[1], each weight over its pixel."""

import numpy as np

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.weights import weight_pictures
from engine.run import Run
from tests.engine.parameters import layer_views


def test_each_weight_lies_over_its_pixel() -> None:
    run = Run(
        Experiment().changed(
            {"data": {"kind": "digits", "side": 8, "samples": 40}, "network": {"hidden": [20]}}
        )
    )
    pictures = weight_pictures(Cohort([run]))
    assert pictures is not None
    assert pictures.values.shape == (1, 16, 8, 8)
    (W, _), _ = layer_views(run.theta, run.experiment.plan.units)
    top_first = pictures.values[0, 5, ::-1].ravel() * pictures.ranges[0, 5, 1] / 127
    np.testing.assert_allclose(top_first, W[5], atol=float(pictures.ranges[0, 5, 1]) / 250)


def test_a_kernel_lies_over_the_pixels_that_it_covers() -> None:
    layers = [{"kind": "convolution", "channels": 2}, {"kind": "activation"}]
    digits: dict[str, object] = {"kind": "digits", "side": 8, "samples": 40}
    run = Run(Experiment().changed({"data": digits, "network": {"layers": layers}}))
    pictures = weight_pictures(Cohort([run]))
    assert pictures is not None and pictures.values.shape == (1, 2, 3, 3)
    top_first = pictures.values[0, 1, ::-1].ravel() * pictures.ranges[0, 1, 1] / 127
    np.testing.assert_allclose(top_first, run.theta[9:18], atol=float(pictures.ranges[0, 1, 1]) / 250)
