"""Beginning: a student begins the run of the task that they are at, as the task and the teacher's pushes have it."""

import asyncio

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import Member
from app.classroom.pushed import pushed_onto
from app.runs.runs import Runs
from engine.experiment import Experiment


def beginning_of(classroom: Classroom, member: Member) -> Experiment:
    """The experiment with which a member begins the task that they are at."""
    task = classroom.task_of(member)
    return pushed_onto(Experiment() if task is None else task.experiment, classroom, member.task)


async def begin(classrooms: Classrooms, classroom: Classroom, member: Member, address: str) -> str:
    """The run of a member's present task, which is created where there is none yet. Raises Refusal."""
    async with classrooms.beginning.setdefault(member.id, asyncio.Lock()):
        while (run := member.run) is None or not await exists(classrooms.runs, run):
            wanted = member.task, beginning_of(classroom, member)
            made = await classrooms.runs.create(member.owner, wanted[1], address)
            if classrooms.has_seat(classroom, member) and wanted == (
                member.task,
                beginning_of(classroom, member),
            ):
                with classrooms.changing(classroom, member):
                    member.runs = {**member.runs, member.task: made.id}
                    classrooms.give_to(made.id, classroom, member)
                continue
            # Meanwhile the seat was deleted, or another task or change has come.
            await classrooms.runs.remove(member.owner, made.id)
            classrooms.check_seat(classroom, member)
        return run


async def exists(runs: Runs, run: str) -> bool:
    return runs.awake.get(run) is not None or await runs.archive.read(run) is not None
