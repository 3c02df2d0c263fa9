"""Eyes on me: a class is paused, and let go again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.document.family import is_family
from app.errors import HostError, Refusal
from app.runs.owned import Owned
from app.runs.runs import Runs

ANSWER_SECONDS = 0.2
"""So long does an act wait for the hosts, which yield to every other process of a busy machine."""

RESTARTS = 3
"""A run is asked again after so many restarts of its host."""

OnSeat = Callable[[Runs, Member], Awaitable[None]]


async def pause(classrooms: Classrooms, classroom: Classroom) -> None:
    """Pause every student's training: eyes on the teacher. They are told at once, and nothing begins to train from now
    on; what trains is stopped as soon as its host hears of it."""
    await set_paused(classrooms, classroom, hold, is_paused=True)


async def let_go(classrooms: Classrooms, classroom: Classroom) -> None:
    """Let everybody go on: who was training trains again."""
    await set_paused(classrooms, classroom, play, is_paused=False)


async def set_paused(classrooms: Classrooms, classroom: Classroom, act: OnSeat, *, is_paused: bool) -> None:
    with classrooms.changing(classroom):
        classroom.is_paused = is_paused
    former = classrooms.acting.get(classroom.code)
    task = asyncio.create_task(on_all_seats(classrooms, classroom, act, former))
    classrooms.acting[classroom.code] = task
    task.add_done_callback(lambda task: forget(classrooms, classroom, task))
    classrooms.telling.now(classroom.code)
    await asyncio.wait([task], timeout=ANSWER_SECONDS)


def forget(classrooms: Classrooms, classroom: Classroom, task: asyncio.Task[None]) -> None:
    """Forget what is done, unless something else was begun."""
    if classrooms.acting.get(classroom.code) is task:
        del classrooms.acting[classroom.code]


async def on_all_seats(
    classrooms: Classrooms, classroom: Classroom, act: OnSeat, former: asyncio.Task[None] | None
) -> None:
    """Act on the runs of all seats, once the `former` act is over: a class is let go after it was paused."""
    if former is not None:
        await asyncio.wait([former])
    await asyncio.gather(*(act(classrooms.runs, member) for member in classroom.inside()))
    classrooms.keep(classroom)


async def hold(runs: Runs, member: Member) -> None:
    """Pause all runs of a seat, since its student may not have gone to a new task yet, and the families of its
    browser."""
    families = [run.id for run in runs.awake.of_visitor(member.visitor) if is_family(run.id)]
    for run in (*member.runs.values(), *families):
        if owned := runs.awake.get(run):
            with suppress(Refusal):  # a run that cannot be asked does not train either
                was = await asked(owned, "pause")
                if was["was"] == "playing":
                    member.played.append(run)


async def play(runs: Runs, member: Member) -> None:
    """Let the runs go on that were held."""
    played, member.played = member.played, []
    for run in played:
        if owned := runs.awake.get(run):
            with suppress(Refusal):
                await asked(owned, "play")


async def asked(owned: Owned, do: str) -> dict[str, Any]:
    """The answer of a run. A host that dies meanwhile restores it as it was before, so that it is asked again."""
    for _ in range(RESTARTS):
        try:
            return await owned.control({"do": do})
        except HostError as error:
            if error.code != "host-restarted":
                raise
    return await owned.control({"do": do})
