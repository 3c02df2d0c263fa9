"""Maps say what the network says, in bytes and for many runs at once."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data.features import FEATURES
from engine.experiment import Experiment
from engine.probes.boundary import boundary, feature_maps, quantized, thinned, unit_ranges
from engine.run import Run


def test_a_map_holds_what_the_network_answers_at_each_point() -> None:
    run = Run(Experiment().changed({"data": {"features": ["x2", "x1_squared"]}}))
    cohort = Cohort([run])
    cohort.train(200)
    maps = np.concatenate(boundary(cohort, 20), axis=1)[0]
    assert maps.shape == (7, 20, 20)
    # Column 3, row 15 of 20 cells of 0.6 from -6 on: x1 = -3.9, x2 = 3.3.
    hidden, output = cohort.forward(np.array([[[3.3], [3.9**2]]], np.float32))
    np.testing.assert_allclose(maps[:4, 15, 3], hidden[0][0, :, 0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(maps[6, 15, 3], output[0, 0, 0], rtol=1e-4, atol=1e-6)


def test_standardised_runs_are_shown_the_plane_as_they_were_shown_the_samples() -> None:
    run = Run(Experiment().changed({"data": {"standardize": True, "kind": "spiral"}}))
    maps = np.concatenate(boundary(Cohort([run]), 20), axis=1)[0]
    point = np.array([[-3.9], [3.3]], np.float32)
    X = (point - run.dataset.points[:, :250].mean(axis=1, keepdims=True)) / run.dataset.deviation
    _, output = Cohort([run]).forward(X[np.newaxis])
    np.testing.assert_allclose(maps[6, 15, 3], output[0, 0, 0], rtol=1e-4, atol=1e-6)


def test_runs_that_look_at_different_features_each_get_their_own() -> None:
    runs = [
        Run(Experiment().changed({"data": {"features": names}})) for names in (["x1", "x2"], ["sin_x1", "x2"])
    ]
    together = np.concatenate(boundary(Cohort(runs), 30), axis=1)
    for run, maps in zip(runs, together, strict=True):
        np.testing.assert_array_equal(np.concatenate(boundary(Cohort([run]), 30), axis=1)[0], maps)


def test_a_truth_table_is_looked_at_around_its_corners() -> None:
    gate = Run(Experiment().changed({"data": {"kind": "and_gate"}, "training": {"batch_size": 4}}))
    cohort = Cohort([gate])
    cohort.train(500)
    # The centres of four cells of half a unit from -0.5 on: -0.25, 0.25, 0.75, 1.25.
    maps = np.concatenate(boundary(cohort, 4), axis=1)[0]
    _, output = cohort.forward(np.array([[[0.75], [-0.25]]], np.float32))
    np.testing.assert_allclose(maps[6, 0, 2], output[0, 0, 0], rtol=1e-4, atol=1e-6)
    x1 = feature_maps(4, 1, gate.experiment.data.domain).values[0]
    assert (x1[:, 0] == -round(127 / 5)).all() and (x1[:, 3] == 127).all()


@pytest.mark.parametrize("activation", ["relu", "linear", "tanh", "sigmoid"])
def test_bytes_and_ranges_give_the_values_back(activation: str) -> None:
    cohort = Cohort([Run(Experiment().changed({"network": {"activation": activation}}))])
    maps = np.concatenate(boundary(cohort, 40), axis=1)
    sent = quantized(maps, unit_ranges(cohort))
    low, high = (sent.ranges[..., end][..., np.newaxis, np.newaxis] for end in (0, 1))
    values = low + (sent.values + 127.0) / 254 * (high - low)
    assert np.abs(values - maps).max() <= ((high - low) / 254 / 2).max() * 1.001


def test_infinite_activations_are_clipped() -> None:
    maps = np.array([[[np.inf, -np.inf], [np.nan, 3.0]]], np.float32)
    with np.errstate(invalid="ignore"):
        sent = quantized(maps, [None])
    assert np.isfinite(sent.ranges).all()
    assert sent.values[0, 0].tolist() == [127, -127]


def test_activations_that_are_too_small_to_divide_by_are_zero() -> None:
    maps = np.array([[[1e-40, -1e-37], [0, 1e-38]]], np.float32)
    sent = quantized(maps, [None])
    assert sent.values.tolist() == [[[0, 0], [0, 0]]] and sent.ranges.tolist() == [[-1, 1]]


def test_features_come_in_order_with_symmetric_ranges() -> None:
    maps = feature_maps(51, 3, (-6.0, 6.0))
    assert maps.values.shape == (len(FEATURES), 17, 17)
    assert (maps.ranges[:, 0] == -maps.ranges[:, 1]).all()
    x1 = maps.values[list(FEATURES).index("x1")]
    assert (np.diff(x1.astype(int), axis=1) > 0).all() and (np.diff(x1, axis=0) == 0).all()


def test_thinning_takes_centres() -> None:
    assert thinned(np.arange(9.0).reshape(1, 3, 3), 3).tolist() == [[[4.0]]]
