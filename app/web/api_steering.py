"""The REST interface of what a teacher does to the students' networks: push a change."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.push import push
from app.connections.caller import Caller, Known, guarded
from app.web.class_callers import Body, taught


class ToPush(Body):
    changes: dict[str, dict[str, Any]]
    """Parts of the experiment, and their fields to change."""
    member: str | None = None
    """Null: everybody in the class."""


class Pushed(BaseModel):
    changed: int
    alike: int
    """How many networks were like that already."""
    missed: dict[str, dict[str, Any]]
    """Why not, by member."""


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]

    @router.post("/classes/{code}/pushes", summary="Change the network of all students, or of one")
    async def push_change(by: By, classroom: Taught, wanted: ToPush) -> Pushed:
        to = None if wanted.member is None else classroom.member(wanted.member)
        found = await push(classrooms, classroom, wanted.changes, to, *by)
        missed = {member: refusal.as_dict() for member, refusal in found.missed.items()}
        return Pushed(changed=found.changed, alike=found.alike, missed=missed)

    return router
