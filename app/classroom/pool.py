"""The pool: points that the students draw, together one data set from which the class network learns."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.classroom.member import Member
from app.errors import Refusal, sentence
from engine.data.own_points import Point

MOST_OF_ONE = 40
MOST_POINTS = 1000
"""As many as a data set of drawn points may have (see `engine.data.own_points`)."""

SHUT = sentence("The teacher does not collect points now.")
MANY_OWN = sentence("You have drawn {most} points, as many as each may: rub some out first.")
MANY = sentence("The class has drawn {most} points, as many as it may.")
NO_CLASS = sentence("The points have {classes} classes, counted from 0.")
OTHERS_LEFT = sentence("There are points of more classes: take them out before you choose fewer.")


class Drawn(BaseModel):
    """A point that a student has drawn."""

    model_config = ConfigDict(extra="forbid")

    id: int
    point: Point
    """x1, x2 and the class."""


class Pool(BaseModel):
    """Every change raises Refusal where it may not be made, and then changes nothing."""

    model_config = ConfigDict(extra="forbid")

    is_open: bool = False
    """Whether points are collected now."""
    classes: Annotated[int, Field(ge=2, le=10)] = 2
    drawn: dict[str, list[Drawn]] = {}
    """The points of each member."""
    latest: int = 0
    """How many were ever drawn: the id of the latest."""

    @property
    def points(self) -> list[Point]:
        return [each.point for own in self.drawn.values() for each in own]

    def set_classes(self, classes: int) -> None:
        if any(label >= classes for _, _, label in self.points):
            raise Refusal("other-classes", "classes", OTHERS_LEFT)
        self.classes = classes

    def draw(self, member: Member, points: list[Point]) -> None:
        """Add points of a student."""
        own = self.drawn.get(member.id, [])
        if not self.is_open:
            raise Refusal("pool-shut", None, SHUT)
        if len(own) + len(points) > MOST_OF_ONE:
            raise Refusal("too-many-points", "points", MANY_OWN, most=MOST_OF_ONE)
        if sum(map(len, self.drawn.values())) + len(points) > MOST_POINTS:
            raise Refusal("too-many-points", "points", MANY, most=MOST_POINTS)
        if any(label >= self.classes for _, _, label in points):
            raise Refusal("no-such-class", "points", NO_CLASS, classes=self.classes)
        ids = range(self.latest + 1, self.latest + 1 + len(points))
        self.drawn[member.id] = [
            *own,
            *(Drawn(id=id, point=point) for id, point in zip(ids, points, strict=True)),
        ]
        self.latest += len(points)

    def take_out(self, ids: set[int], member: str | None = None) -> None:
        """Take points out, of one student alone if one is named. Those that are gone already stay gone."""
        for id in self.drawn if member is None else {member} & self.drawn.keys():
            self.drawn[id] = [each for each in self.drawn[id] if each.id not in ids]

    def take_out_all_of(self, member: str) -> None:
        self.drawn.pop(member, None)

    def shown_to(self, member: Member) -> dict[str, object]:
        """What a student is told: their own points. How many there are of all changes too often for everyone's page."""
        own = [(each.id, *each.point) for each in self.drawn.get(member.id, ())]
        return {"open": self.is_open, "classes": self.classes, "points": own}
