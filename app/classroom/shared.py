"""Parts that the board and the wall show of all students together, a line each."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.classroom import guesses, overlay, pooled, settings_table
from app.classroom.classroom import Classroom
from app.classroom.trained import Trained
from app.wire.commands import Shared


class Part(NamedTuple):
    told: Callable[[Classroom, Iterable[Trained]], bytes]
    """Its message, from the members' present networks."""
    seconds: float
    """The time for which a message stays true enough."""


PARTS: dict[Shared, Part] = {
    "overlay": Part(overlay.told, 0.1),
    "guesses": Part(guesses.told, 0.1),
    "pool": Part(pooled.told, 0.5),
    "settings": Part(settings_table.told, 1.0),
}
