"""Earlier: what a student had before their teacher changed it, kept as a run that sleeps, so that they can go back."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

MOST_EARLIER = 3
"""The most earlier states of a seat; an older one is deleted."""


class Earlier(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    """The stored run that has its weights, its steps and its history."""
    run: str
    """The run of the seat that it was."""
    why: Literal["push", "chalk"]
    """The reason: a change that was pushed, or the teacher's own hand."""
    step: int
    changed: dict[str, tuple[Any, Any]] = {}
    """By field, the value before and the value after."""
    is_read: bool = False
    """Whether the student has said that they know."""
