"""Who calls on a class: every route of a class finds it by its code, and some are its teachers' alone."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.connections.caller import Caller, Known

Key = Annotated[str, Field(min_length=1, max_length=64)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WithKey(Body):
    key: Key


Finder = Callable[[Caller, str], Awaitable[Classroom]]


def finder(classrooms: Classrooms, known: Known) -> Finder:
    """Finds the classroom of a path's code."""

    async def found(by: Annotated[Caller, Depends(known)], code: str) -> Classroom:
        return classrooms.find(code, by.address)

    return found


def taught(classrooms: Classrooms, known: Known) -> Finder:
    """The same for a teacher of the class; anybody else is refused."""

    async def found(by: Annotated[Caller, Depends(known)], code: str) -> Classroom:
        classroom = classrooms.find(code, by.address)
        classroom.check_teacher(by.visitor)
        return classroom

    return found
