"""Planes of the parameters: two weights, random directions as long as the filters, and the plane of a path."""

from typing import Any

import numpy as np
import pytest
from sklearn.decomposition import PCA

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.places import parameters
from engine.probes.plane import Plane, Weight, plane_of_weights, principal_plane, random_plane
from engine.run import Run

ONE: dict[str, dict[str, Any]] = {"data": {"features": ["x1"]}, "network": {"hidden": []}}
KERNELS = [
    {"kind": "convolution", "channels": 3},
    {"kind": "batch_normalization"},
    {"kind": "activation"},
    {"kind": "dense", "units": 4},
]
DIGITS: dict[str, dict[str, Any]] = {
    "data": {"kind": "digits", "side": 8, "samples": 300},
    "network": {"layers": KERNELS},
    "objective": {"loss": "softmax"},
}


def test_a_plane_of_two_weights_changes_these_alone() -> None:
    run = Run(Experiment())
    plane = plane_of_weights(run, Weight("W", 1, 2, 1), Weight("b", 2, 1))
    [at] = plane.places_of(run.theta[np.newaxis])
    assert at.astype(np.float32).tolist() == [run.theta[5], run.theta[21]]
    [theta] = plane.theta_at(np.array([[0.5, -3]]))
    assert np.flatnonzero(theta.astype(np.float32) != run.theta).tolist() == [5, 21]
    assert theta[[5, 21]].tolist() == [0.5, -3] and plane.distance(run.theta) == 0


@pytest.mark.parametrize("changes", [{}, DIGITS], ids=["dense", "kernels"])
def test_random_directions_are_as_long_as_every_filter(changes: dict[str, dict[str, Any]]) -> None:
    run = Run(Experiment().changed(changes))
    Cohort([run]).train(5)
    plane = random_plane(run, 1)
    u, v = plane.directions
    assert abs(u @ v) < 1e-9 * (u @ u)
    weights = 0
    for spot in parameters(run.experiment.plan.layers):
        own = run.theta[spot.columns].astype(float)
        for direction in (u[spot.columns], v[spot.columns]):
            if spot.parameter.name != "W":
                assert not direction.any()
                continue
            # Li et al. (2018): ||d_ij|| = ||w_ij|| for every filter j of layer i, whose weights lie one after another.
            filters = direction.reshape(spot.parameter.shape[0], -1)
            expected = np.linalg.norm(own.reshape(filters.shape), axis=1)
            np.testing.assert_allclose(np.linalg.norm(filters, axis=1), expected, rtol=1e-9)
            weights += filters.size
    assert weights > 0
    again, other = random_plane(run, 1), random_plane(run, 2)
    assert (again.directions == plane.directions).all() and (other.directions != plane.directions).any()


def test_the_plane_of_a_path_is_that_of_its_principal_components() -> None:
    run = Run(Experiment())
    cohort, states = Cohort([run]), []
    for _ in range(30):
        states.append(run.theta.copy())
        cohort.train(5)
    plane = principal_plane(run, states)
    components = PCA(n_components=2, svd_solver="full").fit(np.array(states, float)).components_
    for own, expected in zip(plane.directions, components, strict=True):
        assert abs(own @ expected) == pytest.approx(1, abs=1e-9)
    assert plane.distance(run.theta) < 1e-9
    off = plane.origin + 3 * plane.directions[0] - 2 * plane.directions[1]
    np.testing.assert_allclose(plane.places_of(off[np.newaxis]), [[3, -2]], atol=1e-9)


def test_a_step_is_projected_on_directions_that_are_not_perpendicular() -> None:
    plane = Plane(np.zeros(3), np.array([[1.0, 0, 0], [1, 1, 0]]))
    np.testing.assert_allclose(plane.along(np.array([[3.0, 2, 7]])), [[1, 2]])
    assert plane.distance(np.array([3.0, 2, 7])) == pytest.approx(7)


def test_where_there_is_no_plane_words_say_so() -> None:
    run = Run(Experiment())
    weight = Weight("W", 1, 0, 0)
    for other, words in (
        (weight, "the same weight"),
        (Weight("W", 9, 0, 0), "9 is none of them"),
        (Weight("W", 1, 4, 0), "5 is too many"),
        (Weight("gamma", 1, 0, 0), "no parameters of the name gamma"),
    ):
        with pytest.raises(Fault, match=words):
            plane_of_weights(run, weight, other)
    for states in ([], [run.theta, run.theta]):
        with pytest.raises(Fault, match="too short"):
            principal_plane(run, states)
    straight = [run.theta + np.float32(0.25) * step for step in range(6)]
    with pytest.raises(Fault, match="straight"):
        principal_plane(run, straight)
    with pytest.raises(Fault, match="one weight"):
        random_plane(Run(Experiment().changed(ONE)), 0)
    with pytest.raises(Fault, match="All weights are 0"):
        random_plane(Run(Experiment().changed({"network": {"initializer": "zeros"}})), 0)
    # A unit with one weight has no second direction of its own; two such units have.
    assert random_plane(Run(Experiment().changed({"data": {"features": ["x1"]}})), 0).directions.any()
