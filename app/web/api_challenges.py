"""The REST interface of challenges: a teacher sets one for a task, and ends it; a student chooses a team."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from app.classroom.challenge import ChallengeToSet
from app.classroom.challenging import challenge_of, draw_teams, join_team, remove_challenge, set_challenge
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.connections.caller import Caller, Known, guarded
from app.web.class_callers import Body, finder, taught


class OfChallenge(Body):
    is_over: bool


class OfTeam(Body):
    team: int


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Found = Annotated[Classroom, Depends(finder(classrooms, known))]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]
    path = "/classes/{code}/tasks/{task}/challenge"

    @router.put(path, summary="Set a challenge for a task")
    async def put(classroom: Taught, task: str, wanted: ChallengeToSet) -> dict[str, Any]:
        """A challenge that the task has is replaced, and its ranking forgotten."""
        with classrooms.changing(classroom):
            set_challenge(classroom, classroom.task(task), wanted)
        return classroom.task(task).shown()

    @router.patch(path, status_code=204, summary="End a challenge, or let it go on")
    async def change(classroom: Taught, task: str, wanted: OfChallenge) -> None:
        with classrooms.changing(classroom):
            challenge_of(classroom.task(task)).is_over = wanted.is_over

    @router.delete(path, status_code=204, summary="Take a challenge away, with its ranking")
    async def delete(classroom: Taught, task: str) -> None:
        with classrooms.changing(classroom):
            remove_challenge(classroom, classroom.task(task))

    @router.post(path + "/teams", status_code=204, summary="Draw the teams anew")
    async def draw(classroom: Taught, task: str) -> None:
        with classrooms.changing(classroom):
            draw_teams(classroom, classroom.task(task))

    @router.put(path + "/teams/{member}", status_code=204, summary="Put a student into a team")
    async def put_into(classroom: Taught, task: str, member: str, wanted: OfTeam) -> None:
        with classrooms.changing(classroom):
            join_team(classroom.member(member), classroom.task(task), wanted.team, by_teacher=True)

    @router.put("/classes/{code}/seat/teams/{task}", status_code=204, summary="Choose your team")
    async def choose(by: By, classroom: Found, task: str, wanted: OfTeam) -> None:
        with classrooms.changing(classroom):
            join_team(classroom.own_seat(by.visitor), classroom.task(task), wanted.team, by_teacher=False)

    return router
