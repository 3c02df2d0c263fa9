"""Samples in a square: the inputs for maps of units where there is no plane.

Each cell of the square is one sample, ordered by label, so that a unit that knows a class shows it as a stripe.
"""

from functools import lru_cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT32, Array, Precision
from engine.data import Data, dataset_of

MOST_CELLS = 400
EMPTY = -1
"""The mark of an empty cell, in place of a sample's number and label."""


@lru_cache(maxsize=16)
def cells(data: Data, test: bool) -> NDArray[np.int32]:
    """The numbers of samples of the training or of the test set, (side, side); row 0 is the lowest, as in a map.

    Where there is no room for all, the first of each class, as many of each, or all that a class has; class by class
    from the upper left corner on, and what is left over is EMPTY. Of a regression the first, from the lowest value to
    the highest.
    """
    labels = data.whole_label(dataset_of(data).labels)
    first = first_test(data) if test else 0
    numbers = np.arange(first, first + (data.n_test if test else data.n_train))
    side = isqrt(min(MOST_CELLS, len(numbers)) - 1) + 1
    if data.n_classes:
        nth = np.zeros(len(numbers), int)  # of its class
        for each in range(data.n_classes):
            own = labels[numbers] == each
            nth[own] = np.arange(own.sum())
        numbers = numbers[np.argsort(nth, kind="stable")]
    shown = numbers[: side * side]
    shown = shown[np.argsort(labels[shown], kind="stable")]
    square = np.full(side * side, EMPTY, np.int32)
    square[: len(shown)] = shown
    square = square.reshape(side, side)[::-1].copy()
    square.flags.writeable = False
    return square


@lru_cache(maxsize=16)
def cell_inputs(data: Data, test: bool, dtype: Precision = FLOAT32) -> Array:
    """The network's inputs for the sample in each cell, (n, side²); zeros where a cell is empty."""
    dataset, numbers = dataset_of(data, dtype), cells(data, test).ravel()
    X_set, before = (dataset.X_test, first_test(data)) if test else (dataset.X_train, 0)
    X = np.zeros((data.n_inputs, len(numbers)), dtype)
    X[:, numbers != EMPTY] = X_set[:, numbers[numbers != EMPTY] - before]
    X.flags.writeable = False
    return X


def cell_labels(data: Data, test: bool) -> Array:
    """The label of the sample in each cell, (side, side); EMPTY where there is none."""
    numbers = cells(data, test)
    labels = data.whole_label(dataset_of(data).labels)
    return np.where(numbers == EMPTY, EMPTY, labels[numbers]).astype(FLOAT32)


def sample_inputs(data: Data, number: int, dtype: Precision = FLOAT32) -> Array:
    """The inputs for one sample, (n, 1), of a network that computes in this precision."""
    dataset = dataset_of(data, dtype)
    for X_set in (dataset.X_train, dataset.X_validation, dataset.X_test):
        if number < X_set.shape[1]:
            break
        number -= X_set.shape[1]
    X: Array = X_set[:, np.array([number])]
    return X


COLOURS = 3
"""The channels of a picture in colour: red, green and blue."""


def pictures_of(data: Data, numbers: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The pictures of samples (..) in colour, (.., height, width, 3), or where they have none as `pixels_of` has
    them."""
    if data.shape_in[0] != COLOURS:
        return pixels_of(data, numbers)
    return np.moveaxis(channels_of(data, numbers), -3, -1)


def pixels_of(data: Data, numbers: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The pictures of samples (..), (.., height, width), row 0 at the top, in grey: of several channels, their mean;
    blank ones for EMPTY."""
    grey: NDArray[np.uint8] = np.rint(channels_of(data, numbers).mean(axis=-3)).astype(np.uint8)
    return grey


def channels_of(data: Data, numbers: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The pictures of samples (..), (.., channels, height, width)."""
    dataset = dataset_of(data)
    flat = numbers.ravel()
    pictures = np.zeros((flat.size, data.n_inputs), np.uint8)
    start = 0
    for images in (dataset.X_train, dataset.X_validation, dataset.X_test):
        own = (flat >= start) & (flat < start + images.shape[1])
        pictures[own] = images.bytes(flat[own] - start)
        start += images.shape[1]
    return pictures.reshape(*numbers.shape, *data.shape_in)


def first_test(data: Data) -> int:
    """The number of the first test sample: the training samples come first, then the validation's. Each row of a
    truth table has one number, in all sets."""
    return 0 if data.is_table else data.n_train + data.n_validation
