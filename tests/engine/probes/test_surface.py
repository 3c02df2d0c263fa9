"""The loss over a plane is that of runs with these parameters; minima are where it is least around."""

from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes import surface as surfaces
from engine.probes.plane import Weight, plane_of_weights, random_plane
from engine.probes.slope import Descents, downhill, ends_of, slope_at
from engine.probes.surface import ORDER, SIDE, Surface, Window, losses_at
from engine.regularizers import REGULARIZERS
from engine.run import Run

EXPERIMENTS: list[dict[str, dict[str, Any]]] = [
    {},
    {"network": {"normalization": "batch", "dropout": "inverted"}, "objective": {"regularization": "l2"}},
    {
        "data": {"kind": "blobs"},
        "objective": {"loss": "softmax", "regularization": "l1", "regularization_rate": 0.01},
    },
    {"data": {"kind": "sine", "features": ["x1"]}},
    {"data": {"kind": "digits", "side": 8, "samples": 300}, "objective": {"loss": "softmax"}},
]


@pytest.mark.parametrize("changes", EXPERIMENTS, ids=str)
def test_each_point_has_the_loss_of_a_run_with_its_parameters(
    changes: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = Experiment().changed(changes)
    run = Run(experiment)
    Cohort([run]).train(20)
    before = run.checkpoint()
    plane = random_plane(run, 3)
    points = np.array([[0, 0], [0.5, -1], [-2, 0.25]])
    monkeypatch.setattr(surfaces, "STACKED_NUMBERS", 2 * run.shape.n_train * sum(experiment.plan.units))
    found = losses_at(run, plane.theta_at(points), run.shape.n_train)
    for theta, loss in zip(plane.theta_at(points), found, strict=True):
        other = Run(experiment)
        other.theta, other.statistics = theta.astype(other.dtype), run.statistics.copy()
        [evaluation] = (cohort := Cohort([other])).evaluate()
        expected = evaluation.train_loss
        penalty = REGULARIZERS[experiment.objective.regularization]
        if penalty is not None:
            sizes = penalty.penalty(other.theta.astype(float)) * cohort.weights
            expected += experiment.objective.regularization_rate * sizes.sum()
        assert loss == pytest.approx(expected, rel=2e-6)
    assert (run.theta == before.theta).all() and run.batches.bookmark() == before.bookmark


def test_a_loss_that_no_frame_holds_is_a_hole() -> None:
    run = Run(Experiment().changed({"objective": {"regularization": "l2", "regularization_rate": 10}}))
    plane = plane_of_weights(run, Weight("W", 1, 0, 0), Weight("W", 1, 0, 1))
    surface = Surface(run, plane, Window(0, 0, 1e25))
    surface.go_on(run, SIDE**2 * surfaces.work_of(run) * surface.samples, whole=True)
    assert 1e50 < surface.losses.max() < np.inf
    assert np.isnan(surface.shown()).any() and not np.isinf(surface.shown()).any()


def test_a_surface_becomes_finer_and_its_middle_is_the_run() -> None:
    run = Run(Experiment())
    plane = plane_of_weights(run, Weight("W", 1, 0, 0), Weight("W", 1, 1, 1))
    [at] = plane.places_of(run.theta[np.newaxis])
    surface = Surface(run, plane, Window(float(at[0]), float(at[1]), 2))
    work = 300 * surfaces.work_of(run) * surface.samples
    strides, sides = [surface.stride], []
    while not surface.is_complete:
        surface.go_on(run, work, whole=False)
        strides.append(surface.stride)
        if surface.stride:
            sides.append(surface.shown().shape[0])
    assert strides[:3] == [None, 4, 4] and strides[-1] == 1 and sides[0] == 16 and sides[-1] == SIDE
    assert sorted(ORDER.tolist()) == list(range(SIDE**2))
    middle = surface.losses[SIDE // 2, SIDE // 2]
    assert middle == pytest.approx(losses_at(run, run.theta[np.newaxis], surface.samples)[0], rel=1e-6)
    # Rows are b, columns are a.
    corner = plane.theta_at(np.array([[at[0] + 2, at[1] - 2]]))
    assert surface.losses[0, -1] == pytest.approx(losses_at(run, corner, surface.samples)[0], rel=1e-6)
    # While the run plays, a stride is begun only where there is time for all of it.
    live = Surface(run, plane, surface.window)
    live.go_on(run, work, whole=True)
    live.go_on(run, work, whole=True)
    assert live.stride == 4
    live.go_on(run, 3 * work, whole=True)
    assert live.stride == 2


def test_of_a_large_network_few_samples_are_looked_at() -> None:
    large: dict[str, dict[str, Any]] = {
        "data": {"kind": "digits", "samples": 2000},
        "network": {"hidden": [300]},
        "objective": {"loss": "softmax"},
    }
    run = Run(Experiment().changed(large))
    assert 64 <= surfaces.samples_of(run) < run.shape.n_train
    assert surfaces.samples_of(Run(Experiment())) == 250


def test_holes_are_no_numbers_that_anyone_is_shown() -> None:
    changes: dict[str, dict[str, Any]] = {
        "data": {"kind": "sine", "features": ["x1"]},
        "network": {"activation": "relu"},
    }
    run = Run(Experiment().changed(changes))
    plane = plane_of_weights(run, Weight("W", 1, 0, 0), Weight("W", 2, 0, 0))
    surface = Surface(run, plane, Window(0, 0, 1e25))
    surface.go_on(run, 2**40, whole=False)
    shown = surface.shown()
    assert np.isnan(shown).any() and np.isfinite(shown[SIDE // 2, SIDE // 2]) and not np.isinf(shown).any()
    descents = Descents(surface)
    while not descents.is_over:
        descents.go_on(run)
    assert all(np.isfinite([*each.at, each.loss]).all() for each in descents.minima())


@pytest.mark.parametrize("changes", EXPERIMENTS[:3], ids=str)
def test_the_slope_is_that_of_finite_differences_and_leads_down(changes: dict[str, dict[str, Any]]) -> None:
    run = Run(Experiment().changed(changes), FLOAT64)
    Cohort([run]).train(20)
    plane = random_plane(run, 1)
    slope = slope_at(run, plane, 1e-4, run.shape.n_train)
    for direction, derivative in zip(plane.directions, slope, strict=True):
        near, far = run.theta + 1e-5 * direction, run.theta - 1e-5 * direction
        up, down = losses_at(run, np.stack([near, far]), run.shape.n_train)
        assert (up - down) / 2e-5 == pytest.approx(derivative, rel=1e-4, abs=1e-6)
    step = 1e-3 * downhill(plane, slope) @ plane.directions
    after, before = losses_at(run, np.stack([run.theta + step, run.theta]), run.shape.n_train)
    assert after < before


def test_the_slope_in_a_plane_of_weights_is_the_gradient_of_back_propagation() -> None:
    run = Run(Experiment().changed({"objective": {"regularization": "l2"}}), FLOAT64)
    cohort = Cohort([run])
    cohort.train(20)
    gradient = cohort.gradient(run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis])[0]
    plane = plane_of_weights(run, Weight("W", 1, 0, 0), Weight("b", 3, 0))
    slope = slope_at(run, plane, 1e-4, run.shape.n_train)
    np.testing.assert_allclose(slope, gradient[[0, 24]], rtol=1e-6)
    np.testing.assert_allclose(downhill(plane, slope), -gradient[[0, 24]], rtol=1e-6)


def test_ways_lead_down_the_grid_to_ends_that_are_not_at_its_edge() -> None:
    b, a = np.mgrid[-1:1:61j, -1:1:61j]
    ends, counts = ends_of((a**2 - 0.25) ** 2 + b**2)
    assert sorted(ends.tolist()) == [30 * 61 + 15, 30 * 61 + 45] and counts.sum() == 61 * 61
    ends, _ = ends_of(a + b)
    assert len(ends) == 0
    hole = a**2 + b**2
    hole[30, 30] = np.nan
    ends, _ = ends_of(hole)
    assert 30 * 61 + 30 not in ends and len(ends)


def test_descents_end_where_the_slope_is_0() -> None:
    run = Run(Experiment(), FLOAT64)
    Cohort([run]).train(200)
    plane = plane_of_weights(run, Weight("W", 1, 0, 0), Weight("W", 2, 0, 0))
    surface = Surface(run, plane, Window(0, 0, 4))
    surface.go_on(run, 2**40, whole=False)
    descents = Descents(surface)
    while not descents.is_over:
        descents.go_on(run)
    minima = descents.minima()
    assert minima and [each.loss for each in minima] == sorted(each.loss for each in minima)
    assert minima[0].loss <= surface.losses.min() + 1e-9
    for minimum in minima:
        run.theta = plane.theta_at(np.array([minimum.at]))[0]
        assert np.abs(slope_at(run, plane, 1e-4, surface.samples)).max() < 1e-4
    assert 0 < sum(each.share for each in minima) <= 1
