"""The REST interface of ready-trained networks, which everyone may begin from."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.connections.caller import Caller, Known, guarded
from app.runs.ready_trained import Trainings


class ListedReadyTrained(BaseModel):
    name: str
    title: str
    network: str | None
    """The id of the saved network, once it is trained; see `/api/networks`."""
    step: int
    steps: int
    """So many steps are taken in all."""


def routes(trainings: Trainings, known: Known) -> APIRouter:
    router = guarded(known, "networks")
    By = Annotated[Caller, Depends(known)]

    @router.get("/ready-trained", summary="The ready-trained networks, and how far each is")
    async def list_all(by: By) -> list[ListedReadyTrained]:
        return [ListedReadyTrained.model_validate(each._asdict()) for each in await trainings.all()]

    @router.post("/ready-trained/{name}", summary="Ask for a ready-trained network")
    async def ask(by: By, name: str) -> ListedReadyTrained:
        """It is trained when it is first asked for: ask again until `network` is its id."""
        return ListedReadyTrained.model_validate((await trainings.ask(name))._asdict())

    return router
