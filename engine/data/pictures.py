"""Data sets of pictures: each sample is a picture of height times width pixels, in one channel or more."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from engine.array import Array, Precision
from engine.augmentation import Augmentation, changed, draw, moved_boxes
from engine.control import control, option
from engine.data.dataset import Dataset
from engine.data.description import MOST_EXAMINED, box_rows
from engine.data.images import CHUNK, Images
from engine.data.sets import Divided


class Pictures(Augmentation, Divided):
    """Samples that are pictures. They stay bytes, which all runs of a machine share (see `engine.data.images`)."""

    is_large: ClassVar = True

    @property
    def n_channels(self) -> int:
        return 1

    @property
    def picture(self) -> tuple[int, int]:
        raise NotImplementedError

    @property
    def shape_in(self) -> tuple[int, int, int]:
        return (self.n_channels, *self.picture)

    @property
    def inputs(self) -> tuple[object, ...]:
        return pixel_names(self.shape_in)

    @property
    def inputs_are_shares(self) -> bool:
        return not self.standardize

    @property
    def examined(self) -> int | None:
        largest = max(self.n_train, self.n_validation, self.n_test)
        return MOST_EXAMINED if largest > MOST_EXAMINED else None

    @property
    def lost_labels(self) -> tuple[int, ...]:
        """The labels of the box, if there is one and the pictures are moved."""
        return () if self.box_label is None or not self.moves else box_rows(self.box_label)

    @property
    def boxes_follow(self) -> bool:
        """Not where they are turned: a box around a thing says too little of the one around the turned thing."""
        return not self.rotation

    @property
    def multiplications(self) -> int:
        return self.cost * self.n_inputs

    @property
    def plain(self) -> Self:
        return self.model_copy(update=dict.fromkeys(Augmentation.model_fields, 0)) if self.augments else self

    def chances(self, count: int, generator: np.random.Generator) -> Array:
        return draw(count, generator)

    def shown(self, X_train: Any, samples: NDArray[np.integer], chance: Array | None) -> Array:
        images: Images = X_train
        if chance is None:
            return images.take(samples)
        # They are taken in chunks, one after the other.
        parts = iter(np.split(chance, range(CHUNK, chance.shape[1], CHUNK), axis=1))

        def change(pictures: Array) -> Array:
            return changed(self, pictures.reshape(*self.shape_in, -1), next(parts)).reshape(pictures.shape)

        return images.take(samples, change=change)

    def moved_boxes(self, boxes: Array, chance: Array) -> Array:
        return moved_boxes(self, boxes, chance, self.picture) if self.moves else boxes

    @property
    def n_held(self) -> int:
        return 0

    def in_sets(self, pixels: NDArray[np.uint8], dtype: Precision) -> list[Images]:
        """Pictures (n_samples, n) in random order, as those for training, for validation and for the test."""
        ends = [self.n_train, self.n_train + self.n_validation]
        rows = np.arange(self.n_samples, dtype=np.int32)
        return [Images(pixels, some, dtype) for some in np.split(rows, ends)]

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


class Resizable(Pictures):
    """Pictures that are made here, as large as one wishes, and in colour or not."""

    pixels: int = Field(
        default=28,
        ge=16,
        le=32,
        title="Picture size",
        json_schema_extra=control("data", order=30, scale="linear", help="Pixels along each side."),
    )
    """The pixels along each side."""
    channels: Literal[3, 1] = Field(
        default=3,
        title="Channels",
        json_schema_extra=control(
            "data",
            order=35,
            hint="Whether pictures have colours, or one channel of grey.",
            options={"3": option("Colour"), "1": option("Grey")},
        ),
    )
    """The channels of a picture: red, green and blue, or a single one."""

    @property
    def n_channels(self) -> int:
        return self.channels

    @property
    def picture(self) -> tuple[int, int]:
        return self.pixels, self.pixels


@lru_cache
def pixel_names(shape: tuple[int, int, int]) -> tuple[object, ...]:
    """A name for each number of pictures (channels, height, width). One of a single channel needs no channel's name."""
    channels, *sides = shape
    numbers = [("pixel", *sides, pixel) for pixel in range(sides[0] * sides[1])]
    return tuple((*number, channel) for channel, number in product(range(channels), numbers))
