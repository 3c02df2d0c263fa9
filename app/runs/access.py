"""Access: who may do what with a run. Every command and every route asks here, and nowhere else."""

from enum import StrEnum
from typing import Protocol

from app.errors import unknown_run


class Do(StrEnum):
    """What someone wants to do with a run."""

    SEE = "see"
    """Watch it, and read its state."""
    TRAIN = "train"
    """Let it take steps."""
    STEER = "steer"
    """Every other command: pause, change, undo."""
    PUSH = "push"
    """Change it from outside, while what it was is kept for its student."""
    OWN = "own"
    """Take it along, as a file or a saved network, or delete it."""


class Access(Protocol):
    def check(self, visitor: str, run: str, owner: str, do: Do) -> None:
        """Raises Refusal where the visitor may not do it with a run of this owner. Who may not see a run gets the
        refusal of a run that does not exist, so that ids cannot be probed."""

    def class_of(self, run: str) -> str | None:
        """The code of the class in which the run's student has a seat."""

    def keepers(self, visitor: str) -> dict[str, str | None]:
        """The names under which a visitor keeps networks and files: their own, and that of each class that they teach,
        with its code."""


class OwnersOnly:
    """Without classes, a run is its owner's alone."""

    def class_of(self, run: str) -> str | None:
        return None

    def keepers(self, visitor: str) -> dict[str, str | None]:
        return {visitor: None}

    def check(self, visitor: str, run: str, owner: str, do: Do) -> None:
        if visitor != owner:
            raise unknown_run()
