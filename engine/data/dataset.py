"""A data set: points with labels, shuffled and split into a training, a validation and a test set."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from engine.array import FLOAT32, Array, Precision
from engine.data import lines
from engine.data.features import features_of
from engine.data.many_classes import MANY_CLASSES
from engine.data.planar import PLANAR
from engine.data.truth_tables import truth_table
from engine.experiment import Data


class Dataset(NamedTuple):
    """Samples are columns. In `points` come first the training samples, then the validation's, then the test's."""

    points: Array
    """(2, samples), or (1, samples) of a line; of a table each row once"""
    labels: Array
    """(1, samples): class numbers from 0, or the values of a regression"""
    mean: Array
    """(n, 1), of every feature over the training samples"""
    deviation: Array
    """(n, 1), their standard deviation"""
    X_train: Array
    """(n, n_train), the features of the training samples, standardised if the description asks for it"""
    labels_train: Array
    """(1, n_train)"""
    X_validation: Array
    """(n, n_validation), perhaps none"""
    labels_validation: Array
    """(1, n_validation)"""
    X_test: Array
    """(n, n_test)"""
    labels_test: Array
    """(1, n_test)"""

    def standardized(self, X: Array) -> Array:
        """Features (n, m) as multiples of the training samples' deviation from their mean."""
        return (X - self.mean) / self.deviation


def drawn(data: Data, generator: np.random.Generator) -> tuple[Array, Array]:
    """Points (2, samples), or (1, samples) of a line, and their labels (samples,), in random order."""
    if data.kind == "points":
        x1, x2, labels = np.array(data.points).T
        points = np.stack([x1, x2])
        # Each point draws its place, so that one more leaves most of the others in the set that they were in.
        order = np.argsort(generator.random(data.n_samples))
    else:
        if data.kind in MANY_CLASSES:
            points, labels = MANY_CLASSES[data.kind](generator, data.samples, data.noise, data.classes)
        elif data.kind in lines.LINES:
            points, labels = lines.drawn(data.kind, generator, data.samples, data.noise)
        else:
            points, labels = PLANAR[data.kind](generator, data.samples, data.noise)
        order = generator.permutation(data.samples)
    return points[:, order], labels[order]


@lru_cache(maxsize=256)  # A class shares its lesson's data; the arrays are never written to.
def dataset_of(data: Data, dtype: Precision = FLOAT32) -> Dataset:
    """The data set that an experiment describes: the same description gives the same samples."""
    if data.is_table:
        points, labels = truth_table(data.kind)
    else:
        points, labels = drawn(data, np.random.default_rng(data.seed))
    n_train = data.n_train
    test = n_train + data.n_validation
    numbers = np.arange(test + data.n_test) % data.n_samples  # Of a table every set has all rows.
    X = np.take(features_of(points, data.features), numbers, axis=1).astype(dtype)
    labels = labels[np.newaxis, numbers].astype(dtype)
    deviation = X[:, :n_train].std(axis=1, keepdims=True)
    dataset = Dataset(
        mean=X[:, :n_train].mean(axis=1, keepdims=True),
        deviation=np.where(deviation > 0, deviation, dtype.type(1)),
        points=points.astype(dtype),
        labels=labels[:, : data.n_samples],
        X_train=X[:, :n_train].copy(),
        labels_train=labels[:, :n_train].copy(),
        X_validation=X[:, n_train:test].copy(),
        labels_validation=labels[:, n_train:test].copy(),
        X_test=X[:, test:].copy(),
        labels_test=labels[:, test:].copy(),
    )
    if data.standardize:
        dataset = dataset._replace(
            X_train=dataset.standardized(dataset.X_train),
            X_validation=dataset.standardized(dataset.X_validation),
            X_test=dataset.standardized(dataset.X_test),
        )
    for array in dataset:
        array.flags.writeable = False
    return dataset
