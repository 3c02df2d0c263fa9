"""A toy data set of pictures with a rectangle each: whether it lies or stands, and the box around it."""

from typing import Literal

import numpy as np

from engine.array import Precision
from engine.data.dataset import Dataset
from engine.data.images import Images
from engine.data.pictures import Pictures

SIDE = 8


class ToyBoxes(Pictures, title="Toy boxes"):
    """Rectangles that lie (0) or stand (1)."""

    kind: Literal["toy_boxes"] = "toy_boxes"

    @property
    def n_samples(self) -> int:
        return 200

    @property
    def box_label(self) -> int:
        return 1

    @property
    def label_classes(self) -> tuple[int, ...]:
        return (2, 0, 0, 0, 0)

    @property
    def picture(self) -> tuple[int, int]:
        return SIDE, SIDE

    @property
    def inputs(self) -> tuple[object, ...]:
        return tuple(("pixel", SIDE, pixel) for pixel in range(SIDE**2))

    def dataset(self, dtype: Precision) -> Dataset:
        generator = np.random.default_rng(self.seed)
        pixels = np.zeros((self.n_samples, SIDE, SIDE), np.uint8)
        labels = np.zeros((5, self.n_samples))
        for nth, picture in enumerate(pixels):
            stands = generator.integers(2)
            long, short = generator.integers(4, 7), generator.integers(2, 4)
            width, height = (short, long) if stands else (long, short)
            left, top = generator.integers(SIDE - width + 1), generator.integers(SIDE - height + 1)
            picture[top : top + height, left : left + width] = 255
            box = np.array([left + width / 2, top + height / 2, width, height]) / SIDE
            labels[:, nth] = [stands, *box]
        rows = np.arange(self.n_samples, dtype=np.int32)
        parts = np.split(rows, [self.n_train, self.n_train + self.n_validation])
        sets = [Images(pixels.reshape(-1, SIDE**2), part, dtype) for part in parts]
        return self.pictured(sets, labels)
