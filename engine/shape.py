"""The shape of a run: what runs must have in common to be stepped together."""

from functools import lru_cache
from typing import NamedTuple

from engine.experiment import Experiment
from engine.experiment.heads import PlannedHead
from engine.layers.layer import Form


class Shape(NamedTuple):
    """Runs of one shape can be stacked; all else may differ between them."""

    shapes: tuple[Form, ...]
    """The shapes of A[0], A[1] .. A[L] for one sample."""
    layers: str
    """The common properties of their layers, as text: a text keeps its hash."""
    multiplications: int
    """The multiplications of the layers' matrices and of the preparation of a sample, for each sample."""
    heads: str
    """The heads with their losses, and whether each is evaluated by itself, as text."""
    problem: str
    view: str
    picture: tuple[int, int] | None
    reconstructs: bool
    """Whether the output reconstructs the pictures of the input."""
    finds_boxes: bool
    """Whether a head says where in its picture a thing is."""
    regularization: str
    optimizer: str
    clips: bool
    schedule: str
    batch_size: int
    n_train: int
    n_validation: int
    n_test: int
    examined: int | None
    precision: str


def shape_of(experiment: Experiment) -> Shape:
    """The shape of a run with this experiment."""
    shape = Shape(
        shapes=experiment.plan.shapes,
        layers=experiment.plan.structure,
        multiplications=experiment.plan.multiplications + experiment.data.multiplications,
        heads=as_text(experiment.heads, experiment.objective.heads is not None),
        problem=experiment.problem,
        view=experiment.data.view,
        picture=experiment.data.picture,
        reconstructs=experiment.data.picture is not None and experiment.heads[0].targets.are_inputs,
        finds_boxes=any(head.targets.are_boxes for head in experiment.heads),
        regularization=experiment.objective.regularization,
        optimizer=experiment.optimizer.kind,
        clips=experiment.optimizer.clip_norm > 0,
        schedule=experiment.optimizer.schedule,
        batch_size=experiment.batch_size,
        n_train=experiment.data.n_train,
        n_validation=experiment.data.n_validation,
        n_test=experiment.data.n_test,
        examined=experiment.data.examined,
        precision=experiment.training.precision,
    )
    return shared(shape)


@lru_cache(maxsize=512)
def as_text(heads: tuple[PlannedHead, ...], are_listed: bool) -> str:
    """A text keeps its hash."""
    return repr((heads, are_listed))


@lru_cache(maxsize=1024)
def shared(shape: Shape) -> Shape:
    """One object for equal shapes, which are then found equal at once."""
    return shape
