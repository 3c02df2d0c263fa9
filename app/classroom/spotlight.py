"""The spotlight: one student's network, live on everyone's screen, with their consent or without their name."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from app.classroom.member import Member
from app.errors import Refusal, sentence

NOTHING_TO_SHOW = sentence("This student has not begun yet: there is nothing to show.")
NOT_ASKED = sentence("Your teacher does not ask any more whether your network may be shown.")


class Spotlight(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    member: str
    run: str
    is_named: bool
    """Whether the student's name stands beside it, to which they must agree."""
    is_lit: bool
    """Whether it is shown; otherwise the student is being asked."""

    @classmethod
    def on(cls, member: Member, *, named: bool) -> "Spotlight":
        """Without the name at once, with it as soon as the student agrees. Raises Refusal."""
        if member.run is None:
            raise Refusal("nothing-to-show", "member", NOTHING_TO_SHOW)
        return cls(member=member.id, run=member.run, is_named=named, is_lit=not named)


def answered(spotlight: Spotlight | None, member: Member, *, agrees: bool, named: bool) -> Spotlight | None:
    """The student says whether it may be shown, and whether with the name; once it is shown with the name, it is theirs
    to end. Raises Refusal."""
    if spotlight is None or spotlight.member != member.id or not spotlight.is_named:
        raise Refusal("not-asked", None, NOT_ASKED)
    return spotlight.model_copy(update={"is_lit": True, "is_named": named}) if agrees else None


def told_to(spotlight: Spotlight | None, member: Member, shown_as: str | int | None) -> dict[str, Any] | None:
    """The spotlight as a student is told of it: of their own network all, of another's what everyone sees."""
    if spotlight is None:
        return None
    if spotlight.member == member.id:
        return {"mine": True, "lit": spotlight.is_lit, "named": spotlight.is_named, "run": spotlight.run}
    if not spotlight.is_lit:
        return None
    return {"mine": False, "lit": True, "run": spotlight.run, "nickname": shown_as}
