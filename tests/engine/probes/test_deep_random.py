"""A deep random network's plane is what its random layers compute, which shrink it where they are small."""

import numpy as np
import pytest
from pydantic import ValidationError

from engine.experiment import Experiment
from engine.probes.deep_random import DEEPEST, DeepRandom, planes_of
from engine.probes.warped_plane import grid_points
from engine.run import Run


def test_its_layers_are_those_of_a_run_with_the_same_seed() -> None:
    """With He's scale, the weights are those of a run of as many layers; biases come from another stream."""
    planes = planes_of(DeepRandom(units=2, scale=2**0.5, seed=5))
    assert len(planes) == DEEPEST + 1
    layers = [{"kind": "dense", "units": 2}, {"kind": "activation"}] * 3
    run = Run(
        Experiment().changed({"network": {"layers": layers, "initializer": "he"}, "training": {"seed": 5}}),
        np.dtype("float64"),
    )
    [chance, *_] = np.random.default_rng(5).spawn(1)
    A, b = grid_points(-2, 2), chance.uniform(-0.5, 0.5, (2, 1))
    first = np.tanh(run.theta[:4].reshape(2, 2) @ A + b)
    np.testing.assert_allclose(planes[1].grid.reshape(-1, 2), first.T, atol=1e-12)


def test_small_weights_make_a_point_and_equal_settings_one_picture() -> None:
    shallow, deep = (planes_of(DeepRandom(scale=0.7))[layer] for layer in (1, DEEPEST))
    assert np.ptp(deep.grid) < 1e-4 * np.ptp(shallow.grid)
    again = planes_of(DeepRandom(scale=0.7))[DEEPEST]
    np.testing.assert_array_equal(deep.grid, again.grid)
    # Layers without a bend make a picture of straight lines, whatever their number.
    flat = planes_of(DeepRandom(activation="linear", units=2))[20].grid
    np.testing.assert_allclose(np.diff(flat, n=2, axis=2), 0, atol=1e-9 * np.abs(flat).max())


def test_what_is_out_of_bounds_is_refused() -> None:
    for bad in ({"units": 1}, {"units": 17}, {"scale": 0}, {"scale": float("nan")}, {"activation": "prelu"}):
        with pytest.raises(ValidationError):
            DeepRandom.model_validate(bad)
