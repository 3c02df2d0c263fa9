"""The REST interface: create, read, change and delete a run."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel

from app import log as logs
from app.addresses import address_of
from app.errors import Refusal
from app.limits import Limits
from app.origins import Origins
from app.owned import Owned
from app.runs import Runs
from app.security import Visitors
from app.wire import RunId
from engine.experiment import Experiment


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


class Listed(Created):
    """A run as it was last saved."""

    state: Literal["paused", "playing", "diverged"]
    step: int
    watched: bool
    """Whether a page has it open."""


class State(Created):
    """A run between two steps."""

    state: Literal["paused", "playing", "diverged"]
    step: int
    epoch: float
    speed: float | None
    diverged_at: int | None
    stopped_at: int | None
    best_step: int | None
    train_loss: float | None
    test_loss: float | None
    validation_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    validation_accuracy: float | None


Changes = Annotated[
    dict[str, dict[str, Any]],
    Body(description="Parts, and their fields to change.", examples=[{"optimizer": {"learning_rate": 0.3}}]),
]


def routes(runs: Runs, visitors: Visitors, origins: Origins, limits: Limits) -> APIRouter:
    async def visitor(request: Request) -> str:
        if origins.is_page(request) and not origins.allows(request):
            raise Refusal("wrong-origin", None, "this page is of another site")
        name = visitors.of(request)
        if name is None:
            raise Refusal("no-visitor", None, "load the page / first: it makes you a visitor, by a cookie")
        limits.command(name, address_of(request), int(request.headers.get("content-length", 0)))
        return name

    Visitor = Annotated[str, Depends(visitor)]

    # For all routes, so that none can be forgotten.
    router = APIRouter(
        prefix="/api",
        tags=["runs"],
        dependencies=[Depends(visitor)],
        responses={status: {"model": Problems} for status in (400, 401, 403, 404, 413, 422, 429, 503)},
    )

    async def own_run(request: Request, visitor: Visitor, run: RunId) -> Owned:
        logs.run.set(run)
        # Whoever comes back finds a run that slept standing still.
        return await runs.of(visitor, run, address_of(request), pause=True)

    OwnRun = Annotated[Owned, Depends(own_run)]

    async def state_of(run: Owned) -> State:
        return State.model_validate({"id": run.id, **await run.snapshot()})

    @router.get("/experiment/schema", summary="The JSON schema of an experiment")
    async def schema() -> dict[str, Any]:
        return Experiment.model_json_schema()

    @router.post("/runs", status_code=201, summary="A new run, paused at step 0")
    async def create(request: Request, visitor: Visitor, experiment: Experiment) -> Created:
        run = await runs.create(visitor, experiment, address_of(request))
        return Created(id=run.id, experiment=experiment)

    @router.get("/runs", summary="Your runs, the latest first")
    async def list_all(visitor: Visitor) -> list[Listed]:
        return [
            Listed.model_validate({"id": run.id, **run.about._asdict(), "watched": run.watched})
            for run in await runs.all_of(visitor)
        ]

    @router.get("/runs/{run}", summary="Where a run stands")
    async def read(run: OwnRun) -> State:
        return await state_of(run)

    @router.patch("/runs/{run}", summary="Change a run's experiment")
    async def change(run: OwnRun, changes: Changes) -> State:
        await run.control({"do": "change", "changes": changes})
        return await state_of(run)

    @router.delete("/runs/{run}", status_code=204, summary="End a run")
    async def delete(visitor: Visitor, run: RunId) -> None:
        await runs.remove(visitor, run)

    return router
