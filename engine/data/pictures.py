"""Data sets of pictures: each sample is a picture of height times width pixels, in one channel or more."""

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
    def examined(self) -> int:
        return MOST_EXAMINED

    @property
    def n_held(self) -> int:
        return 0

    def pictured(
        self, train: Images, validation: Images, test: Images, labels: NDArray[Any], labels_test: NDArray[Any]
    ) -> Dataset:
        """The data set of these pictures: `labels` (targets, n_train + n_validation) are those of the first two sets,
        `labels_test` (targets, n_test) those of the last."""
        dtype = train.dtype
        sets = [train, validation, test]
        mean, deviation = np.zeros((self.n_inputs, 1), dtype), np.ones((self.n_inputs, 1), dtype)
        if self.standardize:
            mean, deviation = train.statistics()
            deviation = np.where(deviation > 0, deviation, dtype.type(1))
            sets = [each.standardized(mean, deviation) for each in sets]
        labels, labels_test = labels.astype(dtype), labels_test.astype(dtype)
        return Dataset(
            points=np.zeros((2, 0), dtype),
            labels=np.concatenate([labels, labels_test], axis=1),
            mean=mean,
            deviation=deviation,
            X_train=sets[0],
            labels_train=labels[:, : self.n_train],
            X_validation=sets[1],
            labels_validation=labels[:, self.n_train :],
            X_test=sets[2],
            labels_test=labels_test,
        )
