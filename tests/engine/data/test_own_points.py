"""A person's own points: taken as they were drawn, and split so that one more moves few others."""

import numpy as np
import pytest

from engine.data import dataset_of
from engine.data.own_points import OwnPoints, Point


def drawn(count: int) -> tuple[Point, ...]:
    places = np.random.default_rng(0).uniform(-6, 6, (count, 2)).round(2)
    return tuple((float(x1), float(x2), number % 3) for number, (x1, x2) in enumerate(places))


def train_set(count: int) -> set[tuple[float, ...]]:
    data = OwnPoints(points=drawn(count))
    dataset = dataset_of(data)
    labelled = np.concatenate([dataset.points, dataset.labels])
    assert sorted(map(tuple, labelled.T.astype(float).round(2).tolist())) == sorted(data.points)
    assert dataset.X_train.shape[1] == data.n_train and dataset.X_test.shape[1] == data.n_test
    return set(map(tuple, labelled[:, : data.n_train].T.tolist()))


def test_each_point_is_there_once_with_its_class() -> None:
    for count in (2, 3, 7, 1000):
        assert len(train_set(count)) == count - round(count / 2)


def test_one_more_point_leaves_the_others_in_their_sets() -> None:
    before = train_set(200)
    for count in range(201, 210):
        after = train_set(count)
        assert len(before - after) <= 1
        before = after


def test_places_are_rounded_to_hundredths() -> None:
    data = OwnPoints.model_validate({"points": [[1.23456, -5.999, 0], [0, 0, 2]]})
    assert data.points[0] == (1.23, -6.0, 0)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_two_points_are_one_for_each_set(share: float) -> None:
    data = OwnPoints(points=drawn(2), test_share=share)
    assert (data.n_train, data.n_test) == (1, 1)
