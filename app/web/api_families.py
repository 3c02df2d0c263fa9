"""The REST interface of families: create, read and delete one, and open a member as a run."""

from math import prod
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from app import log as logs
from app.connections.caller import Caller, Known, guarded
from app.document.family import PREFIX, variations_in
from app.runs.access import Do
from app.runs.families import Families
from app.runs.own_runs import own_documents
from app.web.api_runs import Created, ListedRun, listed
from engine.experiment import Experiment
from engine.family import MOST_FIELDS, MOST_MEMBERS, Variation

FamilyId = Annotated[str, Field(max_length=32, pattern=rf"^{PREFIX}[A-Za-z0-9_-]+$")]
Number = Annotated[int, Path(ge=0, lt=MOST_MEMBERS, description="The member, counted from 0.")]


class ToCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    base: Experiment = Experiment()
    variations: Annotated[list[Variation], Field(max_length=2 * MOST_FIELDS)]
    """One or two fields with at least two values each. The members are all combinations of these, 64 at most."""


class Family(BaseModel):
    id: str
    experiment: Experiment
    """The base."""
    members: list[Experiment]
    """The last field changes fastest."""


class ListedFamily(ListedRun):
    """The last saved state of a family."""

    fields: list[str]
    """What varies."""
    count: int
    """Its members."""


class FamilyState(BaseModel):
    """A family between two steps."""

    id: str
    experiment: Experiment
    variations: list[Variation]
    state: Literal["paused", "playing", "diverged"]
    step: int
    """The steps that it has taken; a member that has stopped by itself or diverged has taken fewer."""
    speed: float | None
    members: list[dict[str, Any]]
    """The state of each, with the fields of a run's."""


def routes(families: Families, known: Known) -> APIRouter:
    router = guarded(known, "families")
    By = Annotated[Caller, Depends(known)]
    runs = families.runs

    @router.post("/families", status_code=201, summary="A new family, paused at step 0")
    async def create(by: By, asked: ToCreate) -> Family:
        """Many runs that differ in one or two fields, and are played, paused, stepped and reset as one, over the live
        socket: `run` of its commands is the id of the family."""
        family, members = await families.create(by.visitor, asked.base, asked.variations, by.address)
        return Family(id=family.id, experiment=asked.base, members=members)

    @router.get("/families", summary="Your families, the latest first")
    async def list_all(by: By) -> list[ListedFamily]:
        saved = await own_documents(runs, by.visitor, PREFIX)
        found = []
        for (_, document), row in zip(saved, listed([each for each, _ in saved]), strict=True):
            variations = variations_in(document)
            fields, count = [each.field for each in variations], prod(len(each.values) for each in variations)
            found.append(ListedFamily(**dict(row), fields=fields, count=count))
        return found

    @router.get("/families/{family}", summary="The state of a family")
    async def read(by: By, family: FamilyId) -> FamilyState:
        logs.run.set(family)
        owned = await runs.of(by.visitor, family, by.address, Do.SEE, pause=True)
        return FamilyState.model_validate({"id": family, **await owned.snapshot()}, extra="ignore")

    @router.post(
        "/families/{family}/members/{number}/runs",
        status_code=201,
        summary="A run that continues from a member, paused",
    )
    async def open_member(by: By, family: FamilyId, number: Number) -> Created:
        run, experiment = await families.open_member(by.visitor, family, number, by.address)
        return Created(id=run.id, experiment=experiment)

    @router.delete("/families/{family}", status_code=204, summary="End a family")
    async def delete(by: By, family: FamilyId) -> None:
        await runs.remove(by.visitor, family)

    return router
