"""A task of a class: what everyone's network begins as, and which controls of the page are hidden or locked."""

import secrets
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.classroom.challenge import Challenge
from app.names import Name, printable
from engine.experiment import Experiment

MOST_CHARACTERS = 1000
MOST_WORDS = 100


def lines(text: str) -> str:
    """The text, if a page can display each of its lines; raises ValueError."""
    return "\n".join(printable(line) if line.strip() else "" for line in text.splitlines())


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MOST_CHARACTERS), AfterValidator(lines)
]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z_.]{0,39}$")]
"""The name of a control or a panel, as addresses have it after `hide` and `lock`."""
Words = Annotated[list[Word], Field(max_length=MOST_WORDS)]


class TaskToSet(BaseModel):
    """A task as a teacher describes it."""

    model_config = ConfigDict(extra="forbid")

    title: Name
    text: Text = ""
    """The instruction, in a sentence or two: shown above each student's playground."""
    experiment: Experiment
    hide: Words = []
    lock: Words = []


class Task(TaskToSet):
    """A task of a room."""

    id: str
    challenge: Challenge | None = None

    @classmethod
    def of(cls, described: TaskToSet) -> "Task":
        return cls(id=secrets.token_urlsafe(6), **described.model_dump())

    def shown(self) -> dict[str, Any]:
        """The task as students are told of it."""
        return self.model_dump(mode="json")
