"""A data set: samples with labels, shuffled and split into a training, a validation and a test set."""

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
    """Samples are columns. Numbered together, first come those for training, then for validation, then for the test."""

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
    X_validation: Any
    """(n, n_validation), perhaps none"""
    labels_validation: Array
    """(1, n_validation)"""
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
    return split(data, points.astype(dtype), X, labels.astype(dtype))


def drawn(data: Data, generator: np.random.Generator) -> tuple[Array, Array]:
    """Points (2, samples) and their labels (samples,)."""
    if data.kind in MANY_CLASSES:
        return MANY_CLASSES[data.kind](generator, data.samples, data.noise, data.classes)
    return PLANAR[data.kind](generator, data.samples, data.noise)


def table(data: Data, dtype: Precision) -> Dataset:
    """All the rows that there are, for training and once more for the test."""
    rows, labels = parity(data.bits)
    twice = np.tile(rows, 2).astype(dtype), np.tile(labels, 2)[np.newaxis].astype(dtype)
    return split(data, np.zeros((2, 0), dtype), *twice)


def split(data: Data, points: Array, X: Array, labels: Array) -> Dataset:
    """Features (n, samples) and labels (1, samples) in their sets: the first for training, the last for the test."""
    train, test = data.n_train, data.n_train + data.n_validation
    deviation = X[:, :train].std(axis=1, keepdims=True)
    dataset = Dataset(
        mean=X[:, :train].mean(axis=1, keepdims=True),
        deviation=np.where(deviation > 0, deviation, deviation.dtype.type(1)),
        points=points,
        labels=labels,
        X_train=X[:, :train].copy(),
        labels_train=labels[:, :train].copy(),
        X_validation=X[:, train:test].copy(),
        labels_validation=labels[:, train:test].copy(),
        X_test=X[:, test:].copy(),
        labels_test=labels[:, test:].copy(),
    )
    if data.standardize:
        dataset = dataset._replace(
            X_train=dataset.standardized(dataset.X_train),
            X_validation=dataset.standardized(dataset.X_validation),
            X_test=dataset.standardized(dataset.X_test),
        )
    return dataset


def digits(data: Data, dtype: Precision) -> Dataset:
    """Some of MNIST's digits, drawn by the seed: its test set is tested on, the others come from the other."""
    generator = np.random.default_rng(data.seed)
    train, test = published("train", data.side), published("t10k", data.side)
    rows = generator.permutation(len(train.labels))[: data.n_train + data.n_validation].astype(np.int32)
    rows_test = generator.permutation(len(test.labels))[: data.n_test].astype(np.int32)
    sets = [
        Images(train.pixels, rows[: data.n_train], dtype),
        Images(train.pixels, rows[data.n_train :], dtype),
        Images(test.pixels, rows_test, dtype),
    ]
    mean, deviation = np.zeros((data.n_inputs, 1), dtype), np.ones((data.n_inputs, 1), dtype)
    if data.standardize:
        mean, deviation = sets[0].statistics()
        deviation = np.where(deviation > 0, deviation, dtype.type(1))
        sets = [each.standardized(mean, deviation) for each in sets]
    labels = train.labels[np.newaxis, rows].astype(dtype)
    labels_test = test.labels[np.newaxis, rows_test].astype(dtype)
    return Dataset(
        points=np.zeros((2, 0), dtype),
        labels=np.concatenate([labels, labels_test], axis=1),
        mean=mean,
        deviation=deviation,
        X_train=sets[0],
        labels_train=labels[:, : data.n_train],
        X_validation=sets[1],
        labels_validation=labels[:, data.n_train :],
        X_test=sets[2],
        labels_test=labels_test,
    )
