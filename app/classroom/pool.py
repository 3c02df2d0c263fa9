"""The pool: points or pictures that the students draw, together one data set from which the class network learns."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from app.classroom.member import Member
from app.errors import Refusal, sentence
from engine.data.album import MOST_PICTURES
from engine.data.drawing import normalized
from engine.data.own_points import Point

MOST_OF_ONE = 40
MOST_POINTS = 1000
"""As many as a data set of drawn points may have (see `engine.data.own_points`)."""
MOST_PICTURES_OF_ONE = 10
PICTURE_SIDE = 28
"""Pixels along each side of a picture as it is kept: like a digit of MNIST."""

Draws = Literal["points", "pictures"]
Classes = Annotated[int, Field(ge=2, le=10)]
NO_CLASS = sentence("The points have {classes} classes, counted from 0.")


class Drawn(BaseModel):
    """A point that a student has drawn."""

    model_config = ConfigDict(extra="forbid")

    id: int
    point: Point
    """x1, x2 and the class."""

    @property
    def label(self) -> int:
        return self.point[2]


class DrawnPicture(BaseModel):
    """A picture that a student has drawn."""

    model_config = ConfigDict(extra="forbid")

    id: int
    label: int
    """The class, such as the digit that it is."""
    ink: str
    """Its bytes in base64, row by row from the top, 0 where there is no ink: (PICTURE_SIDE, PICTURE_SIDE)."""

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return np.frombuffer(b64decode(self.ink), np.uint8).reshape(PICTURE_SIDE, PICTURE_SIDE)


class Pool(BaseModel):
    """Every change raises Refusal where it may not be made, and then changes nothing."""

    model_config = ConfigDict(extra="forbid")

    is_open: bool = False
    """Whether drawings are collected now."""
    draws: Draws = "points"
    """The kind of drawings that are collected, shown and learned; those of the other kind are kept."""
    classes: Classes = 2
    drawn: dict[str, list[Drawn]] = {}
    """The points of each member."""
    pictures: dict[str, list[DrawnPicture]] = {}
    """The pictures of each member."""
    latest: int = 0
    """The id of the latest drawing: ids count all that were ever drawn."""
    changes: int = 0
    """The number of changes so far, by which a network knows whether it has learned the latest."""

    @property
    def drawings(self) -> Mapping[str, Sequence[Drawn | DrawnPicture]]:
        """The drawings that are collected, shown and learned, by member."""
        return self.pictures if self.draws == "pictures" else self.drawn

    @property
    def labels(self) -> list[int]:
        """The classes of these drawings."""
        return [each.label for own in self.drawings.values() for each in own]

    def choose(self, draws: Draws, classes: int) -> None:
        """Let students draw points or pictures, of so many classes."""
        chosen = self.model_copy(update={"draws": draws})
        if any(label >= classes for label in chosen.labels):
            raise Refusal(
                "other-classes",
                "classes",
                "There are drawings of more classes: take them out before you choose fewer.",
            )
        self.draws, self.classes = draws, classes
        self.changes += 1

    def draw(self, member: Member, points: list[Point]) -> None:
        """Add points of a student."""
        own = self.drawn.get(member.id, [])
        self._check("points", [label for _, _, label in points])
        if len(own) + len(points) > MOST_OF_ONE:
            raise Refusal(
                "too-many-points",
                "points",
                "You have drawn {most} points, as many as each may: rub some out first.",
                most=MOST_OF_ONE,
            )
        if sum(map(len, self.drawn.values())) + len(points) > MOST_POINTS:
            raise Refusal(
                "too-many-points",
                "points",
                "The class has drawn {most} points, as many as it may.",
                most=MOST_POINTS,
            )
        self.drawn[member.id] = [*own, *(Drawn(id=self._next(), point=point) for point in points)]

    def add(self, member: Member, drawing: NDArray[np.uint8], label: int) -> None:
        """Add a picture of a student, drawn on (h, w) pixels: it is centred and scaled like the digits of MNIST."""
        own = self.pictures.get(member.id, [])
        self._check("pictures", [label])
        if len(own) >= MOST_PICTURES_OF_ONE:
            raise Refusal(
                "too-many-pictures",
                "drawing",
                "You have drawn {most} pictures, as many as each may: rub some out first.",
                most=MOST_PICTURES_OF_ONE,
            )
        if sum(map(len, self.pictures.values())) >= MOST_PICTURES:
            raise Refusal(
                "too-many-pictures",
                "drawing",
                "The class has drawn {most} pictures, as many as it may.",
                most=MOST_PICTURES,
            )
        picture = normalized(drawing, PICTURE_SIDE)
        if not picture.any():
            raise Refusal("nothing-drawn", "drawing", "Nothing is drawn yet.")
        ink = b64encode(picture.tobytes()).decode()
        self.pictures[member.id] = [*own, DrawnPicture(id=self._next(), label=label, ink=ink)]

    def _check(self, draws: Draws, labels: list[int]) -> None:
        """Raises Refusal where drawings of this kind and of these classes are not collected."""
        if not self.is_open or draws != self.draws:
            raise Refusal("pool-shut", None, "The teacher does not collect that now.")
        if any(not 0 <= label < self.classes for label in labels):
            raise Refusal("no-such-class", draws, NO_CLASS, classes=self.classes)

    def _next(self) -> int:
        self.latest += 1
        self.changes += 1
        return self.latest

    def take_out(self, ids: set[int], member: str | None = None) -> None:
        """Take drawings out, of one student alone if one is named. Those that are gone already stay gone."""
        drawings: list[dict[str, Any]] = [self.drawn, self.pictures]
        for drawn in drawings:
            for id in drawn if member is None else {member} & drawn.keys():
                drawn[id] = [each for each in drawn[id] if each.id not in ids]
        self.changes += 1

    def take_out_all_of(self, member: str) -> None:
        self.drawn.pop(member, None)
        self.pictures.pop(member, None)
        self.changes += 1

    def shown_to(self, member: Member) -> dict[str, object]:
        """The pool as a student is told of it: with their own drawings. The number of all changes too often for
        everyone's page."""
        return {
            "open": self.is_open,
            "draws": self.draws,
            "classes": self.classes,
            "points": [(each.id, *each.point) for each in self.drawn.get(member.id, ())],
            "pictures": [(each.id, each.label, each.ink) for each in self.pictures.get(member.id, ())],
        }
