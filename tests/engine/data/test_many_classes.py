"""Blobs and spirals have the classes that are asked for, in equal numbers, and can be told apart."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from engine.data import dataset_of
from engine.data.kinds import described


@pytest.mark.parametrize("classes", [2, 3, 5, 10])
@pytest.mark.parametrize("kind", ["blobs", "spirals"])
def test_each_class_has_its_share_and_its_place(kind: str, classes: int) -> None:
    data = described({"kind": kind, "classes": classes, "samples": 2000})
    dataset = dataset_of(data)
    counts = np.bincount(dataset.labels[0].astype(int))
    assert len(counts) == data.n_classes == classes and counts.max() - counts.min() <= 1
    assert np.abs(dataset.points).max() <= 6
    neighbours = KNeighborsClassifier(3).fit(dataset.X_train.T, dataset.labels_train[0])
    assert neighbours.score(dataset.X_test.T, dataset.labels_test[0]) > 0.95


@pytest.mark.parametrize("kind", ["blobs", "spirals"])
def test_noise_brings_the_classes_together(kind: str) -> None:
    def made_unique(noise: float) -> float:
        dataset = dataset_of(described({"kind": kind, "noise": noise, "samples": 2000}))
        neighbours = KNeighborsClassifier(3).fit(dataset.X_train.T, dataset.labels_train[0])
        return float(neighbours.score(dataset.X_test.T, dataset.labels_test[0]))

    assert made_unique(50) < made_unique(0) - 0.05
