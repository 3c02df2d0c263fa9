"""A person's own points, drawn on the plane one by one."""

from typing import Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field, field_validator, model_validator

from engine.array import Array
from engine.control import control
from engine.data.description import DOMAIN
from engine.data.points import ClassCount, Points
from engine.data.sets import Divided
from engine.fault import Fault

Coordinate = Annotated[
    float, Field(ge=DOMAIN[0], le=DOMAIN[1]), AfterValidator(lambda value: round(value, 2))
]
Point = tuple[Coordinate, Coordinate, Annotated[int, Field(ge=0, le=9)]]


class OwnPoints(Points, Divided, title="Your own points"):
    """Your own data: draw points on the output plane."""

    is_edited: ClassVar = True

    kind: Literal["points"] = "points"
    classes: ClassCount = 3
    points: tuple[Point, ...] = Field(
        default=(),
        max_length=1000,
        validate_default=True,
        title="Points",
        json_schema_extra=control(coding="points"),
    )
    """x1, x2 and the class of each point, from 0: two points or more."""

    @field_validator("points")
    @classmethod
    def there_are_two(cls, points: tuple[Point, ...]) -> tuple[Point, ...]:
        if len(points) < 2:
            raise Fault(
                "Own points must be two at least: one for the training and one for the test.",
                where="data.points",
            )
        return points

    @model_validator(mode="after")
    def classes_are_enough(self) -> Self:
        last = max(label for _, _, label in self.points)
        if last >= self.classes:
            raise Fault(
                "There are points of class {label}: rub them out before you take fewer classes.",
                where="data.classes",
                label=last,
            )
        return self

    @property
    def n_samples(self) -> int:
        return len(self.points)

    @property
    def n_classes(self) -> int:
        return self.classes

    @property
    def n_own(self) -> int:
        return len(self.points)

    def draw(self) -> tuple[Array, Array]:
        x1, x2, labels = np.array(self.points).T
        # Each point draws its place, so that one more leaves most of the others in the set that they were in.
        order = np.argsort(np.random.default_rng(self.seed).random(len(self.points)))
        return np.stack([x1, x2])[:, order], labels[order]
