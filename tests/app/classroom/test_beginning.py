"""Beginning a run in a seat: what may come while it is created."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from app.classroom.beginning import begin
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Bounds, Classrooms
from app.classroom.door import join
from app.classroom.member import Member
from app.classroom.pushed import note_pushed
from app.classroom.task import TaskToSet
from app.classroom.tasks import add, set_present
from app.errors import Refusal
from engine.experiment import Experiment
from tests.app.classroom.kept import GatedRuns, Rows

pytestmark = pytest.mark.anyio


async def test_what_comes_while_a_run_begins() -> None:
    """The class is deleted, the seat is, another task is set, or a change is pushed."""
    rows, runs = Rows(), GatedRuns()
    rows.go.set()
    bounds = Bounds(per_visitor=9, per_address=9, members=2, days=1)
    classrooms = Classrooms(cast(Any, runs), cast(Any, rows), bounds)

    async def begun_while(act: Callable[[Classroom, Member], Awaitable[None]]) -> Member:
        classroom, *_ = classrooms.create("teacher", "", "Networks")
        ann = join(classroom, "ann", "Ann", "en", 0)
        runs.asked.clear()
        runs.go.clear()
        begun = asyncio.create_task(begin(classrooms, classroom, ann, ""))
        await runs.asked.wait()
        await act(classroom, ann)
        runs.go.set()
        await begun
        return ann

    async def delete(classroom: Classroom, ann: Member) -> None:
        await classrooms.remove(classroom)

    async def set_task(classroom: Classroom, ann: Member) -> None:
        experiment = Experiment.model_validate({"network": {"hidden": [5]}})
        set_present(classroom, add(classroom, TaskToSet(title="Five", experiment=experiment)).id)

    async def push(classroom: Classroom, ann: Member) -> None:
        note_pushed(classroom, {"network": {"hidden": [6]}})

    for act, reason in ((delete, "no class"), (classrooms.drop, "no such student")):
        with pytest.raises(Refusal, match=reason):
            await begun_while(act)
        assert runs.all == {}
    for act, hidden in ((set_task, 5), (push, 6)):
        ann = await begun_while(act)
        assert [*ann.runs] == [ann.task]
        assert runs.all.pop(ann.runs[ann.task]).plan.units[1:-1] == (hidden,)
        assert runs.all == {}
