"""Data sets of points, on the plane of x1 and x2 or along the line of x1: the network is shown features of them."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import AfterValidator, Field, field_validator

from engine.array import Array, Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.description import Data, View
from engine.data.features import FEATURES, MOST_FORMULAS, Feature, checked_formula, features_of
from engine.data.sets import Divided
from engine.fault import Fault
from engine.formula import MOST_CHARACTERS

FEATURES_OF_LINES: tuple[Feature, ...] = ("x1", "x1_squared", "sin_x1")
MOST_FEATURES = len(FEATURES) + MOST_FORMULAS
MOST_POINTS = 5_000

FeatureText = Annotated[Feature, Field(max_length=MOST_CHARACTERS)]
"""A feature's name or formula as it arrives."""


class Points(Data):
    """Samples that are points."""

    view: ClassVar[View] = "plane"
    possible_features: ClassVar = tuple(FEATURES)

    features: tuple[FeatureText, ...] = Field(
        default=("x1", "x2"), title="Features", min_length=1, max_length=MOST_FEATURES
    )
    """The features of each point that the network reads, in this order: names, and formulas of one's own."""

    @field_validator("features")
    @classmethod
    def features_are_there_once(cls, features: tuple[Feature, ...]) -> tuple[Feature, ...]:
        features = tuple(feature if feature in FEATURES else cls.as_formula(feature) for feature in features)
        if len(set(features)) < len(features):
            raise Fault("Each feature may be named once.", where="data.features")
        if not {*features} & {*FEATURES} <= {*cls.possible_features}:
            raise Fault(
                "This data set has one input: of the features it has {allowed}.",
                where="data.features",
                allowed=", ".join(cls.possible_features),
            )
        if len({*features} - {*FEATURES}) > MOST_FORMULAS:
            raise Fault("There may be {most} formulas at most.", where="data.features", most=MOST_FORMULAS)
        return features

    @classmethod
    def as_formula(cls, text: str) -> Feature:
        """A formula as it is kept. Fault: what is wrong with it."""
        try:
            return checked_formula(text, 1 if cls.view == "line" else 2, cls.domain)
        except Fault as fault:
            raise Fault(fault.text, where="data.features", **{**fault.values, "feature": text}) from None

    @property
    def inputs(self) -> tuple[object, ...]:
        return self.features

    @property
    def chosen_features(self) -> tuple[Feature, ...]:
        return self.features

    def draw(self) -> tuple[Array, Array]:
        """The points (2, samples), or (1, samples) of a line, and their labels (samples,), or (targets, samples) where
        each has several. First come those for training."""
        raise NotImplementedError

    def dataset(self, dtype: Precision) -> Dataset:
        points, labels = self.draw()
        X = features_of(points, self.features)
        return self.split(points.astype(dtype), X.astype(dtype), np.atleast_2d(labels).astype(dtype))


def few_enough(samples: int) -> int:
    if samples > MOST_POINTS:
        raise Fault(
            "This data set has {most} samples at most: {samples} are too many.",
            where="data.samples",
            samples=samples,
            most=MOST_POINTS,
        )
    return samples


Count = Annotated[int, Field(ge=10, json_schema_extra={"maximum": MOST_POINTS}), AfterValidator(few_enough)]
"""How many points are drawn."""


ClassCount = Annotated[
    int,
    Field(
        ge=2,
        le=10,
        title="Classes",
        description="How many classes there are.",
        json_schema_extra=control(
            "data",
            order=20,
            scale="linear",
            hint="How many classes there are, each with a colour and a shape.",
        ),
    ),
]


class Drawn(Points, Divided):
    """Points that are drawn by a rule: as many, and with as much noise, as one likes."""

    samples: Count = Field(
        default=500,
        title="Samples",
        json_schema_extra=control(
            "data", order=80, half=True, hint="How many points are drawn, all sets together."
        ),
    )
    """How many samples are drawn, all sets together."""
    noise: float = Field(
        default=0,
        ge=0,
        le=80,
        title="Noise",
        json_schema_extra=control(
            "data",
            order=50,
            half=True,
            scale="linear",
            step=5,
            unit="%",
            hint="How far chance moves the points, or changes their labels.",
        ),
    )
    """Noise in percent, as TensorFlow Playground's users know it."""

    @property
    def n_samples(self) -> int:
        return self.samples

    def draw(self) -> tuple[Array, Array]:
        generator = np.random.default_rng(self.seed)
        points, labels = self.drawn(generator)
        order = generator.permutation(self.samples)
        return points[:, order], labels[..., order]

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        """The points and their labels, in any order."""
        raise NotImplementedError
