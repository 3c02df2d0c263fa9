"""Eyes on me: a class is paused, and let go again."""

import asyncio
from contextlib import suppress

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.errors import Refusal
from app.runs.runs import Runs


async def pause(classrooms: Classrooms, classroom: Classroom) -> None:
    """Pause every student's training: eyes on the teacher."""
    with classrooms.changing(classroom):
        classroom.is_paused = True
    await asyncio.gather(*(hold(classrooms.runs, member) for member in classroom.inside()))


async def hold(runs: Runs, member: Member) -> None:
    """Pause all runs of a seat: who has not gone to a new task yet trains an earlier one."""
    for run in member.runs.values():
        if owned := runs.awake.get(run):
            with suppress(Refusal):  # a run that cannot be asked does not train either
                if (await owned.control({"do": "pause"}))["was"] == "playing":
                    member.played.append(run)


async def let_go(classrooms: Classrooms, classroom: Classroom) -> None:
    """Let everybody go on: who was training trains again."""
    with classrooms.changing(classroom):
        classroom.is_paused = False
    await asyncio.gather(*(play(classrooms.runs, member) for member in classroom.inside()))


async def play(runs: Runs, member: Member) -> None:
    """Let the runs of a seat go on that were held."""
    played, member.played = member.played, []
    for run in played:
        if owned := runs.awake.get(run):
            with suppress(Refusal):
                await owned.control({"do": "play"})
