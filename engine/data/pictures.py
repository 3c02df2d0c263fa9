"""Data sets of pictures: each sample is a picture of height times width pixels, in one channel or more."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset
from engine.data.description import MOST_EXAMINED, Divided
from engine.data.images import Images


class Pictures(Divided):
    """Samples that are pictures. They stay bytes, which all runs of a machine share (see `engine.data.images`)."""

    is_large: ClassVar = True
    channels: ClassVar[int] = 1

    @property
    def picture(self) -> tuple[int, int]:
        raise NotImplementedError

    @property
    def shape_in(self) -> tuple[int, int, int]:
        return (self.channels, *self.picture)

    @property
    def inputs_are_shares(self) -> bool:
        return not self.standardize

    @property
    def examined(self) -> int:
        return MOST_EXAMINED

    @property
    def n_held(self) -> int:
        return 0

    def pictured(self, sets: Sequence[Images], labels: NDArray[Any]) -> Dataset:
        """The data set of the pictures for training, for validation and for the test, and all of their labels (targets,
        n_samples), in this order."""
        dtype, train, test = sets[0].dtype, self.n_train, self.n_train + self.n_validation
        mean, deviation = np.zeros((self.n_inputs, 1), dtype), np.ones((self.n_inputs, 1), dtype)
        if self.standardize:
            mean, deviation = sets[0].statistics()
            deviation = np.where(deviation > 0, deviation, dtype.type(1))
            sets = [each.standardized(mean, deviation) for each in sets]
        labels = labels.astype(dtype)
        return Dataset(
            points=np.zeros((2, 0), dtype),
            labels=labels,
            mean=mean,
            deviation=deviation,
            X_train=sets[0],
            labels_train=labels[:, :train],
            X_validation=sets[1],
            labels_validation=labels[:, train:test],
            X_test=sets[2],
            labels_test=labels[:, test:],
        )
