"""A data set as arrays: samples with labels, shuffled and split into a training, a validation and a test set."""

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.array import Array
from engine.fault import Fault


class Unavailable(Fault):
    """A data set that is described well, but cannot be made on this machine."""

    code: ClassVar[str] = "unavailable"
    """For programs."""
    place: ClassVar[str] = "data.kind"
    """The field at fault."""

    def __init__(self, text: str, **values: Any) -> None:
        super().__init__(text, where=self.place, **values)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples are columns. Numbered together, first come those for training, then for validation, then for the test."""

    points: Array
    """(2, samples), or (1, samples) of a line; of a table each row once; (2, 0) where they are no points"""
    labels: Array
    """(targets, samples), one row where each sample has one label: class numbers from 0, or the values of a regression;
    of a person's own table these are standardised where the features are"""
    mean: Array
    """(n, 1), of every feature over the training samples; of pictures, 0 where nothing is standardised"""
    deviation: Array
    """(n, 1), their standard deviation, or 1 where that is 0; of pictures, 1 where nothing is standardised"""
    X_train: Any
    """(n, n_train), the features of the training samples, standardised if the description requires it: an array, or
    `Images`, which are read as ``X_train[:, :500]`` or ``X_train.take(samples, axis=1)`` alone"""
    labels_train: Array
    """(targets, n_train)"""
    X_validation: Any
    """(n, n_validation), perhaps none"""
    labels_validation: Array
    """(targets, n_validation)"""
    X_test: Any
    """(n, n_test)"""
    labels_test: Array
    """(targets, n_test)"""
    label_means: tuple[float, ...] = (0,)
    """The means of the standardised labels, over the training samples."""
    label_deviations: tuple[float, ...] = (1,)

    def standardized(self, X: Array) -> Array:
        """Features (n, m) as multiples of the training samples' deviation from their mean."""
        return (X - self.mean) / self.deviation
