"""The warped plane is what the network's own layers make of the grid; its axes do not flip."""

from collections.abc import Hashable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from sklearn.decomposition import PCA

from engine.array import Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.warped_plane import LINES, POINTS, drawn, grid_points, warped_planes
from engine.run import Run


def run_of(hidden: list[int], **changes: Any) -> Run:
    return Run(Experiment().changed({"network": {"hidden": hidden}, **changes}), np.dtype("float64"))


def forward(run: Run, X: Array, hidden: list[int]) -> list[Array]:
    """Tanh layers by hand, from theta: W[1] row by row, b[1], W[2] and so on."""
    answers, start = [], 0
    for n in hidden:
        W = run.theta[start : (start := start + n * len(X))].reshape(n, len(X))
        b = run.theta[start : (start := start + n)].reshape(n, 1)
        X = np.tanh(W @ X + b)
        answers.append(X)
    return answers


def test_positions_are_the_answers_of_the_layers_and_their_principal_components() -> None:
    hidden = [5, 2, 1]
    run = run_of(hidden, data={"kind": "spiral", "features": ["x1", "x2", "x1_x2"], "standardize": True})
    cohort = Cohort([run])
    cohort.train(40)
    [planes] = warped_planes(cohort, 3)
    ends = np.linspace(-6, 6, POINTS)
    points = [[x1, x2] for x1 in np.linspace(-6, 6, LINES) for x2 in ends]
    points += [[x1, x2] for x2 in np.linspace(-6, 6, LINES) for x1 in ends]
    x1, x2 = np.array(points).T
    np.testing.assert_allclose(planes[0].grid.reshape(-1, 2), points, atol=1e-12)
    features = np.stack([x1, x2, x1 * x2])
    training = np.stack([*run.dataset.points, np.prod(run.dataset.points, axis=0)])[:, : run.shape.n_train]
    shown = (features - training.mean(axis=1, keepdims=True)) / training.std(axis=1, keepdims=True)
    five, two, one = forward(run, shown, hidden)
    pca = PCA(5).fit(five.T)
    for axis in (0, 1):
        own = pca.components_[planes[1].order[axis] - 1] @ (five - five.mean(axis=1, keepdims=True))
        place = planes[1].grid.reshape(-1, 2)[:, axis]
        np.testing.assert_allclose(place, own * np.sign(own @ place), atol=1e-9)
    assert planes[1].share == pytest.approx(pca.explained_variance_ratio_[:2].sum())
    assert planes[1].along == pytest.approx(pca.explained_variance_ratio_[0])
    np.testing.assert_allclose(planes[2].grid.reshape(-1, 2), two.T, atol=1e-12)
    np.testing.assert_allclose(planes[3].grid[..., 0].ravel(), one[0], atol=1e-12)
    assert not planes[3].grid[..., 1].any() and planes[3].along == 1
    # The samples are the first training samples, in their places.
    np.testing.assert_allclose(planes[0].samples, run.dataset.points[:, :250].T)
    carried = forward(run, run.dataset.X_train[:, :250], hidden)
    np.testing.assert_allclose(planes[2].samples, carried[1].T, atol=1e-12)


def test_each_run_has_the_plane_that_it_has_alone_and_axes_do_not_flip() -> None:
    changes: dict[str, Any] = {"optimizer": {"kind": "adam", "learning_rate": 0.02}}
    together, alone = (
        [run_of([6, 4], training={"seed": seed}, **changes) for seed in range(3)] for _ in range(2)
    )
    seen: list[list[Array]] = [[] for _ in together]
    for _ in range(25):
        cohort = Cohort(together)
        cohort.train(2)
        for planes, run, frames in zip(warped_planes(cohort, 2), alone, seen, strict=True):
            own = Cohort([run])
            own.train(2)
            [expected] = warped_planes(own, 2)
            for one, other in zip(planes, expected, strict=True):
                np.testing.assert_array_equal(one.grid, other.grid)
                assert one.tightness == other.tightness
            frames.append(planes[2].grid.reshape(-1, 2))
    for frames in seen:
        for before, later in pairwise(frames):
            moved = np.abs(later - before).sum()
            assert all(moved < np.abs(later * signs - before).sum() for signs in ([-1, 1], [1, -1], [-1, -1]))


def test_axes_follow_those_of_the_frame_before_and_at_first_the_layer_below() -> None:
    """Whatever signs and whatever order a decomposition gives, the picture moves little where the answers do."""
    generator = np.random.default_rng(3)
    points = grid_points(-6, 6)
    for trial in range(30):
        basis = np.linalg.qr(generator.normal(size=(7, 2)))[0] * generator.choice([-1, 1], size=2)
        axes: dict[Hashable, Array] = {}
        before: Array | None = None
        for t in np.linspace(0.8, 1.25, 11):
            # At t = 1 the two components change places.
            places, share, _ = drawn(1, basis @ (points * [[t], [1 / t]]), axes, points)
            assert share == pytest.approx(1)
            if before is None:
                # As the plane below: x1 to the right, x2 upwards, up to the turn of the components.
                overlap = places @ points.T
                assert np.trace(overlap) > 0.9 * np.abs(overlap).sum(), trial
            else:
                assert np.abs(places - before).max() < 0.7, trial
            before = places


def test_networks_without_such_a_plane_are_refused() -> None:
    with pytest.raises(Fault, match="no hidden layer 3: the plane goes from 0"):
        warped_planes(Cohort([run_of([4, 2])]), 3)
    for kind in ("sine", "digits"):
        with pytest.raises(Fault, match="have no plane"):
            warped_planes(Cohort([Run(Experiment().changed({"data": {"kind": kind}}))]), 0)
    # Without hidden layers there is the plane alone; of numbers, no distance between classes.
    [[plane]] = warped_planes(
        Cohort([run_of([], data={"kind": "plane"}, objective={"loss": "squared_error"})]), 0
    )
    assert plane.layer == 0 and plane.tightness is None


def test_what_overflows_has_finite_places() -> None:
    run = run_of([4, 3], network={"hidden": [4, 3], "activation": "relu"})
    run.theta[:] *= 1e200
    [planes] = warped_planes(Cohort([run]), 2)
    assert all(np.isfinite(plane.grid).all() for plane in planes)
