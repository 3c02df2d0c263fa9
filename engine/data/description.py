"""A description of a data set: its part of an experiment, which draws the samples and splits them."""

from dataclasses import replace
from math import prod
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.array import Array, Precision
from engine.control import control
from engine.data.chosen_columns import ChosenColumns
from engine.data.dataset import Dataset
from engine.data.features import FEATURES, Feature
from engine.fault import Fault
from engine.part import Part
from engine.pauses import pause

Problem = Literal["classification", "regression"]
View = Literal["plane", "line", "samples"]

DOMAIN = (-6.0, 6.0)
BOX_NUMBERS = 4
"""A box is the x and y of its middle, its width and its height."""
MOST_EXAMINED = 1_000
"""The number of samples that are evaluated of each set of pictures or of a long table, so that a frame stays cheap."""
MOST_EVALUATED = 5_000
"""A data set of no more samples is evaluated as a whole."""


def box_rows(first: int) -> tuple[int, ...]:
    """The rows of the labels that a box has which begins with the row `first` (see `Data.box_label`)."""
    return (*range(first, first + BOX_NUMBERS),)


class Data(Part):
    """The common part of all descriptions of data sets; each has a `kind`, by which it is chosen."""

    view: ClassVar[View] = "samples"
    """Where the outputs of units are shown: over the plane of x1 and x2, along the line of x1 or, where there is
    neither, for a number of samples."""
    domain: ClassVar[tuple[float, float]] = DOMAIN
    """The range of every axis."""
    possible_features: ClassVar[tuple[Feature, ...]] = ()
    """The features that can be taken of a sample, where it is a point."""
    is_table: ClassVar[bool] = False
    """Whether its rows are all that there is: they are the training set, and once more every other set."""
    is_edited: ClassVar[bool] = False
    """Whether a person draws its samples on the plane, one by one."""
    is_large: ClassVar[bool] = False
    """Whether it is kept in memory only while a run learns from it."""

    kind: str
    standardize: bool = Field(
        default=False,
        title="Standardise features",
        json_schema_extra=control(
            "data",
            more=True,
            order=30,
            help="Each feature is scaled to mean 0 and variance 1 over the training samples.",
        ),
    )
    """Whether each feature is brought to mean 0 and variance 1, as measured on the training samples alone."""
    validation_share: float = Field(
        default=0,
        ge=0,
        le=0.5,
        title="Validation data",
        json_schema_extra=control(
            "data",
            more=True,
            order=20,
            help="Kept out of training and test: for choosing hyperparameters and for early stopping.",
            scale="linear",
            step=5,
            unit="%",
            times=100,
            applies={"kind.is_table": ["false"]},
        ),
    )
    """The share that is kept to choose by, such as when to stop: what is chosen by it cannot be tested on it."""

    @model_validator(mode="after")
    def each_set_has_samples(self) -> Self:
        if self.validation_share and not self.n_validation:
            raise Fault(
                "This share of {count} samples is less than one sample.",
                where="data.validation_share",
                count=self.n_samples,
            )
        if self.n_train < 1:
            raise Fault(
                "Test and validation data together leave nothing to train on.", where="data.test_share"
            )
        return self

    @property
    def n_samples(self) -> int:
        """The number of different samples."""
        raise NotImplementedError

    @property
    def n_train(self) -> int:
        raise NotImplementedError

    @property
    def n_validation(self) -> int:
        raise NotImplementedError

    @property
    def n_test(self) -> int:
        raise NotImplementedError

    @property
    def n_classes(self) -> int:
        """The number of classes; a regression has none."""
        return 2

    @property
    def class_names(self) -> tuple[str, ...] | None:
        """The names of the classes, in English; None: they have numbers only."""
        return None

    @property
    def label_classes(self) -> tuple[int, ...]:
        """The number of classes of each row of the labels; 0: it is a number. By default the first row is learned."""
        return (self.n_classes,)

    @property
    def box_label(self) -> int | None:
        """The row of the labels with which the box around a thing in the picture begins: its middle's x and y, its
        width and its height, as shares of the picture's sides, from the upper left corner. None: there are no boxes."""
        return None

    @property
    def lost_labels(self) -> tuple[int, ...]:
        """The rows of the labels that are not true of changed samples, such as where in a picture something is."""
        return ()

    @property
    def boxes_follow(self) -> bool:
        """Whether the boxes around things are known in changed samples, too (see `moved_boxes`)."""
        return True

    @property
    def problem(self) -> Problem:
        return "classification" if self.n_classes else "regression"

    @property
    def inputs(self) -> tuple[object, ...]:
        """A name for each of the network's inputs; what has the same name means the same."""
        raise NotImplementedError

    @property
    def shape_in(self) -> tuple[int, ...]:
        """The shape of a sample's inputs: (n,) numbers, or (channels, height, width) of a picture. Samples are
        columns of n numbers in both cases."""
        return (len(self.inputs),)

    @property
    def n_inputs(self) -> int:
        """The number of inputs for each sample."""
        return prod(self.shape_in)

    @property
    def inputs_are_shares(self) -> bool:
        """Whether each input lies between 0 and 1, as a pixel does."""
        return False

    @property
    def chosen_features(self) -> tuple[Feature, ...]:
        """The features that the network is shown of a point, where the samples are points."""
        return ()

    @property
    def formulas(self) -> tuple[Feature, ...]:
        """The chosen features that are formulas of one's own."""
        return tuple(feature for feature in self.chosen_features if feature not in FEATURES)

    @property
    def augments(self) -> bool:
        """Whether the training samples are changed by chance in every step."""
        return False

    @property
    def multiplications(self) -> int:
        """The cost of changing a sample, counted like the multiplications of a network."""
        return 0

    @property
    def plain(self) -> Self:
        """The description of the same samples without changes."""
        return self

    def chances(self, count: int, generator: np.random.Generator) -> Array:
        """The random numbers (.., count) by which so many training samples are changed."""
        raise NotImplementedError

    def shown(self, X_train: Any, samples: NDArray[np.integer], chance: Array | None) -> Array:
        """The inputs (n, m) of a step for some training samples: changed by random numbers (.., m) or, without any,
        unchanged."""
        X: Array = X_train.take(samples, axis=1)
        return X

    def moved_boxes(self, boxes: Array, chance: Array) -> Array:
        """The boxes (4, m) in these samples after the same change."""
        return boxes

    @property
    def examined(self) -> int | None:
        """The number of samples of each set that are evaluated, the first ones; None: all of them."""
        return MOST_EXAMINED if self.n_samples > MOST_EVALUATED else None

    @property
    def subject(self) -> tuple[object, ...]:
        """The task. Fewer, other or noisier samples of it are the same subject."""
        return (self.kind,)

    @property
    def own_table(self) -> ChosenColumns | None:
        """The person's own table, if the data come from one."""
        return None

    @property
    def lent_id(self) -> str | None:
        """The id of a person's own file, if the data come from one."""
        return None

    @property
    def n_steps(self) -> int:
        """The time steps of the longest sample; 0: samples are no sequences."""
        return 0

    @property
    def answered_steps(self) -> int:
        """How many steps have an answer each, which the rows of the labels are; 0: there is one for the sample."""
        return 0

    def whole_label(self, labels: Array) -> Array:
        """Of labels (t, m) that which stands for the whole sample, (m,): the first one that is asked for."""
        if not (self.answered_steps and self.n_classes):
            first: Array = labels[0]
            return first
        asked: Array = np.take_along_axis(labels, (labels >= 0).argmax(axis=0)[np.newaxis], axis=0)[0]
        return asked

    @property
    def lengths_differ(self) -> bool:
        """Whether sequences may have fewer steps than the longest: those that are missing have zeros only."""
        return False

    @property
    def counts_whole(self) -> bool:
        """Whether a sequence is right only where all its answers are."""
        return False

    @property
    def begins_answering(self) -> str | None:
        """The symbol at which answers begin that are the next steps themselves; None: they are not."""
        return None

    @property
    def asking_symbol(self) -> int | None:
        """The number of that symbol among the symbols."""
        if self.symbols is None or self.begins_answering is None:
            return None
        return self.symbols.index(self.begins_answering)

    @property
    def continues(self) -> bool:
        """Whether the answer after a step is the next step, so that a network may go on by itself."""
        return False

    def as_input(self, answer: int) -> int | None:
        """The code of the symbol that a class stands for, where an answer may be the next step; None: it is the end."""
        return None

    def read(self, text: str) -> NDArray[np.uint8]:
        """The codes (T, 1) of a sequence that a person typed. Fault: it cannot be read."""
        raise Fault("Only sequences of symbols can be typed.")

    @property
    def symbols(self) -> tuple[str, ...] | None:
        """The symbols of which sequences are made, one for each input of a step; None: they are made of numbers."""
        return None

    @property
    def typed_symbols(self) -> tuple[str, ...] | None:
        """Those of which a person may type a sequence (see `read`)."""
        return self.symbols

    @property
    def picture(self) -> tuple[int, int] | None:
        """The height and the width of each sample, if it is a picture."""
        return None

    @property
    def n_held(self) -> int:
        """How many numbers of each sample's inputs a host holds for it alone."""
        return self.n_inputs

    @property
    def n_own(self) -> int:
        """The number of things in the description that a person has made, such as points."""
        return 0

    def truth(self, points: Array) -> Array | None:
        """The values (m,) of the true function at points (1, m), if there is one."""
        return None

    def picture_of(self, drawing: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
        """A visitor's drawing (h, w), ink (255) on paper (0), as a picture like the samples; None where samples cannot
        be drawn."""
        return None

    def dataset(self, dtype: Precision) -> Dataset:
        """The samples, always the same for the same description. Unavailable: they cannot be made here."""
        raise NotImplementedError

    def split(self, points: Array, X: Array, labels: Array) -> Dataset:
        """A data set of points, features X (n, n_samples) and labels (targets, n_samples), first those for training."""
        train, test = self.n_train, self.n_train + self.n_validation
        numbers = np.arange(test + self.n_test) % self.n_samples  # Of a table every set has all rows.
        X, all_labels = X[:, numbers], labels[:, numbers]
        pause()
        deviation = X[:, :train].std(axis=1, keepdims=True)
        dataset = Dataset(
            mean=X[:, :train].mean(axis=1, keepdims=True),
            deviation=np.where(deviation > 0, deviation, deviation.dtype.type(1)),
            points=points,
            labels=labels,
            X_train=X[:, :train].copy(),
            labels_train=all_labels[:, :train].copy(),
            X_validation=X[:, train:test].copy(),
            labels_validation=all_labels[:, train:test].copy(),
            X_test=X[:, test:].copy(),
            labels_test=all_labels[:, test:].copy(),
        )
        pause()
        if self.standardize:
            dataset = replace(
                dataset,
                X_train=dataset.standardized(dataset.X_train),
                X_validation=dataset.standardized(dataset.X_validation),
                X_test=dataset.standardized(dataset.X_test),
            )
        return dataset
