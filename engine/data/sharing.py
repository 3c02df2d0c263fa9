"""Data sets are shared: runs with equal descriptions read the same arrays, which are never written to."""

from functools import lru_cache
from weakref import WeakValueDictionary

import numpy as np

from engine.array import FLOAT32, Precision
from engine.data.dataset import Dataset
from engine.data.description import Data

LARGE: WeakValueDictionary[tuple[Data, Precision], Dataset] = WeakValueDictionary()
"""A large data set is shared while a run learns from it, then it goes."""


def dataset_of(data: Data, dtype: Precision = FLOAT32) -> Dataset:
    """The data set that an experiment describes: the same description gives the same samples. Unavailable: it cannot be
    made here."""
    data = data.plain
    if not data.is_large:
        return made(data, dtype)
    dataset = LARGE.get((data, dtype))
    if dataset is None:
        dataset = LARGE[data, dtype] = protected(data.dataset(dtype))
    return dataset


@lru_cache(maxsize=256)
def made(data: Data, dtype: Precision) -> Dataset:
    return protected(data.dataset(dtype))


def protected(dataset: Dataset) -> Dataset:
    """The same, which nobody can write to."""
    for array in vars(dataset).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return dataset
