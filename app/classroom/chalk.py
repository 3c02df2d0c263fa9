"""The chalk: a teacher who looks on at a student's network takes it, changes the network, and gives it back."""

from pydantic import BaseModel, ConfigDict

from app.errors import sentence

CHALK_TAKEN = sentence(
    "Your teacher has the chalk: you watch your network, and can change it again when they give it back."
)
LAPSE_SECONDS = 30.0
"""A teacher whose page has been gone for so long gives it back."""


class Chalk(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    run: str
    teacher: str
    """The visitor who has it."""
    taken_at: float = 0.0
    """In seconds since 1970."""


def page_of(visitor: str, code: str) -> str:
    """The name of a teacher's open pages of a class, for `app.classroom.presence`."""
    return f"teacher {visitor} {code}"
