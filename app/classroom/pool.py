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
    member: str
    point: Point
    """x1, x2 and the class."""


class Pool(BaseModel):
    """Every change raises Refusal where it may not be made, and then changes nothing."""

    model_config = ConfigDict(extra="forbid")

    is_open: bool = False
    """Whether points are collected now."""
    classes: Annotated[int, Field(ge=2, le=10)] = 2
    points: list[Drawn] = []
    drawn: int = 0
    """How many were ever drawn: the id of the latest."""

    def set_classes(self, classes: int) -> None:
        if any(each.point[2] >= classes for each in self.points):
            raise Refusal("other-classes", "classes", OTHERS_LEFT)
        self.classes = classes

    def draw(self, member: Member, points: list[Point]) -> None:
        """Add points of a student."""
        if not self.is_open:
            raise Refusal("pool-shut", None, SHUT)
        if len(self.of(member)) + len(points) > MOST_OF_ONE:
            raise Refusal("too-many-points", "points", MANY_OWN, most=MOST_OF_ONE)
        if len(self.points) + len(points) > MOST_POINTS:
            raise Refusal("too-many-points", "points", MANY, most=MOST_POINTS)
        if any(label >= self.classes for _, _, label in points):
            raise Refusal("no-such-class", "points", NO_CLASS, classes=self.classes)
        for point in points:
            self.drawn += 1
            self.points.append(Drawn(id=self.drawn, member=member.id, point=point))

    def of(self, member: Member) -> list[Drawn]:
        return [each for each in self.points if each.member == member.id]

    def take_out(self, ids: set[int], member: str | None = None) -> None:
        """Take points out, of one student alone if one is named. Those that are gone already stay gone."""
        self.points = [
            each
            for each in self.points
            if each.id not in ids or (member is not None and each.member != member)
        ]

    def take_out_all_of(self, member: str) -> None:
        self.points = [each for each in self.points if each.member != member]

    def shown_to(self, member: Member) -> dict[str, object]:
        """What a student is told: their own points, and how many there are of all."""
        own = [(each.id, *each.point) for each in self.of(member)]
        return {"open": self.is_open, "classes": self.classes, "points": own, "total": len(self.points)}
