"""Acts of the teacher: how soon the server answers one, and how soon it reaches the students."""

import asyncio
import time
from collections.abc import Awaitable, Sequence
from typing import NamedTuple

import httpx

from tests.load.load import percentiles
from tests.load.student import Student

REACHING_SECONDS = 2.0


class Answered(NamedTuple):
    """An act of the teacher: when it was pressed, in seconds since 1970, and the seconds to the server's answer."""

    pressed: float
    seconds: float

    def __str__(self) -> str:
        return f"answered after {1e3 * self.seconds:.0f} ms"


async def act(students: Sequence[Student], press: Awaitable[httpx.Response]) -> Answered:
    """Carry out an act of the teacher, and wait until it has reached the students."""
    for student in students:
        student.reached.clear()
    pressed = time.time()
    (await press).raise_for_status()
    answered = Answered(pressed, time.time() - pressed)
    await asyncio.sleep(REACHING_SECONDS)
    return answered


def told_of(students: Sequence[Student], what: str, since: Answered) -> str:
    """How soon it reached the students who saw it, and how many they are."""
    found = [each.reached[what] - since.pressed for each in students if what in each.reached]
    last = f", the last {1e3 * max(found):.0f} ms" if found else ""
    return f"told {percentiles(found)}{last} ({len(found)} of {len(students)})"
