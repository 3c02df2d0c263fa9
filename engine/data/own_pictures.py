"""A person's own pictures, each of which has one of the classes and, where they were sent with boxes, a box."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from engine.array import Precision
from engine.data import tables
from engine.data.album import NUMBERS, SIDE, Album, boxes_in, n_rows
from engine.data.dataset import Dataset
from engine.data.images import resized
from engine.data.pictures import Resizable
from engine.data.tables import UnusableTable
from engine.fault import Fault


class UnusablePictures(UnusableTable):
    """An album is not on this machine, or differs from its description."""

    place = "data.album"


class OwnPictures(Resizable, title="Your own pictures"):
    """The pictures of your own archive, whose folders are the classes."""

    kind: Literal["pictures"] = "pictures"
    album: Album | None = Field(default=None, validate_default=True)
    """The pictures that were sent."""

    @field_validator("album")
    @classmethod
    def album_is_named(cls, album: Album | None) -> Album:
        if album is None:
            raise Fault("Choose your pictures first.", where="data.album")
        return album

    @property
    def own_album(self) -> Album:
        assert self.album is not None
        return self.album

    @property
    def lent_id(self) -> str:
        return self.own_album.id

    @property
    def n_samples(self) -> int:
        return self.own_album.pictures

    @property
    def n_classes(self) -> int:
        return 2 if self.album is None else self.album.classes  # Until an archive is chosen.

    @property
    def has_boxes(self) -> bool:
        return self.album is not None and self.album.boxes

    @property
    def box_label(self) -> int | None:
        return 1 if self.has_boxes else None

    @property
    def label_classes(self) -> tuple[int, ...]:
        return (self.n_classes, 0, 0, 0, 0) if self.has_boxes else (self.n_classes,)

    @property
    def subject(self) -> tuple[object, ...]:
        return (self.kind, self.own_album.id)

    @property
    def n_held(self) -> int:
        """Bytes, which are a quarter of a number: of the pictures as they are shown, and of those that were lent."""
        return -(-(self.n_inputs + n_rows(self.has_boxes)) // 4)

    @property
    def class_names(self) -> tuple[str, ...] | None:
        content = tables.content_with(self.own_album.id)
        return None if content is None else content.classes[0]

    def dataset(self, dtype: Precision) -> Dataset:
        """The pictures in random order. Raises UnusablePictures."""
        content = tables.content_with(self.own_album.id)
        if content is None:
            raise UnusablePictures("There are no such pictures here: they may have been deleted.")
        classes = content.classes[0]
        found = content.values.shape[1]
        if content.values.dtype != np.uint8 or classes is None:
            raise UnusablePictures("This file has no pictures, but a table.")
        if (found, len(classes)) != (self.n_samples, self.n_classes):
            raise UnusablePictures(
                "There are {count} pictures of {classes} classes, and not {given} of {given_classes}.",
                count=found,
                classes=len(classes),
                given=self.n_samples,
                given_classes=self.n_classes,
            )
        if self.has_boxes and len(content.values) != n_rows(True):
            raise UnusablePictures("These pictures have no boxes.")
        order = np.random.default_rng(self.seed).permutation(found)
        labels, pixels = content.values[:1, order], content.values[1 : 1 + NUMBERS, order].T
        if self.has_boxes:
            labels = np.concatenate([labels, boxes_in(content.values[:, order].astype(np.uint8, copy=False))])
        pictures: NDArray[np.uint8] = pixels.reshape(found, 3, SIDE, SIDE).astype(np.uint8, copy=False)
        if self.channels == 1:
            pictures = np.rint(pictures.mean(axis=1, keepdims=True)).astype(np.uint8)
        if self.pixels != SIDE:
            pictures = resized(pictures, *self.picture)
        return self.pictured(self.in_sets(np.ascontiguousarray(pictures.reshape(found, -1)), dtype), labels)
