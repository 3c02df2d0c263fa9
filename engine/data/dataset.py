"""A data set: samples with labels, shuffled and split into a training, a validation and a test set."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from engine.array import FLOAT32, Array, Precision
from engine.data import lines, tables
from engine.data.digits import published
from engine.data.features import features_of
from engine.data.images import Images
from engine.data.many_classes import MANY_CLASSES
from engine.data.parity import parity
from engine.data.planar import PLANAR
from engine.data.truth_tables import truth_table
from engine.experiment import Data
from engine.pauses import pause


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples are columns. Numbered together, first come those for training, then for validation, then for the test."""

    points: Array
    """(2, samples), or (1, samples) of a line; of a table each row once; (2, 0) where they are no points"""
    labels: Array
    """(1, samples): class numbers from 0, or the values of a regression; of a person's own table these are standardised
    where the features are"""
    mean: Array
    """(n, 1), of every feature over the training samples; of pictures, 0 where nothing is standardised"""
    deviation: Array
    """(n, 1), their standard deviation, or 1 where that is 0; of pictures, 1 where nothing is standardised"""
    X_train: Any
    """(n, n_train), the features of the training samples, standardised if the description asks for it: an array, or
    `Images`, which are read as ``X_train[:, :500]`` or ``X_train.take(samples, axis=1)`` alone"""
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
    label_mean: float = 0
    """Of the labels that are standardised, over the training samples."""
    label_deviation: float = 1

    def standardized(self, X: Array) -> Array:
        """Features (n, m) as multiples of the training samples' deviation from their mean."""
        return (X - self.mean) / self.deviation


def dataset_of(data: Data, dtype: Precision = FLOAT32) -> Dataset:
    """The data set that an experiment describes: the same description gives the same samples.

    A class shares its lesson's data; the arrays are never written to. Raises DigitsUnavailable and UnusableTable.
    """
    if data.kind not in {"table", "digits"}:
        return made(data, dtype)
    dataset = LARGE.get((data, dtype))
    if dataset is None:
        large = digits(data, dtype) if data.kind == "digits" else tabled(data, dtype)
        dataset = LARGE[data, dtype] = protected(large)
    return dataset


LARGE: WeakValueDictionary[tuple[Data, Precision], Dataset] = WeakValueDictionary()
"""Tables are many people's, and digits are many: such a data set is shared while a run learns from it, then it goes."""


@lru_cache(maxsize=256)
def made(data: Data, dtype: Precision) -> Dataset:
    return protected(computed(data, dtype))


def protected(dataset: Dataset) -> Dataset:
    """The same, which nobody can write to."""
    for array in vars(dataset).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return dataset


def computed(data: Data, dtype: Precision) -> Dataset:
    """Points of the plane or of a line, and the features that a network is shown of them; or the rows of a table."""
    if data.kind == "parity":
        points: Array = np.zeros((2, 0))
        X, labels = parity(data.bits)
    else:
        generator = np.random.default_rng(data.seed)
        points, labels = truth_table(data.kind) if data.is_table else drawn(data, generator)
        X = features_of(points, data.features)
    return split(data, points.astype(dtype), X.astype(dtype), labels[np.newaxis].astype(dtype))


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


def split(data: Data, points: Array, X: Array, labels: Array) -> Dataset:
    """A data set of points, features X (n, n_samples) and labels (1, n_samples), first those for training."""
    train, test = data.n_train, data.n_train + data.n_validation
    numbers = np.arange(test + data.n_test) % data.n_samples  # Of a table every set has all rows.
    X, all_labels = X[:, numbers], labels[:, numbers]
    pause()
    deviation = X[:, :train].std(axis=1, keepdims=True)
    dataset = Dataset(
        mean=X[:, :train].mean(axis=1, keepdims=True),
        deviation=np.where(deviation > 0, deviation, deviation.dtype.type(1)),
        points=points,
        labels=labels,
        X_train=X[:, :train].copy(),
        labels_train=all_labels[:, :train].copy(),
        X_validation=X[:, train:test].copy(),
        labels_validation=all_labels[:, train:test].copy(),
        X_test=X[:, test:].copy(),
        labels_test=all_labels[:, test:].copy(),
    )
    pause()
    if data.standardize:
        dataset = replace(
            dataset,
            X_train=dataset.standardized(dataset.X_train),
            X_validation=dataset.standardized(dataset.X_validation),
            X_test=dataset.standardized(dataset.X_test),
        )
    return dataset


def tabled(data: Data, dtype: Precision) -> Dataset:
    """The chosen columns of a person's own table, its rows in random order; raises UnusableTable.

    All is reckoned in double precision, since columns of any scale may come.
    """
    assert data.own_table is not None
    X, labels = tables.columns(data.own_table)
    order = np.random.default_rng(data.seed).permutation(data.n_samples)
    X, labels = X[:, order], labels[order]
    mean, deviation = 0.0, 1.0
    if data.standardize and data.problem == "regression":
        mean, deviation = float(labels[: data.n_train].mean()), float(labels[: data.n_train].std()) or 1.0
        labels = (labels - mean) / deviation
    pause()
    dataset = split(data, np.zeros((2, 0)), X, labels[np.newaxis])
    pause()
    tables.check_sizes(data.own_table, [dataset.X_train, dataset.X_validation, dataset.X_test], labels)
    arrays = {
        name: each.astype(dtype) for name, each in vars(dataset).items() if isinstance(each, np.ndarray)
    }
    return replace(dataset, **arrays, label_mean=mean, label_deviation=deviation)


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
