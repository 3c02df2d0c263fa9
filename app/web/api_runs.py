"""The REST interface of runs: create, read, change and delete one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel

from app import log as logs
from app.connections.caller import Caller, Known, guarded
from app.document.summary import paused
from app.runs.access import Do
from app.runs.own_runs import OwnRun, own_runs
from app.runs.owned import Owned
from app.runs.runs import Runs
from app.web.fields import experiment_schema
from app.web.nearest import nearest
from app.wire.commands import RunId
from engine.experiment import Experiment


class Created(BaseModel):
    id: str
    experiment: Experiment


class ListedRun(BaseModel):
    """The last saved state of a run."""

    id: str
    experiment: dict[str, Any]
    """As it was saved, perhaps by an earlier version."""
    state: Literal["paused", "playing", "diverged"]
    step: int
    watched: bool
    """Whether a page has it open."""
    classroom: str | None
    """The code of the class in which it is that of your seat."""


class State(Created):
    """A run between two steps."""

    classroom: str | None
    """As in a list of runs."""

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


class Near(BaseModel):
    experiment: Experiment
    adjustments: list[dict[str, Any]]
    """The fields whose values differ from the requested ones: `field`, the value `taken`, and the reason, as an
    error."""


Changes = Annotated[
    dict[str, dict[str, Any]],
    Body(description="Parts, and their fields to change.", examples=[{"optimizer": {"learning_rate": 0.3}}]),
]


def routes(runs: Runs, known: Known) -> APIRouter:
    router = guarded(known, "runs")
    By = Annotated[Caller, Depends(known)]
    described = experiment_schema()

    def run_for(do: Do) -> Callable[[Caller, RunId], Awaitable[Owned]]:
        async def run_of(by: By, run: RunId) -> Owned:
            logs.run.set(run)
            # A run that slept is paused when its visitor returns.
            return await runs.of(by.visitor, run, by.address, do, pause=True)

        return run_of

    SeenRun = Annotated[Owned, Depends(run_for(Do.SEE))]
    SteeredRun = Annotated[Owned, Depends(run_for(Do.STEER))]

    async def state_of(run: Owned) -> State:
        classroom = runs.access.class_of(run.id)
        return State.model_validate({"id": run.id, "classroom": classroom, **await run.snapshot()})

    @router.get("/experiment/schema", summary="The JSON schema of an experiment")
    async def schema() -> dict[str, Any]:
        return described

    @router.post("/experiment", summary="The experiment nearest to the requested one")
    def near(changes: Changes) -> Near:
        """A field with a value that is not allowed gets the nearest one or its default, with the reason."""
        experiment, adjustments = nearest(changes)
        reasons = [
            {"field": each.field, "taken": each.taken, **each.refusal.as_dict()} for each in adjustments
        ]
        return Near(experiment=experiment, adjustments=reasons)

    @router.post("/runs", status_code=201, summary="A new run, paused at step 0")
    async def create(by: By, experiment: Experiment) -> Created:
        run = await runs.create(by.visitor, experiment, by.address)
        return Created(id=run.id, experiment=experiment)

    @router.get("/runs", summary="Your runs, the latest first")
    async def list_all(by: By) -> list[ListedRun]:
        return listed(await own_runs(runs, by.visitor), runs.access.class_of)

    @router.get("/runs/{run}", summary="The state of a run")
    async def read(run: SeenRun) -> State:
        return await state_of(run)

    @router.patch("/runs/{run}", summary="Change a run's experiment")
    async def change(by: By, run: SteeredRun, changes: Changes) -> State:
        await run.control({"do": "change", "changes": changes}, by.visitor)
        return await state_of(run)

    @router.post("/runs/{run}/copies", status_code=201, summary="A copy of a run, paused")
    async def copy(by: By, run: RunId) -> Created:
        checkpoint = paused(await runs.checkpoint(by.visitor, run))
        made, experiment = await runs.open_checkpoint(by.visitor, checkpoint, by.address)
        return Created(id=made.id, experiment=experiment)

    @router.delete("/runs/{run}", status_code=204, summary="End a run")
    async def delete(by: By, run: RunId) -> None:
        await runs.remove(by.visitor, run)

    return router


def listed(
    own: Sequence[OwnRun], class_of: Callable[[str], str | None] = lambda run: None
) -> list[ListedRun]:
    """Runs as a list shows them; families and searches are of no class."""
    return [
        ListedRun.model_validate(
            {
                "id": each.id,
                **each.about._asdict(),
                "watched": each.watched,
                "classroom": class_of(each.id),
            }
        )
        for each in own
    ]
