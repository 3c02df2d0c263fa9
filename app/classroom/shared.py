"""What the students have in common: parts that the board and the wall show of all together, a line each."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.classroom import overlay
from app.classroom.classroom import Classroom
from app.classroom.trained import Trained
from app.wire.commands import Shared


class Telling(NamedTuple):
    told: Callable[[Classroom, Iterable[Trained]], bytes]
    """Its message, from the members' present networks."""
    seconds: float
    """How long a message stays true enough."""


PARTS: dict[Shared, Telling] = {"overlay": Telling(overlay.told, 0.1)}
