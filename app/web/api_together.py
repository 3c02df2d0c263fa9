"""The REST interface of what a class does together: a question before a run, and everyone's guess."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.classroom import guesses
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.question import NO_QUESTION, Guess, Number, ToAsk
from app.connections.caller import Caller, Known, guarded
from app.errors import Refusal
from app.web.class_callers import Body, finder, taught


class ToGuess(Body):
    question: str
    """Its id: a guess at the question before is none at this one."""
    value: Guess


class Outcome(Body):
    outcome: Number | None = None
    """What came of it, where the run does not answer by itself: a number, or that of an option."""


class Plotted(BaseModel):
    points: list[tuple[float, float, float]]
    """x1, x2 and label of some samples."""
    problem: str


def routes(classrooms: Classrooms, known: Known) -> APIRouter:
    router = guarded(known, "classes")
    By = Annotated[Caller, Depends(known)]
    Found = Annotated[Classroom, Depends(finder(classrooms, known))]
    Taught = Annotated[Classroom, Depends(taught(classrooms, known))]

    @router.post("/classes/{code}/question", status_code=201, summary="Ask what will happen, before a run")
    async def ask(by: By, classroom: Taught, asked: ToAsk) -> dict[str, Any]:
        return (await guesses.ask(classrooms, classroom, asked, *by)).shown()

    @router.get("/classes/{code}/question/points", summary="The samples over which a boundary is guessed")
    async def points(by: By, classroom: Found) -> Plotted:
        if not classroom.may_look(by.visitor):
            classroom.own_seat(by.visitor)
        samples, problem = guesses.plotted(classroom)
        return Plotted(points=samples, problem=problem)

    @router.post("/classes/{code}/question/start", status_code=204, summary="Let it run: no more guesses")
    async def start(by: By, classroom: Taught) -> None:
        await guesses.start(classrooms, classroom, by.address)

    @router.post("/classes/{code}/question/open", status_code=204, summary="Show the guesses and the outcome")
    async def show(by: By, classroom: Taught, said: Outcome) -> None:
        await guesses.show(classrooms, classroom, said.outcome, by.address)

    @router.delete("/classes/{code}/question", status_code=204, summary="End the question")
    async def end(classroom: Taught) -> None:
        await guesses.end(classrooms, classroom)

    @router.put("/classes/{code}/seat/guess", summary="Guess what will happen")
    async def guess(by: By, classroom: Found, guessed: ToGuess) -> dict[str, Any]:
        seat, question = classroom.own_seat(by.visitor), classroom.question
        if question is None or question.id != guessed.question:
            raise Refusal("no-question", "question", NO_QUESTION)
        with classrooms.changing(classroom):
            question.guess(seat, guessed.value)
        return question.shown_to(seat)

    return router
