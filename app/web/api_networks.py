"""The REST interface of saved networks: save a run under a name, list, open and delete saved networks."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.connections.caller import Caller, Known, guarded
from app.document.summary import loaded
from app.errors import unknown_run
from app.names import Name
from app.runs.opening import opening_saved
from app.runs.runs import Runs
from app.runs.transfer import Transfer, begin_by_transfer
from app.storage.networks import ID_PATTERN, Networks, Saved
from app.web.api_runs import Created
from app.wire.commands import RunId
from engine.experiment import Experiment
from engine.experiment.architecture import MOST_LAYERS
from engine.transfer import n_layers

NetworkId = Annotated[str, Field(pattern=ID_PATTERN)]


class ToSave(BaseModel):
    model_config = ConfigDict(extra="forbid")

    run: RunId
    name: Name


class ToTransfer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    layers: Annotated[int, Field(ge=1, le=MOST_LAYERS)] | None = None
    """So many layers with weights are taken, from below: a block is one, the output the last. Null: all but that."""
    freeze: bool = False
    """Whether these layers stay unchanged while the others learn; the output always learns."""
    changes: dict[str, dict[str, Any]] = {}
    """Parts of the experiment with the fields in which it is to differ, such as another data set."""


class ListedNetwork(BaseModel):
    """A saved network; the page /n/id opens it."""

    id: str
    name: str
    experiment: dict[str, Any]
    """As it was saved, perhaps by an earlier version."""
    step: int
    saved_at: float
    """In seconds since 1970."""
    own: bool
    """Whether you may delete it."""
    classroom: str | None
    """The code of the class to which it belongs, if you teach that; it is deleted with the class."""


class OpenedNetwork(ListedNetwork):
    """A saved network, with its number of layers."""

    layers: int | None
    """How many layers with weights it has, the output included: a block is one. Null: it cannot be opened any more."""


def routes(runs: Runs, networks: Networks, known: Known) -> APIRouter:
    router = guarded(known, "networks")
    By = Annotated[Caller, Depends(known)]

    def shown(saved: Saved, by: Caller) -> ListedNetwork:
        keepers = runs.access.keepers(by.visitor)
        about = {"own": saved.visitor in keepers, "classroom": keepers.get(saved.visitor)}
        return ListedNetwork.model_validate({**saved._asdict(), **about})

    @router.post("/networks", status_code=201, summary="Save a run as it is now")
    async def save(by: By, to_save: ToSave) -> ListedNetwork:
        """The network of a class belongs to the class."""
        run = await runs.stored(by.visitor, to_save.run)
        keeper = run.visitor if run.visitor in runs.access.keepers(by.visitor) else by.visitor
        saved = await networks.save(keeper, to_save.name, run.checkpoint, by.address)
        if keeper not in runs.access.keepers(by.visitor):  # the class was deleted meanwhile
            await networks.remove(keeper, saved.id)
            raise unknown_run()
        return shown(saved, by)

    @router.get("/networks", summary="Your saved networks, the latest first")
    async def list_all(by: By) -> list[ListedNetwork]:
        keepers = runs.access.keepers(by.visitor)
        return [shown(saved, by) for saved in await networks.of_visitor(*keepers)]

    @router.get("/networks/{network}", summary="A saved network, by its id")
    async def read(by: By, network: NetworkId) -> OpenedNetwork:
        saved = await networks.about(network)
        return OpenedNetwork(
            **shown(saved, by).model_dump(), layers=await asyncio.to_thread(layers_of, saved)
        )

    @router.post(
        "/networks/{network}/runs", status_code=201, summary="A run of your own that continues from it"
    )
    async def open_it(by: By, network: NetworkId) -> Created:
        checkpoint = await networks.checkpoint(network)
        with opening_saved():
            checkpoint = loaded(checkpoint)
        run, experiment = await runs.open_checkpoint(by.visitor, checkpoint, by.address)
        return Created(id=run.id, experiment=experiment)

    @router.post(
        "/networks/{network}/transfers",
        status_code=201,
        summary="A new run that begins with its first layers",
    )
    async def transfer(by: By, network: NetworkId, wanted: ToTransfer) -> Created:
        """The other layers are drawn anew. What is learned is the saved network's experiment with the `changes`."""
        checkpoint = await networks.checkpoint(network)
        transfer = Transfer(wanted.layers, wanted.freeze, wanted.changes)
        run, experiment = await begin_by_transfer(runs, by.visitor, checkpoint, transfer, by.address)
        return Created(id=run.id, experiment=experiment)

    @router.delete("/networks/{network}", status_code=204, summary="Delete a network that you saved")
    async def delete(by: By, network: NetworkId) -> None:
        keeper = (await networks.about(network)).visitor
        await networks.remove(keeper if keeper in runs.access.keepers(by.visitor) else by.visitor, network)

    return router


def layers_of(saved: Saved) -> int | None:
    """See `OpenedNetwork.layers`."""
    try:
        return n_layers(Experiment.model_validate(saved.experiment).plan.layers)
    except ValidationError:
        return None
