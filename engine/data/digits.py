"""Digits: handwritten ones from MNIST (see `engine.data.mnist`)."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import Precision
from engine.control import control, option
from engine.data.dataset import Dataset
from engine.data.drawing import normalized
from engine.data.images import Images
from engine.data.mnist import MOST_TEST, MOST_TRAINING, published
from engine.data.pictures import Pictures


class Digits(Pictures, title="Digits"):
    """Handwritten digits from MNIST: you can draw your own, too."""

    kind: Literal["digits"] = "digits"
    side: Literal[28, 16, 8] = Field(
        default=28,
        title="Pixels",
        json_schema_extra=control(
            "data",
            order=30,
            options={"28": option("28 × 28"), "16": option("16 × 16"), "8": option("8 × 8")},
        ),
    )
    """The pixels along each side: as they were published, or made smaller."""
    samples: int = Field(
        default=500,
        ge=10,
        le=MOST_TRAINING + MOST_TEST,
        title="Samples",
        json_schema_extra=control("data", order=40),
    )
    """How many digits are taken, all sets together."""

    @property
    def n_samples(self) -> int:
        return self.samples

    @property
    def n_test(self) -> int:
        """No more are left for training than were published for it."""
        return min(max(super().n_test, self.samples - MOST_TRAINING), MOST_TEST)

    @property
    def n_classes(self) -> int:
        return 10

    @property
    def picture(self) -> tuple[int, int]:
        return self.side, self.side

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(("pixel", self.side, pixel) for pixel in range(self.side**2))

    def picture_of(self, drawing: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return normalized(drawing, self.side)

    def dataset(self, dtype: Precision) -> Dataset:
        """Some of MNIST's digits, drawn by the seed: its test set is tested on, the others come from the other."""
        generator = np.random.default_rng(self.seed)
        train, test = published("train", self.side), published("t10k", self.side)
        rows = generator.permutation(len(train.labels))[: self.n_train + self.n_validation].astype(np.int32)
        rows_test = generator.permutation(len(test.labels))[: self.n_test].astype(np.int32)
        sets = [
            Images(train.pixels, rows[: self.n_train], dtype),
            Images(train.pixels, rows[self.n_train :], dtype),
            Images(test.pixels, rows_test, dtype),
        ]
        return self.pictured(sets, np.concatenate([train.labels[rows], test.labels[rows_test]])[np.newaxis])
