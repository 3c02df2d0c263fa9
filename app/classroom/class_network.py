"""The class network: one network of the teacher's, which trains in front of all, on the board and on the wall."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class ClassNetwork(BaseModel):
    """The part of a class's document that names it."""

    model_config = ConfigDict(extra="forbid")

    run: str
    owner: str
    """The class itself; in classes of a former release the teacher's browser that began it."""
    learns: Literal["task", "pool"] = "task"
    """Whether from the data of a task, or from what the students draw."""
    learned: int | None = None
    """The number of the pool's changes that it has learned."""
    batch_size: int = 1
    """As the task has it; with few points it is smaller."""


def owner_of(code: str) -> str:
    """The owner of a class's network and of its files: the class itself, so that they stay where a teacher goes. The
    names of visitors are drawn, so that none has this one."""
    return f"class {code}"
