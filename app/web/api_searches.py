"""The REST interface of searches: create, read and delete one, and open a trial as a run."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from app import log as logs
from app.connections.caller import Caller, Known, guarded
from app.document.family import SEARCH_PREFIX
from app.document.search import search_in
from app.runs.access import Do
from app.runs.own_runs import own_documents
from app.runs.searches import Searches
from app.web.api_runs import Created, ListedRun, listed
from engine.experiment import Experiment
from engine.search.search import Search

SearchId = Annotated[str, Field(max_length=32, pattern=rf"^{SEARCH_PREFIX}[A-Za-z0-9_-]+$")]
Number = Annotated[int, Path(ge=0, lt=1000, description="The trial, counted from 0 as they began.")]


class SearchToCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    base: Experiment = Experiment()
    """The experiment around which is searched. It needs validation data, by which trials are judged."""
    search: Search


class CreatedSearch(BaseModel):
    id: str


class ListedSearch(ListedRun):
    """The last saved state of a search."""

    fields: list[str]
    """What is searched."""
    strategies: list[str]


class SearchState(BaseModel):
    """A search between two steps."""

    id: str
    experiment: Experiment
    """The base."""
    search: Search
    state: Literal["paused", "playing"]
    step: int
    """The steps that each strategy has taken."""
    speed: float | None
    is_over: bool
    """Whether all budgets are spent."""
    trials: list[dict[str, Any]]
    """In the order in which they began: `strategy`, `point` (in [0, 1] along each field), `values`, `losses` (on the
    validation set, from step 0 on, after each tenth of the steps), `steps` and `state`: 0 in training, 1 ended, 2
    stopped by the median rule, 3 diverged."""
    results: dict[str, list[float | None]]
    """Of each strategy the test loss and the test accuracy of its best trial, looked at once, at the end."""


def routes(searches: Searches, known: Known) -> APIRouter:
    router = guarded(known, "searches")
    By = Annotated[Caller, Depends(known)]
    runs = searches.runs

    @router.post("/searches", status_code=201, summary="A new search, paused before its first trial")
    async def create(by: By, asked: SearchToCreate) -> CreatedSearch:
        """Strategies try values of up to three fields, side by side, each with the same budget and the same seed. A
        search is played, paused, stepped and reset over the live socket: `run` of its commands is its id."""
        return CreatedSearch(id=(await searches.create(by.visitor, asked.base, asked.search, by.address)).id)

    @router.get("/searches", summary="Your searches, the latest first")
    async def list_all(by: By) -> list[ListedSearch]:
        saved = await own_documents(runs, by.visitor, SEARCH_PREFIX)
        found = []
        for (_, document), row in zip(saved, listed([each for each, _ in saved]), strict=True):
            search = search_in(document)
            fields = [each.field for each in search.dimensions]
            found.append(ListedSearch(**dict(row), fields=fields, strategies=[*search.strategies]))
        return found

    @router.get("/searches/{search}", summary="The state of a search")
    async def read(by: By, search: SearchId) -> SearchState:
        logs.run.set(search)
        owned = await runs.of(by.visitor, search, by.address, Do.SEE, pause=True)
        return SearchState.model_validate({"id": search, **await owned.snapshot()}, extra="ignore")

    @router.post(
        "/searches/{search}/trials/{number}/runs",
        status_code=201,
        summary="A run that takes the steps of a trial again",
    )
    async def open_trial(by: By, search: SearchId, number: Number) -> Created:
        run, experiment = await searches.open_trial(by.visitor, search, number, by.address)
        return Created(id=run.id, experiment=experiment)

    @router.delete("/searches/{search}", status_code=204, summary="End a search")
    async def delete(by: By, search: SearchId) -> None:
        await runs.remove(by.visitor, search)

    return router
