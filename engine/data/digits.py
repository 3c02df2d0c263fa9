"""Digits: handwritten ones from MNIST (see `engine.data.mnist`)."""

from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator, model_validator

from engine.array import Precision
from engine.control import control, option
from engine.data.dataset import Dataset
from engine.data.drawing import normalized
from engine.data.images import Images
from engine.data.mnist import MOST_TEST, MOST_TRAINING, PUBLISHED_TEST, PUBLISHED_TRAINING, published
from engine.data.pictures import Pictures
from engine.fault import Fault

Digit = Annotated[int, Field(ge=0, le=9)]


class Digits(Pictures, title="Digits"):
    """Handwritten digits from MNIST: you can draw your own, too."""

    kind: Literal["digits"] = "digits"
    side: Literal[28, 16, 8] = Field(
        default=28,
        title="Pixels",
        json_schema_extra=control(
            "data",
            more=True,
            order=30,
            hint="How large the pictures are: fewer pixels train faster.",
            options={"28": option("28 × 28"), "16": option("16 × 16"), "8": option("8 × 8")},
        ),
    )
    """The pixels along each side: as they were published, or made smaller."""
    samples: int = Field(
        default=500,
        ge=10,
        le=MOST_TRAINING + MOST_TEST,
        title="Samples",
        json_schema_extra=control("data", order=40, hint="How many pictures are taken, all sets together."),
    )
    """How many digits are taken, all sets together."""
    digits: tuple[Digit, ...] | None = Field(
        default=None,
        min_length=2,
        max_length=10,
        title="Chosen digits",
        json_schema_extra=control(
            "data",
            more=True,
            order=28,
            kind="subset",
            hint="Which of the ten digits are taken; each is a class.",
            options={"": option("All"), "0,1,2,3,4": option("0–4"), "5,6,7,8,9": option("5–9")},
        ),
    )
    """The chosen digits, each a class: the lowest is class 0. Null: all ten."""
    balanced: bool = False
    """Whether there are as many training samples of each class; if not, chance decides."""

    @field_validator("digits")
    @classmethod
    def each_digit_is_named_once(cls, digits: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if digits is None:
            return None
        if len(set(digits)) < len(digits):
            raise Fault("A digit is named twice.", where="data.digits")
        return None if len(digits) == 10 else tuple(sorted(digits))

    @model_validator(mode="after")
    def so_many_were_published(self) -> Self:
        if self.samples > self.most_training + self.most_test:
            raise Fault(
                "Of these digits there are only {count}.",
                where="data.samples",
                count=self.most_training + self.most_test,
            )
        return self

    @property
    def taken(self) -> tuple[int, ...]:
        """The digits that are taken."""
        return (*range(10),) if self.digits is None else self.digits

    @property
    def most_training(self) -> int:
        return sum(PUBLISHED_TRAINING[digit] for digit in self.taken)

    @property
    def most_test(self) -> int:
        return sum(PUBLISHED_TEST[digit] for digit in self.taken)

    @property
    def n_samples(self) -> int:
        return self.samples

    @property
    def n_test(self) -> int:
        """No more are left for training than were published for it."""
        return min(max(super().n_test, self.samples - self.most_training), self.most_test)

    @property
    def n_classes(self) -> int:
        return len(self.taken)

    @property
    def class_names(self) -> tuple[str, ...]:
        return tuple(map(str, self.taken))

    @property
    def subject(self) -> tuple[object, ...]:
        return (self.kind, self.digits)

    @property
    def picture(self) -> tuple[int, int]:
        return self.side, self.side

    def picture_of(self, drawing: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return normalized(drawing, self.side)

    def dataset(self, dtype: Precision) -> Dataset:
        """Some of MNIST's digits, drawn by the seed: its test set is tested on, the others come from the other."""
        generator = np.random.default_rng(self.seed)
        train, test = published("train", self.side), published("t10k", self.side)
        rows = self.of_taken(generator, train.labels)
        if self.balanced:
            rows = in_turns(rows, train.labels[rows])
        rows = rows[: self.n_train + self.n_validation]
        rows_test = self.of_taken(generator, test.labels)[: self.n_test]
        sets = [
            Images(train.pixels, rows[: self.n_train], dtype),
            Images(train.pixels, rows[self.n_train :], dtype),
            Images(test.pixels, rows_test, dtype),
        ]
        digits = np.concatenate([train.labels[rows], test.labels[rows_test]])
        return self.pictured(sets, np.searchsorted(self.taken, digits)[np.newaxis])

    def of_taken(self, generator: np.random.Generator, labels: NDArray[np.uint8]) -> NDArray[np.int32]:
        """The rows of a published set that have one of these digits, in random order."""
        rows = generator.permutation(len(labels)).astype(np.int32)
        return rows if self.digits is None else rows[np.isin(labels[rows], self.taken)]


def in_turns(rows: NDArray[np.int32], labels: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Rows with these labels in another order: first one of each class, then the next of each, and so on."""
    turns = np.empty(len(rows), np.intp)
    for label in np.unique(labels):
        own = labels == label
        turns[own] = np.arange(np.count_nonzero(own))
    ordered: NDArray[np.int32] = rows[np.argsort(turns, kind="stable")]
    return ordered
