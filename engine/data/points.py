"""Data sets of points, on the plane of x1 and x2 or along the line of x1: the network is shown features of them."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import AfterValidator, Field, field_validator

from engine.array import Array, Precision
from engine.control import control
from engine.data.dataset import Dataset
from engine.data.description import Data, Divided, View
from engine.data.features import FEATURES, Feature, features_of
from engine.fault import Fault

FEATURES_OF_LINES: tuple[Feature, ...] = ("x1", "x1_squared", "sin_x1")
MOST_POINTS = 5_000


class Points(Data):
    """Samples that are points."""

    view: ClassVar[View] = "plane"
    possible_features: ClassVar = tuple(FEATURES)

    features: tuple[Feature, ...] = Field(default=("x1", "x2"), title="Features", min_length=1, max_length=7)
    """What the network is shown of each point, in this order."""

    @field_validator("features")
    @classmethod
    def features_are_there_once(cls, features: tuple[Feature, ...]) -> tuple[Feature, ...]:
        if len(set(features)) < len(features):
            raise Fault("Each feature may be named once.", where="data.features")
        if not set(features) <= set(cls.possible_features):
            raise Fault(
                "This data set has one input: of the features it has {allowed}.",
                where="data.features",
                allowed=", ".join(cls.possible_features),
            )
        return features

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
