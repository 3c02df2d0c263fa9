"""The REST interface of layers: ready-made architectures, and what each layer of a network gives, learns and costs."""

from functools import lru_cache
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ValidationError

from app.connections.caller import Known, Problem, guarded
from app.errors import Refusal, explain, sentence
from engine.architectures import ARCHITECTURES, ReadyMade
from engine.architectures.outline import OutlinedLayer, outline, outline_of
from engine.experiment import Experiment
from engine.experiment.optimizer import Optimizer
from engine.fault import Fault
from engine.layers.layer import Form

PICTURE: Form = (1, 28, 28)
"""The shape of the samples in the plan of an architecture that was published without one."""
LEARNING_RATE = 0.001
"""Adam's, with which networks of many layers learn."""
OF_SHARES, OF_NUMBERS, OF_CLASSES = "cross_entropy", "squared_error", "softmax"
"""The losses of an autoencoder of pixels, of one of other numbers, and of a classification after one."""
NEEDS_PICTURES = sentence("This architecture needs pictures: samples with a height and a width.")


class ListedArchitecture(BaseModel):
    """A ready-made architecture, as it would be for an experiment's samples."""

    name: str
    title: str
    is_small: bool
    """Whether it is a small one in the manner of those that were published under that title."""
    source: str
    trains: bool
    """Whether it can be trained here; of the others there is only a plan."""
    is_autoencoder: bool
    """Whether it is an autoencoder."""
    parameters: int | None = None
    multiplications: int | None = None
    """For one sample. Both null where it does not fit."""
    changes: dict[str, dict[str, Any]] | None = None
    """What makes the experiment's network this one: its layers, and what goes with them where the experiment has what
    is usual; null where it is refused, or not trained here."""
    refusal: Problem | None = None
    """Why it cannot be this experiment's network."""


class ListedLayers(BaseModel):
    """The output shape, the parameters and the cost of each layer that computes, the output last."""

    shape_in: Form
    """Of one sample."""
    layers: list[dict[str, Any]]
    """`number` (of the list's layer that it is or that holds it, from 0), `kind`, `shape`, `parameters`,
    `multiplications`."""


def routes(known: Known) -> APIRouter:
    router = guarded(known, "architectures")

    @router.post("/architectures", summary="The ready-made architectures, as they would be for an experiment")
    def architectures(experiment: Experiment) -> list[ListedArchitecture]:
        return [described(ready, experiment) for ready in ARCHITECTURES.values()]

    @router.get("/architectures/{name}", summary="The plan of an architecture")
    def plan(name: str) -> ListedLayers:
        """For the samples for which it was published; of what is trained here, for the digits of MNIST."""
        ready = ARCHITECTURES.get(name)
        if ready is None:
            raise Refusal("unknown-architecture", "name", "There is no such architecture.")
        shape_in = ready.shape_in or PICTURE
        return planned(shape_in, rows_of(name, shape_in, ready.n_classes))

    @router.post("/plan", summary="The plan of an experiment's network")
    def own_plan(experiment: Experiment) -> ListedLayers:
        return planned(experiment.data.shape_in, outline_of(experiment.plan.layers))

    return router


def described(ready: ReadyMade, experiment: Experiment) -> ListedArchitecture:
    """An architecture for the samples of an experiment, or the reason why it does not fit."""
    about = ListedArchitecture(
        name=ready.name,
        title=ready.title,
        is_small=ready.is_small,
        source=ready.source,
        trains=ready.trains,
        is_autoencoder=ready.is_autoencoder,
    )
    shape_in = ready.shape_in or experiment.data.shape_in
    try:
        if ready.needs_pictures and len(shape_in) != 3:
            raise Fault(NEEDS_PICTURES)
        if ready.trains:
            about.changes = changes_to(ready, experiment)
        # The last layer decides how an autoencoder reconstructs its input: by a matrix, or by a convolution.
        rows = (
            outline_of(experiment.changed(about.changes).plan.layers)
            if ready.is_autoencoder and about.changes
            else rows_of(ready.name, shape_in, outputs_of(ready, experiment))
        )
        about.parameters = sum(row.parameters for row in rows)
        about.multiplications = sum(row.multiplications for row in rows)
    except ValidationError as invalid:
        about.refusal = Problem.model_validate(explain(invalid.errors(), Experiment).as_dict())
    except Fault as fault:
        refusal = Refusal("invalid", fault.where, fault.text, **fault.values)
        about.refusal = Problem.model_validate(refusal.as_dict())
    return about


def changes_to(ready: ReadyMade, experiment: Experiment) -> dict[str, dict[str, Any]]:
    """The changes that give an experiment this architecture. Fault, ValidationError: it does not fit."""
    layers = [layer.model_dump(mode="json") for layer in ready.layers(experiment.data.shape_in)]
    changes: dict[str, dict[str, Any]] = {"network": {"layers": layers, "weights": None}}
    if experiment.network.initializer == type(experiment.network).model_fields["initializer"].default:
        changes["network"]["initializer"] = "he"
    usual, asked = Optimizer(), experiment.optimizer
    if (asked.kind, asked.learning_rate) == (usual.kind, usual.learning_rate):
        changes["optimizer"] = {"kind": "adam", "learning_rate": LEARNING_RATE}
    of_inputs = OF_SHARES if experiment.data.inputs_are_shares else OF_NUMBERS
    loss = of_inputs if ready.is_autoencoder else loss_of_classes(experiment)
    heads = ready.heads(loss)
    if boxes := [] if ready.is_autoencoder else boxes_of(experiment):
        heads = [*(heads or [{"loss": loss}]), *boxes]
    if heads is not None or experiment.objective.heads is not None:
        changes["objective"] = {"heads": heads}
        if heads is None:
            changes["objective"]["loss"] = loss
    found = experiment.changed(changes)
    # As an experiment has them, so that a page finds out which architecture its own layers are.
    changes["network"]["layers"] = found.network.model_dump(mode="json")["layers"]
    return changes


def is_autoencoder(experiment: Experiment) -> bool:
    """Whether its network is an autoencoder."""
    return experiment.heads[0].targets.are_inputs


def boxes_of(experiment: Experiment) -> list[dict[str, Any]]:
    """Its heads that say where a thing is: they stay with another network, whose last layer they read."""
    heads = experiment.objective.heads or ()
    return [
        head.model_dump(mode="json") | {"reads": None}
        for head in heads
        if head.targets is not None and head.targets.are_boxes
    ]


def loss_of_classes(experiment: Experiment) -> str:
    """The loss of its network for classification."""
    return OF_CLASSES if is_autoencoder(experiment) else experiment.heads[0].loss


def outputs_of(ready: ReadyMade, experiment: Experiment) -> int:
    """The number of outputs of an architecture."""
    if not ready.trains:
        return ready.n_classes
    if ready.is_autoencoder:
        return experiment.data.n_inputs
    return experiment.data.n_classes if is_autoencoder(experiment) else experiment.n_out


@lru_cache(maxsize=64)
def rows_of(name: str, shape_in: Form, n_classes: int) -> list[OutlinedLayer]:
    """The rows of an architecture; those of the largest take a tenth of a second. Fault: it does not fit."""
    return outline(ARCHITECTURES[name].layers(shape_in), shape_in, n_classes)


def planned(shape_in: Form, rows: list[OutlinedLayer]) -> ListedLayers:
    return ListedLayers(shape_in=shape_in, layers=[row._asdict() for row in rows])
