"""A run document that comes from outside is checked: whatever the training process takes from it must fit together."""

import json
from math import prod
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.document.entries import refuse
from app.document.versions import Document, upgraded
from app.errors import cut, explain
from engine.checkpoint import generator_at
from engine.experiment import Experiment
from engine.experiment.architecture import MOST_LAYERS
from engine.history import CAPACITY
from engine.layers.layer import size
from engine.layers.stages import leaves
from engine.milestones import MOST as MOST_MILESTONES
from engine.milestones import MOST_ITEMS

Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Text = Annotated[str, Field(max_length=100)]
Whole = Annotated[int, Field(ge=-(2**53), le=2**53)]
Value = (
    Text | bool | Whole | float | Annotated[list[Text | Whole | float], Field(max_length=MOST_ITEMS)] | None
)
Side = Annotated[int, Field(ge=1, le=2**20)]
Shape = Annotated[list[Side], Field(max_length=4)]
Change = dict[Text, tuple[Value, Value]]


class Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class CheckedBest(Checked):
    step: Count
    loss: float
    theta: bytes
    statistics: bytes


class CheckedHistory(Checked):
    steps: bytes
    values: bytes
    every: Annotated[int, Field(ge=1, le=2**53 - 1)]
    offered: Count


class CheckedPiece(Checked):
    shapes: Annotated[list[Shape], Field(max_length=8)]
    theta: bytes
    statistics: bytes


class CheckedDocument(Checked):
    """The fields of `app.document`, in the present version."""

    version: int
    experiment: dict[str, Any]
    theta: bytes
    slots: bytes
    statistics: bytes
    updates: Count
    step: Count
    samples_seen: Count
    generator: str
    position: Count
    chance: str = "null"
    augmenting: str = "null"
    best: CheckedBest | None = None
    waited: Count = 0
    stopped_at: Count | None = None
    met: dict[Literal["stop_epochs", "stop_loss", "stop_accuracy"], Count] = {}
    weights_edited: bool
    is_loaded: bool = False
    losses: CheckedHistory
    evaluations: CheckedHistory
    milestones: Annotated[list[tuple[Count, Change]], Field(max_length=MOST_MILESTONES)] = []
    origin: Annotated[list[CheckedPiece], Field(max_length=MOST_LAYERS)] = []
    playing: bool
    speed: Annotated[float, Field(ge=0.1, le=100_000)] | None
    diverged_at: Count | None


def checked(document: Document) -> tuple[Document, Experiment]:
    """The document in the present version, paused, and its experiment. Raises Refusal."""
    fields = fields_in(document)
    try:
        experiment = Experiment.model_validate(fields.experiment)
    except ValidationError as error:
        raise explain(error.errors(), Experiment) from None
    check_parameters(fields, experiment)
    check_histories(fields, experiment)
    check_generators(fields, experiment)
    check_origin(fields)
    described = experiment.model_dump(mode="json")
    return {**fields.model_dump(), "experiment": described, "playing": False}, experiment


def fields_in(document: Document) -> CheckedDocument:
    """Its fields, each of which is of its type. Raises Refusal."""
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        refuse("The file is damaged: {field} is not valid.", field="version")
    try:
        return CheckedDocument.model_validate(upgraded(document))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        refuse("The file is damaged: {field} is not valid.", field=cut(where))
    except (KeyError, TypeError, ValueError):  # of a former version, which lacks what every one has
        refuse("The file is damaged: {field} is not valid.", field=f"version {version}")


def check_array(field: str, content: bytes, wanted: int, dtype: str = "<f4") -> np.ndarray:
    """An array of so many numbers, all of them finite. Raises Refusal."""
    count, rest = divmod(len(content), np.dtype(dtype).itemsize)
    if count != wanted or rest:
        refuse(
            "The file does not fit together: {field} has {count} numbers, but the network takes {wanted}.",
            field=field,
            count=count,
            wanted=wanted,
        )
    array = np.frombuffer(content, dtype)
    if not np.isfinite(array).all():
        refuse("The file is damaged: {field} has numbers that are not finite.", field=field)
    return array


def check_parameters(fields: CheckedDocument, experiment: Experiment) -> None:
    """Raises Refusal: theta, the slots, the statistics or the best state are not those of this network."""
    layers = leaves(experiment.plan.layers)
    parameters = sum(size(layer.parameters) for layer in layers)
    statistics = sum(size(layer.statistics) for layer in layers)
    dtype = experiment.dtype.str
    theta = check_array("theta", fields.theta, parameters, dtype)
    # No frame holds larger ones, not even of double precision.
    if np.abs(theta).max() > np.finfo(np.float32).max:
        refuse("The file is damaged: {field} has numbers that are not finite.", field="theta")
    check_array("slots", fields.slots, experiment.method.n_slots * parameters, dtype)
    check_array("statistics", fields.statistics, statistics, dtype)
    if fields.best is not None:
        check_array("best.theta", fields.best.theta, parameters, dtype)
        check_array("best.statistics", fields.best.statistics, statistics, dtype)


def check_histories(fields: CheckedDocument, experiment: Experiment) -> None:
    """Raises Refusal: a history is too long, out of order, or longer than the run."""
    columns = {"losses": 1, "evaluations": 3 if experiment.data.n_validation else 2}
    for name, n_columns in columns.items():
        history: CheckedHistory = getattr(fields, name)
        rows = min(len(history.steps) // 8, CAPACITY - 1)
        steps = check_array(f"{name}.steps", history.steps, rows, "<i8")
        check_array(f"{name}.values", history.values, rows * n_columns)
        if rows and (steps[0] < 0 or (np.diff(steps) < 0).any() or steps[-1] > fields.step):
            refuse("The file is damaged: {field} is not valid.", field=f"{name}.steps")


def check_generators(fields: CheckedDocument, experiment: Experiment) -> None:
    """Raises Refusal: a generator has no valid state, or the bookmark lies behind the epoch's last sample."""
    for name in ("generator", "chance", "augmenting"):
        try:
            state = json.loads(getattr(fields, name))
            if state is not None:
                generator_at(state)
            elif name == "generator":
                raise ValueError("there is none")
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            refuse("The file is damaged: {field} is not valid.", field=name)
    if fields.position > experiment.data.n_train:
        refuse("The file is damaged: {field} is not valid.", field="position")


def check_origin(fields: CheckedDocument) -> None:
    """Raises Refusal: the initial parameters of a layer are not of their own shapes."""
    for number, piece in enumerate(fields.origin):
        wanted = sum(prod(shape) for shape in piece.shapes)
        check_array(f"origin.{number}", piece.theta + piece.statistics, wanted)
