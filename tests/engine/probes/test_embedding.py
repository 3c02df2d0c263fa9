"""The plane of a layer: its axes are the principal components, do not flip, and are those of the run alone."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from engine.array import Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.decoding import decoded
from engine.probes.embedding import aligned, answered, embedding, most_samples, principal, tightness
from engine.run import Run

DIGITS: dict[str, Any] = {"kind": "digits", "side": 8, "samples": 200}
SAYS_INPUT: dict[str, Any] = {"heads": [{"targets": {"kind": "input"}}]}


def run_of(seed: int = 0, **changes: Any) -> Run:
    return Run(
        Experiment().changed(
            {
                "data": {**DIGITS, "seed": seed},
                "network": {"hidden": [12, 2, 9]},
                "objective": {"loss": "softmax"},
                "optimizer": {"kind": "adam", "learning_rate": 0.01},
                **changes,
            }
        )
    )


@pytest.mark.parametrize("shape", [(5, 40), (40, 5), (3, 3)])
def test_the_components_are_those_of_a_singular_value_decomposition(shape: tuple[int, int]) -> None:
    A = np.random.default_rng(0).normal(size=shape) * np.arange(1, shape[0] + 1)[:, np.newaxis]
    A -= A.mean(axis=1, keepdims=True)
    components, variances, whole = principal(A)
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    overlaps: Array = np.abs(np.sum(components.T * U[:, :2], axis=0))
    np.testing.assert_allclose(overlaps, np.ones(2), atol=1e-9)
    np.testing.assert_allclose(variances, s[:2] ** 2 / shape[1], rtol=1e-9)
    assert whole == pytest.approx((s**2).sum() / shape[1])


def test_a_layer_that_hardly_varies_has_fewer_components() -> None:
    along = np.outer([3.0, 4.0, 0.0], [-1.0, 0.0, 1.0])
    components, variances, whole = principal(along)
    np.testing.assert_allclose(np.abs(components), np.array([[0.6, 0.8, 0], [0, 0, 0]]), atol=1e-12)
    assert variances[0] == pytest.approx(whole) and variances[1] == 0
    assert not principal(np.zeros((3, 4)))[0].any()


def test_axes_keep_order_and_signs_of_those_before() -> None:
    """Two components that grow past each other, whatever signs a decomposition gives them, draw one smooth path."""
    generator = np.random.default_rng(1)
    basis = np.linalg.qr(generator.normal(size=(6, 2)))[0].T
    samples = generator.normal(size=(2, 60))
    samples -= samples.mean(axis=1, keepdims=True)
    samples = np.linalg.qr(samples.T)[0].T
    before, points = None, []
    for t in np.linspace(-1, 1, 41):
        components, _, _ = principal(basis.T @ (np.array([[1.51 + t], [1.5 - t]]) * samples))
        before = aligned(components * generator.choice([-1, 1], size=(2, 1)), before)
        points.append(before @ basis.T @ (np.array([[1.51 + t], [1.5 - t]]) * samples))
    moves = np.abs(np.diff(points, axis=0)).max()
    assert moves < 0.06  # of points that reach 0.6; a flip of either axis would move some by 0.3 and more


def test_the_first_axes_are_by_variance_with_their_largest_number_positive() -> None:
    components = np.array([[0.6, -0.8, 0.0], [0.0, 0.0, -1.0]])
    assert aligned(components, None).tolist() == [[-0.6, 0.8, 0.0], [0.0, 0.0, 1.0]]
    # Those of another network's layer are no axes before.
    assert aligned(components, np.eye(2)).tolist() == aligned(components, None).tolist()


@pytest.mark.parametrize("layer", [0, 1, 2, 3, 4])
def test_each_run_has_the_plane_that_it_has_alone(layer: int) -> None:
    together, alone = ([run_of(seed) for seed in range(3)] for _ in range(2))
    points = []
    for _ in range(3):
        cohort = Cohort(together)
        cohort.train(5)
        found = embedding(cohort, layer)
        points.append(found.points)
        for replica, run in enumerate(alone):
            cohort = Cohort([run])
            cohort.train(5)
            own = embedding(cohort, layer)
            np.testing.assert_array_equal(own.points[0], found.points[replica])
            np.testing.assert_array_equal(own.axes[0], found.axes[replica])
            assert own.tightness[0] == found.tightness[replica]
    if layer:
        # Twenty steps later each sample is nearer to its place of before than to its mirror images.
        for one, later in pairwise(points):
            assert np.abs(later - one).sum() < min(
                np.abs(later + one).sum(), np.abs(later * [1, -1] - one).sum()
            )


def test_a_layer_of_two_units_is_its_own_plane() -> None:
    run = run_of()
    cohort = Cohort([run])
    cohort.train(3)
    found = embedding(cohort, 2)
    hidden, _ = cohort.forward(run.dataset.X_test[:, :100])
    np.testing.assert_array_equal(found.points[0], hidden[1][0].T)
    assert found.shares.tolist() == [1] and not run.axes


def test_a_network_of_pictures_answers_in_parts_as_at_once() -> None:
    layers: list[dict[str, Any]] = [
        {"kind": "convolution", "channels": 3, "kernel": 3},
        {"kind": "activation"},
        {"kind": "dense", "units": 4},
        {"kind": "activation"},
    ]
    run = run_of(network={"layers": layers})
    cohort = Cohort([run])
    X = run.dataset.X_test[:, :90][np.newaxis]
    hidden, output = cohort.forward(X)
    expected = [X, *[each.copy() for each in hidden], output]
    cohort.network.at_once = 40
    for layer, A in enumerate(expected):
        np.testing.assert_allclose(answered(cohort, X, layer), A, rtol=1e-5, atol=1e-6)


def test_tightness_compares_distances_within_classes_and_between() -> None:
    A = np.array([[0.0, 2.0, 10.0, 10.0, 4.0], [0.0, 0.0, 1.0, -1.0, 3.0]])
    labels = np.array([0, 0, 1, 1, 7])
    within, between = (1 + 1 + 1 + 1 + 0) / 5, (9 + np.hypot(3, 3) + np.hypot(6, 3)) / 3
    assert tightness(A, labels) == pytest.approx(within / between)
    assert tightness(A, np.zeros(5)) is None and tightness(np.zeros((2, 5)), labels) is None


def test_centre_loss_shows_its_centres() -> None:
    layers: list[dict[str, Any]] = [
        {"kind": "dense", "units": 5},
        {"kind": "activation"},
        {"kind": "center_loss", "weight": 0.5, "rate": 0.5},
    ]
    run = run_of(network={"layers": layers})
    cohort = Cohort([run])
    cohort.train(30)
    found = embedding(cohort, 1)
    centers = run.statistics.reshape(10, 5)
    assert found.centers is not None and centers.any()
    np.testing.assert_allclose(
        found.centers[0] @ found.axes[0] + found.origin[0],
        (centers - found.origin[0]) @ found.axes[0].T @ found.axes[0] + found.origin[0],
        atol=1e-6,
    )
    assert embedding(Cohort([run_of()]), 1).centers is None


def test_a_point_is_decoded_by_what_is_behind_the_layer() -> None:
    runs = [run_of(seed, objective=SAYS_INPUT) for seed in range(2)]
    cohort = Cohort(runs)
    cohort.train(20)
    first = np.stack([run.dataset.X_test[:, :3] for run in runs])
    _, said = cohort.forward(first)
    for layer in (0, 2, 4):
        plane = embedding(cohort, layer)
        replicas = [1, 0, 1]
        where = np.stack([plane.points[replica, nth] for nth, replica in enumerate(replicas)])
        found = decoded(cohort, plane, layer, replicas, where)
        assert found.shape == (3, 64)
        for nth, replica in enumerate(replicas):
            if layer == 2:  # Two units: the point is the layer's whole answer.
                np.testing.assert_allclose(found[nth], said[replica, :, nth], atol=1e-5)
            [alone] = decoded(cohort, plane, layer, [replica], where[nth : nth + 1])
            np.testing.assert_array_equal(found[nth], alone)


def test_what_has_no_plane_is_refused() -> None:
    cohort = Cohort([run_of(network={"hidden": [3, 1]})])
    with pytest.raises(Fault, match=r"no layer 9: its layers are 0 \(the inputs\) to 3"):
        embedding(cohort, 9)
    with pytest.raises(Fault, match="Layer 2 has one unit"):
        embedding(cohort, 2)
    block: dict[str, Any] = {
        "kind": "residual",
        "layers": [{"kind": "dense", "units": 6}, {"kind": "activation"}, {"kind": "dense", "units": 6}],
    }
    layers = [{"kind": "dense", "units": 6}, block, {"kind": "activation"}]
    cohort = Cohort([run_of(network={"layers": layers})])
    plane = embedding(cohort, 2)
    with pytest.raises(Fault, match="within a block"):
        decoded(cohort, plane, 2, [0], np.zeros((1, 2)))


def test_numbers_beyond_all_bounds_are_drawn_far_away() -> None:
    single = run_of(network={"hidden": [3], "activation": "relu"})
    single.theta[:] = 1e30
    precise: dict[str, dict[str, Any]] = {
        "network": {"hidden": [4], "activation": "relu"},
        "training": {"precision": "double"},
    }
    double = Run(Experiment().changed(precise))
    double.theta *= 1e200
    for run in (single, double):
        found = embedding(Cohort([run]), 1)
        assert np.isfinite(found.points.astype(np.float32)).all() and np.isfinite(found.shares).all()


def test_wide_layers_are_seen_with_fewer_samples() -> None:
    assert most_samples(2, 1000) == 250 and most_samples(2, 30) == 30
    assert most_samples(4704, 1000) == 111 and most_samples(10**6, 1000) == 40
