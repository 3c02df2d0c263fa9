"""The REST interface of what a class does together: a question before a run and everyone's guess, and points that all
draw."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, field_validator

from app.classroom import class_networks, guesses, pooled
from app.classroom.classroom import Classroom
from app.classroom.classrooms import Classrooms
from app.classroom.pool import MOST_OF_ONE, MOST_POINTS, Classes, Draws
from app.classroom.question import NO_QUESTION, Guess, Number, ToAsk
from app.connections.caller import Caller, Known, guarded
from app.errors import Refusal
from app.frames.prediction import DRAWING_LETTERS, pixels_in
from app.web.class_callers import Body, finder, taught
from engine.data.own_points import Point


class ToGuess(Body):
    question: str
    """Its id: a guess at the question before is none at this one."""
    value: Guess


class ToCollect(Body):
    """Null: as it was."""

    open: bool | None = None
    draws: Draws | None = None
    classes: Classes | None = None


class ToDraw(Body):
    points: Annotated[list[Point], Field(min_length=1, max_length=MOST_OF_ONE)]
    """x1, x2 and the class, from 0."""


class ToAdd(Body):
    drawing: Annotated[str, Field(max_length=DRAWING_LETTERS)]
    """56 by 56 bytes in base64, row by row from the top, 0 where there is no ink."""
    label: int
    """The class, from 0."""

    @field_validator("drawing")
    @classmethod
    def drawing_is_whole(cls, drawing: str) -> str:
        pixels_in(drawing)
        return drawing


class ToTakeOut(Body):
    ids: Annotated[set[int], Field(min_length=1, max_length=MOST_POINTS)]


class ToLearn(Body):
    task: str | None = None
    """The task whose network learns; null: the default one."""


class Outcome(Body):
    outcome: Number | None = None
    """What came of it, where the run does not answer by itself: a number, or that of an option."""


class Plotted(BaseModel):
    points: list[list[float]]
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
        return Plotted(points=[[*sample] for sample in samples], problem=problem)

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
        with classrooms.changing(classroom, seat):
            question.guess(seat, guessed.value)
        return question.shown_to(seat)

    @router.patch("/classes/{code}/pool", status_code=204, summary="Collect points or pictures, or no more")
    async def collect(classroom: Taught, wanted: ToCollect) -> None:
        pool = classroom.pool
        with classrooms.changing(classroom):
            if wanted.draws is not None or wanted.classes is not None:
                pool.choose(wanted.draws or pool.draws, wanted.classes or pool.classes)
            pool.is_open = pool.is_open if wanted.open is None else wanted.open

    @router.delete(
        "/classes/{code}/pool/points", status_code=204, summary="Take drawings out, whoever drew them"
    )
    async def take_out(classroom: Taught, wanted: ToTakeOut) -> None:
        with classrooms.changing(classroom):
            classroom.pool.take_out(wanted.ids)

    @router.delete(
        "/classes/{code}/pool/members/{member}", status_code=204, summary="Take out all of a student's"
    )
    async def take_out_all(classroom: Taught, member: str) -> None:
        with classrooms.changing(classroom):
            classroom.pool.take_out_all_of(member)

    @router.post(
        "/classes/{code}/network", status_code=204, summary="Begin a network that learns all drawings"
    )
    async def begin(by: By, classroom: Taught, wanted: ToLearn) -> None:
        await pooled.begin(classrooms, classroom, wanted.task, *by)

    @router.delete("/classes/{code}/network", status_code=204, summary="Delete the class network")
    async def end_network(classroom: Taught) -> None:
        await class_networks.end(classrooms, classroom)

    @router.post("/classes/{code}/seat/points", status_code=201, summary="Draw points for the class")
    async def draw(by: By, classroom: Found, wanted: ToDraw) -> dict[str, Any]:
        seat = classroom.own_seat(by.visitor)
        with classrooms.changing(classroom, seat):
            classroom.pool.draw(seat, wanted.points)
        return classroom.pool.shown_to(seat)

    @router.post("/classes/{code}/seat/pictures", status_code=201, summary="Draw a picture for the class")
    async def add(by: By, classroom: Found, wanted: ToAdd) -> dict[str, Any]:
        seat = classroom.own_seat(by.visitor)
        with classrooms.changing(classroom, seat):
            classroom.pool.add(seat, pixels_in(wanted.drawing), wanted.label)
        return classroom.pool.shown_to(seat)

    @router.delete("/classes/{code}/seat/points", summary="Rub drawings of your own out")
    async def rub_out(by: By, classroom: Found, wanted: ToTakeOut) -> dict[str, Any]:
        seat = classroom.own_seat(by.visitor)
        with classrooms.changing(classroom, seat):
            classroom.pool.take_out(wanted.ids, seat.id)
        return classroom.pool.shown_to(seat)

    return router
