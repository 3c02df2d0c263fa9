"""A data set: samples with labels, shuffled and split into a training and a test set."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from engine.array import FLOAT32, Array, Precision
from engine.data.digits import published
from engine.data.features import features_of
from engine.data.images import Images
from engine.data.many_classes import MANY_CLASSES
from engine.data.parity import parity
from engine.data.planar import PLANAR
from engine.experiment import Data


class Dataset(NamedTuple):
    """Samples are columns. Where they are numbered together, the training samples come first."""

    points: Array
    """(2, samples) of the plane; (2, 0) where they are no points of it"""
    labels: Array
    """(1, samples): class numbers from 0, or the values of a regression"""
    mean: Array
    """(n, 1), of every feature over the training samples; of pictures, 0 where nothing is standardised"""
    deviation: Array
    """(n, 1), their standard deviation, or 1 where that is 0; of pictures, 1 where nothing is standardised"""
    X_train: Any
    """(n, n_train), the features of the training samples, standardised if the description asks for it: an array, or
    `Images`, which are read as ``X_train[:, samples]`` alone"""
    labels_train: Array
    """(1, n_train)"""
    X_test: Any
    """(n, n_test)"""
    labels_test: Array
    """(1, n_test)"""

    def standardized(self, X: Array) -> Array:
        """Features (n, m) as multiples of the training samples' deviation from their mean."""
        return (X - self.mean) / self.deviation


@lru_cache(maxsize=256)  # A class shares its lesson's data; the arrays are never written to.
def dataset_of(data: Data, dtype: Precision = FLOAT32) -> Dataset:
    """The data set that an experiment describes: the same description gives the same samples.

    Raises DigitsUnavailable.
    """
    if data.kind == "digits":
        dataset = digits(data, dtype)
    elif data.is_table:
        dataset = table(data, dtype)
    else:
        dataset = planar(data, dtype)
    for array in dataset:
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return dataset


def planar(data: Data, dtype: Precision) -> Dataset:
    """Points of the plane, and the features that a network is shown of them."""
    generator = np.random.default_rng(data.seed)
    points, labels = drawn(data, generator)
    order = generator.permutation(data.samples)
    points, labels = points[:, order], labels[np.newaxis, order]
    X = features_of(points, data.features).astype(dtype)
    n_train = data.n_train
    return split(data, points.astype(dtype), X[:, :n_train], X[:, n_train:], labels.astype(dtype))


def drawn(data: Data, generator: np.random.Generator) -> tuple[Array, Array]:
    """Points (2, samples) and their labels (samples,)."""
    if data.kind in MANY_CLASSES:
        return MANY_CLASSES[data.kind](generator, data.samples, data.noise, data.classes)
    return PLANAR[data.kind](generator, data.samples, data.noise)


def table(data: Data, dtype: Precision) -> Dataset:
    """All the rows that there are, for training and once more for the test."""
    rows, labels = parity(data.bits)
    X = rows.astype(dtype)
    return split(data, np.zeros((2, 0), dtype), X, X, np.tile(labels, 2)[np.newaxis].astype(dtype))


def split(data: Data, points: Array, X_train: Array, X_test: Array, labels: Array) -> Dataset:
    """A data set of features (n, n_train) and (n, n_test), and of the labels (1, samples) of both."""
    deviation = X_train.std(axis=1, keepdims=True)
    dataset = Dataset(
        mean=X_train.mean(axis=1, keepdims=True),
        deviation=np.where(deviation > 0, deviation, deviation.dtype.type(1)),
        points=points,
        labels=labels,
        X_train=X_train.copy(),
        labels_train=labels[:, : data.n_train].copy(),
        X_test=X_test.copy(),
        labels_test=labels[:, data.n_train :].copy(),
    )
    if data.standardize:
        dataset = dataset._replace(X_train=dataset.standardized(X_train), X_test=dataset.standardized(X_test))
    return dataset


def digits(data: Data, dtype: Precision) -> Dataset:
    """Some of MNIST's digits, drawn by the seed, each set from its own there."""
    generator = np.random.default_rng(data.seed)
    train, test = published("train", data.side), published("t10k", data.side)
    rows_train = generator.permutation(len(train.labels))[: data.n_train].astype(np.int32)
    rows_test = generator.permutation(len(test.labels))[: data.n_test].astype(np.int32)
    X_train, X_test = (
        Images(train.pixels, rows_train, dtype),
        Images(test.pixels, rows_test, dtype),
    )
    mean, deviation = np.zeros((data.n_inputs, 1), dtype), np.ones((data.n_inputs, 1), dtype)
    if data.standardize:
        mean, deviation = X_train.statistics()
        deviation = np.where(deviation > 0, deviation, dtype.type(1))
        X_train, X_test = X_train.standardized(mean, deviation), X_test.standardized(mean, deviation)
    labels_train = train.labels[np.newaxis, rows_train].astype(dtype)
    labels_test = test.labels[np.newaxis, rows_test].astype(dtype)
    return Dataset(
        points=np.zeros((2, 0), dtype),
        labels=np.concatenate([labels_train, labels_test], axis=1),
        mean=mean,
        deviation=deviation,
        X_train=X_train,
        labels_train=labels_train,
        X_test=X_test,
        labels_test=labels_test,
    )
