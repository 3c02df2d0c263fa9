"""The REST interface of what a teacher does with students' networks: push a change, show one, take the chalk."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from app.classroom import chalking, pace, tasks
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.push import push
from app.classroom.spotlight import Spotlight, answered
from app.connections.caller import Caller, Known, guarded
from app.web.class_callers import Body, finder, taught


class ToPush(Body):
    changes: dict[str, dict[str, Any]]
    """Parts of the experiment, and their fields to change."""
    member: str | None = None
    """Null: everybody in the class."""


class ToLight(Body):
    member: str
    named: bool = False
    """With the student's name, for which they are asked."""


class Answer(Body):
    agrees: bool
    named: bool = False


class OfPace(Body):
    pace: Literal["together", "each"]


class Order(Body):
    tasks: Annotated[list[str], Field(max_length=tasks.MOST_TASKS)]
    """The id of each task, once."""


class Pushed(BaseModel):
    changed: int
    alike: int
    """How many networks were like that already."""
    missed: dict[str, dict[str, Any]]
    """Why not, by member."""


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Found = Annotated[Classroom, Depends(finder(classrooms, known))]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]

    @router.post("/classes/{code}/pushes", summary="Change the network of all students, or of one")
    async def push_change(by: By, classroom: Taught, wanted: ToPush) -> Pushed:
        to = None if wanted.member is None else classroom.member(wanted.member)
        found = await push(classrooms, classroom, wanted.changes, to, *by)
        missed = {member: refusal.as_dict() for member, refusal in found.missed.items()}
        return Pushed(changed=found.changed, alike=found.alike, missed=missed)

    @router.put(
        "/classes/{code}/spotlight", status_code=204, summary="Show one student's network to everyone"
    )
    async def light(classroom: Taught, wanted: ToLight) -> None:
        """Without the name at once; with it, as soon as the student agrees."""
        named = wanted.named and not classroom.is_anonymous
        with classrooms.changing(classroom):
            classroom.spotlight = Spotlight.on(classroom.member(wanted.member), named=named)
        classrooms.telling.now(classroom.code)

    @router.put("/classes/{code}/pace", status_code=204, summary="Together, or each in their own time")
    async def choose_pace(classroom: Taught, wanted: OfPace) -> None:
        with classrooms.changing(classroom):
            pace.choose(classroom, wanted.pace)

    @router.put("/classes/{code}/tasks", status_code=204, summary="Put the tasks into another order")
    async def arrange(classroom: Taught, wanted: Order) -> None:
        with classrooms.changing(classroom):
            tasks.arrange(classroom, wanted.tasks)

    @router.delete("/classes/{code}/spotlight", status_code=204, summary="End the spotlight for all at once")
    async def end_light(classroom: Taught) -> None:
        with classrooms.changing(classroom):
            classroom.spotlight = None
        classrooms.telling.now(classroom.code)

    @router.put(
        "/classes/{code}/seat/spotlight", status_code=204, summary="Whether your network may be shown"
    )
    async def answer(by: By, classroom: Found, wanted: Answer) -> None:
        seat = classroom.own_seat(by.visitor)
        with classrooms.changing(classroom):
            classroom.spotlight = answered(
                classroom.spotlight,
                seat,
                agrees=wanted.agrees,
                named=wanted.named and not classroom.is_anonymous,
            )
        classrooms.telling.now(classroom.code)

    @router.put("/classes/{code}/members/{member}/chalk", status_code=204, summary="Take the chalk")
    async def take_chalk(by: By, classroom: Taught, member: str) -> None:
        await chalking.take(classrooms, classroom, classroom.member(member), *by)

    @router.delete("/classes/{code}/members/{member}/chalk", status_code=204, summary="Give the chalk back")
    async def give_chalk(classroom: Taught, member: str) -> None:
        chalking.give_back(classrooms, classroom, classroom.member(member))

    return router
