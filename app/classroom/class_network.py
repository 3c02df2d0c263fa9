"""The class network: one network of the teacher's, which trains in front of all, on the board and on the wall."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class ClassNetwork(BaseModel):
    """The part of a class's document that names it."""

    model_config = ConfigDict(extra="forbid")

    run: str
    owner: str
    """The teacher's browser that began it: the run counts as its own."""
    learns: Literal["task", "pool"] = "task"
    """From the data of a task, or from the points that the students draw."""
    batch_size: int = 1
    """As the task has it; with few points it is smaller."""
