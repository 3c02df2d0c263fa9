"""The REST interface of classes: open one, join it, and steer it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from app.classroom import door, tasks
from app.classroom.classroom import Classroom, OnWall
from app.classroom.classrooms import Classrooms
from app.classroom.nicknames import Nickname
from app.classroom.pause import let_go, pause
from app.classroom.task import TaskToSet, Text
from app.classroom.tried import Axis
from app.connections.caller import Caller, Known, guarded
from app.names import Name
from app.web.class_callers import Body, WithKey, finder, taught


class ToOpen(Body):
    title: Name


class Door(Body):
    """Null: as it was."""

    title: Name | None = None
    locked: bool | None = None
    admits_each: bool | None = None
    anonymous: bool | None = None
    paused: bool | None = None
    on_wall: OnWall | None = None
    axes: tuple[Axis, Axis] | None = None
    """Of the plot of settings: across, and up."""


class OfMember(Body):
    """Null: as it was."""

    nickname: Nickname | None = None
    standing: Literal["in", "out", "barred"] | None = None
    hand: bool | None = None


class ToSay(Body):
    text: Annotated[Text, Field(min_length=1)]
    member: str | None = None
    """Null: everybody in the class."""


class Present(Body):
    task: str | None


class Opened(BaseModel):
    code: str
    teacher_key: str
    """It belongs behind the # of the private link, and is told only now."""
    wall_key: str
    """The same for the projector's link."""


class Keys(BaseModel):
    teacher_key: str
    wall_key: str


class Listed(BaseModel):
    code: str
    title: str
    created_at: float
    expires_at: float
    members: int


class Seen(BaseModel):
    """What someone with the code knows of a class."""

    code: str
    title: str
    expires_at: float
    locked: bool
    admits_each: bool
    role: Literal["teacher", "student", "none"]
    member: dict[str, Any] | None
    """One's own seat, if there is one."""


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Found = Annotated[Classroom, Depends(finder(classrooms, known))]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]

    def seen(classroom: Classroom, by: Caller) -> Seen:
        member = classroom.of_visitor(by.visitor)
        role = "teacher" if classroom.is_teacher(by.visitor) else "none" if member is None else "student"
        return Seen.model_validate(
            {
                "code": classroom.code,
                "title": classroom.title,
                "expires_at": classroom.expires_at,
                "locked": classroom.is_locked,
                "admits_each": classroom.admits_each,
                "role": role,
                "member": None if member is None else member.shown(),
            }
        )

    @router.post("/classes", status_code=201, summary="Open a class")
    async def open_one(by: By, wanted: ToOpen) -> Opened:
        classroom, teacher, wall = classrooms.create(by.visitor, by.address, wanted.title)
        return Opened(code=classroom.code, teacher_key=teacher, wall_key=wall)

    @router.get("/classes", summary="The classes of which you are a teacher")
    async def list_all(by: By) -> list[Listed]:
        return [
            Listed(
                code=each.code,
                title=each.title,
                created_at=each.created_at,
                expires_at=each.expires_at,
                members=len(each.members),
            )
            for each in classrooms.of_teacher(by.visitor)
        ]

    @router.get("/classes/{code}", summary="A class, by its code")
    async def read(by: By, classroom: Found) -> Seen:
        return seen(classroom, by)

    @router.delete("/classes/{code}", status_code=204, summary="Delete a class and all that is in it")
    async def delete(classroom: Taught) -> None:
        await classrooms.remove(classroom)

    @router.patch(
        "/classes/{code}", summary="Lock the door, pause everybody, replace the names, choose the wall"
    )
    async def change(by: By, classroom: Taught, wanted: Door) -> Seen:
        with classrooms.changing(classroom):
            classroom.title = classroom.title if wanted.title is None else wanted.title
            classroom.is_locked = classroom.is_locked if wanted.locked is None else wanted.locked
            classroom.admits_each = (
                classroom.admits_each if wanted.admits_each is None else wanted.admits_each
            )
            classroom.is_anonymous = classroom.is_anonymous if wanted.anonymous is None else wanted.anonymous
            classroom.on_wall = classroom.on_wall if wanted.on_wall is None else wanted.on_wall
            classroom.axes = classroom.axes if wanted.axes is None else wanted.axes
        if wanted.paused is not None and wanted.paused != classroom.is_paused:
            await (pause if wanted.paused else let_go)(classrooms, classroom)
        return seen(classroom, by)

    @router.post("/classes/{code}/teacher", summary="Become a teacher, by the private link's key")
    async def become_teacher(by: By, classroom: Found, held: WithKey) -> Seen:
        with classrooms.changing(classroom):
            classroom.open_as_teacher(by.visitor, held.key)
        return seen(classroom, by)

    @router.post("/classes/{code}/wall", summary="Look on, by the projector's key")
    async def look_on(by: By, classroom: Found, held: WithKey) -> Seen:
        with classrooms.changing(classroom):
            classroom.open_as_wall(by.visitor, held.key)
        return seen(classroom, by)

    @router.post("/classes/{code}/keys", summary="New keys: former private links and rights end, but yours")
    async def renew(by: By, classroom: Taught) -> Keys:
        with classrooms.changing(classroom):
            teacher, wall = classroom.renew_keys(by.visitor)
        return Keys(teacher_key=teacher, wall_key=wall)

    @router.post("/classes/{code}/messages", status_code=204, summary="A message to all, or to one")
    async def say(classroom: Taught, message: ToSay) -> None:
        to = None if message.member is None else classroom.member(message.member)
        with classrooms.changing(classroom):
            classroom.send(message.text, to)

    @router.post("/classes/{code}/tasks", status_code=201, summary="Add a task")
    async def add_task(classroom: Taught, wanted: TaskToSet) -> dict[str, Any]:
        with classrooms.changing(classroom):
            return tasks.add(classroom, wanted).shown()

    @router.delete("/classes/{code}/tasks/{task}", status_code=204, summary="Delete a task")
    async def delete_task(classroom: Taught, task: str) -> None:
        with classrooms.changing(classroom):
            tasks.remove(classroom, task)

    @router.put("/classes/{code}/present", status_code=204, summary="Set a task for everybody, or none")
    async def set_present(classroom: Taught, present: Present) -> None:
        with classrooms.changing(classroom):
            tasks.set_present(classroom, present.task)

    @router.patch("/classes/{code}/members/{member}", summary="Admit, remove, bar or rename a student")
    async def change_member(classroom: Taught, member: str, wanted: OfMember) -> dict[str, Any]:
        seat = classroom.member(member)
        with classrooms.changing(classroom):
            if wanted.nickname is not None:
                door.rename(classroom, seat, wanted.nickname)
            if wanted.standing is not None:
                seat.standing = wanted.standing
                if not seat.is_in:
                    classroom.leave(seat)
            if wanted.hand is not None:
                seat.hand = wanted.hand
        return seat.shown()

    @router.delete("/classes/{code}/members/{member}", status_code=204, summary="Delete a seat with its runs")
    async def delete_member(classroom: Taught, member: str) -> None:
        await classrooms.drop(classroom, classroom.member(member))

    return router
