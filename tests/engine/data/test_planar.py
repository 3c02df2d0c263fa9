"""The data sets look as TensorFlow Playground's users know them."""

import numpy as np
import pytest

from engine.data import dataset_of
from engine.data.circle import Circle
from engine.data.kinds import described
from engine.data.planar import Planar


def drawn(kind: str, noise: float = 0, samples: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    planar = described({"kind": kind, "noise": noise}).model_copy(update={"samples": samples})
    assert isinstance(planar, Planar)
    return planar.drawn(np.random.default_rng(1))


def test_circle_is_a_disc_in_a_ring() -> None:
    points, labels = drawn("circle")
    radius = np.hypot(*points)
    assert radius[labels > 0].max() < 2.5
    assert radius[labels == 0].min() >= 3.5 and radius[labels == 0].max() <= 5


def test_xor_is_positive_where_the_signs_agree_and_keeps_off_the_axes() -> None:
    points, labels = drawn("xor")
    np.testing.assert_array_equal(labels == 1, points[0] * points[1] > 0)
    assert np.abs(points).min() >= 0.3


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (50, 4)])
def test_gaussians_widen_with_the_noise(noise: float, variance: float) -> None:
    points, labels = drawn("gaussians", noise, 20_000)
    cloud = points[:, labels > 0]
    np.testing.assert_allclose(cloud.mean(axis=1), 2, atol=0.05)
    np.testing.assert_allclose(cloud.var(axis=1), variance, rtol=0.05)


def test_spiral_turns_one_and_three_quarter_times() -> None:
    points, labels = drawn("spiral")
    arm = points[:, labels > 0]
    angle = np.unwrap(np.arctan2(arm[0], arm[1])[1:])
    assert (angle[-1] - angle[0]) / (2 * np.pi) == pytest.approx(1.75, abs=0.01)
    np.testing.assert_allclose(points[:, labels == 0], -arm, atol=1e-12)


def test_plane_rises_by_a_tenth_a_unit() -> None:
    points, labels = drawn("plane")
    np.testing.assert_allclose(labels, points.sum(axis=0) / 10)


def test_multi_gaussian_has_hills_and_valleys() -> None:
    points, labels = drawn("multi_gaussian", samples=20_000)
    for centre, height in [((-4, 2.5), 1), ((0, 2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1)]:
        near = np.hypot(points[0] - centre[0], points[1] - centre[1]) < 0.2
        np.testing.assert_allclose(labels[near], height, atol=0.11)
    assert np.abs(labels).max() <= 1


def test_moons_are_two_half_circles_that_reach_into_each_other() -> None:
    points, labels = drawn("moons")
    for sign in (1, -1):
        from_centre = points[:, labels == (sign > 0)] + sign * 5 / 1.5 * np.array([[0.5], [0.25]])
        np.testing.assert_allclose(np.hypot(*from_centre), 5 / 1.5)
        assert (sign * from_centre[1] >= 0).all()


def test_rings_alternate() -> None:
    points, labels = drawn("rings")
    np.testing.assert_array_equal(labels > 0, np.hypot(*points) // 1.25 % 2 == 0)


def test_neighbouring_squares_of_the_checkerboard_differ() -> None:
    points, labels = drawn("checkerboard")
    column, row = points // 2.5
    squares = [labels[(column == each) & (row == 0)] for each in range(-2, 2)]
    assert [set(square.tolist()) for square in squares] == [{1}, {0}, {1}, {0}]


@pytest.mark.parametrize(
    "kind", ["circle", "xor", "spiral", "plane", "multi_gaussian", "moons", "rings", "checkerboard"]
)
def test_noise_moves_something(kind: str) -> None:
    quiet, noisy = drawn(kind), drawn(kind, 50)
    assert any((before != after).any() for before, after in zip(quiet, noisy, strict=True))


def test_the_split_shares_no_sample_and_loses_none() -> None:
    data = Circle(samples=101, test_share=0.3)
    dataset = dataset_of(data)
    assert (dataset.X_train.shape[1], dataset.X_test.shape[1]) == (data.n_train, data.n_test) == (71, 30)
    both = np.concatenate([dataset.X_train, dataset.X_test], axis=1)
    np.testing.assert_array_equal(both, dataset.points)
    assert len(np.unique(both, axis=1).T) == 101
