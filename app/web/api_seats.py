"""The REST interface of seats: a student joins a class, begins its tasks, and takes the seat to another device."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from app.classroom import beginning, door, pace
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.member import MOST_UNREAD
from app.classroom.moving_in import move_in
from app.classroom.nicknames import Nickname
from app.classroom.push import go_back, read
from app.connections.caller import Caller, Known, guarded
from app.web.class_callers import Body, WithKey, finder
from app.wire.commands import RunId


class ToJoin(Body):
    nickname: Nickname | None = None
    """Null: one is drawn."""
    language: Literal["en", "zh"] = "en"
    """In which it is drawn."""


class OfSeat(Body):
    """Null: as it was."""

    hand: bool | None = None
    done: bool | None = None
    read: Annotated[str, Field(max_length=MOST_UNREAD)] | None = None
    """The teacher's message, or messages, that were read, as they were told."""
    knows: RunId | None = None
    """The run whose changes by the teacher were read."""
    task: str | None = None
    """The task to be at: the present one, one that was begun before or, where each goes on in their own time, the next;
    empty: the own network without a task."""


class ToBring(Body):
    run: RunId


class SeatKey(BaseModel):
    key: str


class Begun(BaseModel):
    run: str


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Found = Annotated[Classroom, Depends(finder(classrooms, known))]

    @router.post("/classes/{code}/seat", status_code=201, summary="Join, or come back to your seat")
    async def join(by: By, classroom: Found, wanted: ToJoin) -> dict[str, Any]:
        with classrooms.changing(classroom):
            now = classrooms.clock()
            return door.join(classroom, by.visitor, wanted.nickname, wanted.language, now).shown()

    @router.patch("/classes/{code}/seat", summary="Raise your hand, or say that you are done")
    async def change(by: By, classroom: Found, wanted: OfSeat) -> dict[str, Any]:
        seat = classroom.own_seat(by.visitor)
        with classrooms.changing(classroom, seat):
            seat.hand = seat.hand if wanted.hand is None else wanted.hand
            if wanted.done is not None:
                pace.say_done(seat, done=wanted.done)
            if wanted.read is not None:
                seat.note_read(wanted.read)
            if wanted.knows is not None:
                read(seat, wanted.knows)
            if wanted.task is not None:
                pace.go(classroom, seat, wanted.task)
        return seat.shown()

    @router.delete("/classes/{code}/seat", status_code=204, summary="Give your seat up, with its runs")
    async def give_up(by: By, classroom: Found) -> None:
        seat = classroom.of_visitor(by.visitor)
        if seat is not None and seat.standing != "barred":
            await classrooms.drop(classroom, seat)

    @router.post("/classes/{code}/seat/run", summary="The run of your present task, begun if need be")
    async def begin(by: By, classroom: Found) -> Begun:
        seat = classroom.own_seat(by.visitor)
        return Begun(run=await beginning.begin(classrooms, classroom, seat, by.address))

    @router.put("/classes/{code}/seat/run", summary="Bring a run of your own into your seat")
    async def bring(by: By, classroom: Found, wanted: ToBring) -> Begun:
        """The run of your present task goes on as that one, which is then gone; undo leads back. In the class it is
        marked as a network from elsewhere, if it has taken steps there."""
        seat = classroom.own_seat(by.visitor)
        return Begun(run=(await move_in(classrooms, classroom, seat, wanted.run, *by)).id)

    @router.post(
        "/classes/{code}/seat/earlier/{earlier}", summary="What was yours before your teacher changed it"
    )
    async def back(by: By, classroom: Found, earlier: str) -> dict[str, Any]:
        seat = classroom.own_seat(by.visitor)
        await go_back(classrooms, classroom, seat, earlier, by.visitor, by.address)
        return seat.shown()

    @router.post("/classes/{code}/seat/key", summary="A key with which another device takes your seat, once")
    async def give_key(by: By, classroom: Found) -> SeatKey:
        with classrooms.changing(classroom):
            return SeatKey(key=door.give_seat_key(classroom.own_seat(by.visitor)))

    @router.put("/classes/{code}/seat", summary="Take a seat over from another device")
    async def take(by: By, classroom: Found, held: WithKey) -> dict[str, Any]:
        with classrooms.changing(classroom):
            seat, former = door.take_seat(classroom, by.visitor, held.key)
        if former is not None:
            await classrooms.drop(classroom, former)
        return seat.shown()

    return router
