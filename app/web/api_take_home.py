"""The REST interface of what is taken home from a class: results, networks, more time, and a class like it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.results import results
from app.classroom.taking_home import extend, networks, opened_like
from app.connections.caller import Caller, Known, guarded
from app.runs.files import RunFiles
from app.web.api_classes import Opened, ToOpen
from app.web.api_files import CSV, KIND, named
from app.web.class_callers import taught
from app.web.uploads import BINARY


class Extended(BaseModel):
    expires_at: float


def routes(classrooms: Classrooms, files: RunFiles, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]
    packing = asyncio.Lock()
    """Archives are large: one at a time."""

    @router.get(
        "/classes/{code}/results",
        summary="The results of a class as a CSV file",
        response_class=Response,
        responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
    )
    async def give_results(classroom: Taught) -> Response:
        """Nickname, task, settings, measures, place: no ids."""
        async with packing:
            content = await results(classrooms, classroom)
        return Response(content, media_type=CSV, headers=named("results.csv"))

    @router.get(
        "/classes/{code}/networks",
        summary="The networks of a class as files, in an archive",
        response_class=Response,
        responses={200: {"content": {KIND: BINARY}}},
    )
    async def give_networks(classroom: Taught) -> Response:
        async with packing:
            content = await networks(files, classroom)
        return Response(content, media_type=KIND, headers=named("networks.zip"))

    @router.post("/classes/{code}/extension", summary="Keep a class for longer")
    async def keep_longer(classroom: Taught) -> Extended:
        """For as long as a new class is kept, from now on; in all, a year at most."""
        extend(classrooms, classroom)
        return Extended(expires_at=classroom.expires_at)

    @router.post("/classes/{code}/copies", status_code=201, summary="A new class with the same tasks")
    async def open_like(by: By, classroom: Taught, wanted: ToOpen) -> Opened:
        """With their challenges, and without students."""
        made, teacher, wall = opened_like(classrooms, classroom, by.visitor, by.address, wanted.title)
        return Opened(code=made.code, teacher_key=teacher, wall_key=wall)

    return router
