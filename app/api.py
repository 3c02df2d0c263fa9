"""The REST interface: create, read, change and delete a run."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel

from app.errors import Refusal
from app.runs import Owned, Runs
from app.security import Visitors
from app.wire import RunId
from engine.experiment import Experiment

UNSAFE = {"POST", "PATCH", "DELETE"}


class Problem(BaseModel):
    """What was wrong, where (the field, or null), and what is allowed."""

    code: str
    where: str | None
    message: str


class Problems(BaseModel):
    error: Problem


class Created(BaseModel):
    id: str
    experiment: Experiment


class State(Created):
    """A run between two steps."""

    state: Literal["paused", "playing", "diverged"]
    step: int
    epoch: float
    speed: float | None
    diverged_at: int | None
    train_loss: float | None
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None


Changes = Annotated[
    dict[str, dict[str, Any]],
    Body(description="Parts, and their fields to change.", examples=[{"optimizer": {"learning_rate": 0.3}}]),
]


def routes(runs: Runs, visitors: Visitors) -> APIRouter:
    router = APIRouter(
        prefix="/api",
        tags=["runs"],
        responses={status: {"model": Problems} for status in (401, 403, 404, 422)},
    )

    async def visitor(request: Request) -> str:
        if request.method in UNSAFE and not visitors.origin_allowed(request):
            raise Refusal("wrong-origin", None, "this page is of another site")
        name = visitors.of(request)
        if name is None:
            raise Refusal("no-visitor", None, "load the page / first: it makes you a visitor, by a cookie")
        return name

    Visitor = Annotated[str, Depends(visitor)]

    async def own_run(visitor: Visitor, run: RunId) -> Owned:
        return runs.of(visitor, run)

    OwnRun = Annotated[Owned, Depends(own_run)]

    async def state_of(run: Owned) -> State:
        return State.model_validate({"id": run.id, **await run.snapshot()})

    @router.get("/experiment/schema", summary="The JSON schema of an experiment")
    async def schema() -> dict[str, Any]:
        return Experiment.model_json_schema()

    @router.post(
        "/runs", status_code=201, summary="A new run, paused at step 0", responses={429: {"model": Problems}}
    )
    async def create(visitor: Visitor, experiment: Experiment) -> Created:
        run = await runs.create(visitor, experiment)
        return Created(id=run.id, experiment=experiment)

    @router.get("/runs/{run}", summary="Where a run stands")
    async def read(run: OwnRun) -> State:
        return await state_of(run)

    @router.patch("/runs/{run}", summary="Change a run's experiment")
    async def change(run: OwnRun, changes: Changes) -> State:
        await run.control({"do": "change", "changes": changes})
        return await state_of(run)

    @router.delete("/runs/{run}", status_code=204, summary="End a run")
    async def delete(visitor: Visitor, run: RunId) -> None:
        runs.remove(visitor, run)

    return router
