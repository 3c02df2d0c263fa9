"""The REST interface of snapshots: taken of a student's board, put in an order, and presented on the wall."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from app.classroom import stills
from app.classroom.classroom import NOT_A_TEACHER, Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.still import MOST_STILLS
from app.connections.caller import Caller, Known, guarded
from app.errors import Refusal
from app.web.class_callers import Body, finder, taught


class ToTake(Body):
    member: str
    named: bool = True
    """With the nickname, unless the class is anonymous."""


class Order(Body):
    stills: Annotated[list[str], Field(max_length=MOST_STILLS)]
    """The id of each snapshot, once."""


class Presented(Body):
    still: str | None
    """Null: none any more."""


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Found = Annotated[Classroom, Depends(finder(classrooms, known))]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]

    @router.post("/classes/{code}/stills", status_code=201, summary="Take a snapshot of a student's board")
    async def take(by: By, classroom: Taught, wanted: ToTake) -> dict[str, Any]:
        member = classroom.member(wanted.member)
        still = await stills.take(classrooms, classroom, member, *by, named=wanted.named)
        return still.shown(nameless=classroom.is_anonymous)

    @router.put("/classes/{code}/stills", status_code=204, summary="Put the snapshots into another order")
    async def arrange(classroom: Taught, wanted: Order) -> None:
        with classrooms.changing(classroom):
            stills.arrange(classroom, wanted.stills)

    @router.delete("/classes/{code}/stills/{still}", status_code=204, summary="Delete a snapshot")
    async def delete(classroom: Taught, still: str) -> None:
        with classrooms.changing(classroom):
            stills.remove(classroom, still)

    @router.put(
        "/classes/{code}/presented", status_code=204, summary="Present a snapshot on the wall, or none"
    )
    async def present(classroom: Taught, wanted: Presented) -> None:
        with classrooms.changing(classroom):
            classroom.presented = (
                None if wanted.still is None else stills.still_of(classroom, wanted.still).id
            )

    @router.get("/classes/{code}/stills/{still}", summary="The frame of a snapshot, as on the live socket")
    async def frame(by: By, classroom: Found, still: str) -> Response:
        """For teachers; for the projector, of the one that is presented."""
        is_wall = still == classroom.presented and classroom.may_look(by.visitor)
        if not is_wall and not classroom.is_teacher(by.visitor):
            raise Refusal("not-a-teacher", None, NOT_A_TEACHER)
        content = stills.still_of(classroom, still).unpacked
        return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})

    return router
