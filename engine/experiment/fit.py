"""Checks that the parts of an experiment fit together: the size of its network, its batch, layers, heads and method."""

from math import prod
from typing import TYPE_CHECKING

from engine.array import FLOAT64
from engine.circumstances import Circumstances
from engine.fault import Fault
from engine.layers.laid_out import largest_batch
from engine.layers.layer import size
from engine.layers.side_output import side_outputs
from engine.layers.stages import leaves, weighted
from engine.losses import LOSSES

if TYPE_CHECKING:
    from engine.experiment.experiment import Experiment

MOST_DRAWN_UNITS = 16
"""Each unit is drawn as a map of the plane; more of them in a layer would be too small to see."""
MOST_MULTIPLICATIONS = 2**27
"""The most multiplications of matrices for a sample: a step of 64 samples then takes some seconds, and a residual
network of 32 layers has half as many."""
MOST_PARAMETERS = 500_000
"""A network of 784-512-10 has 407,050, and a checkpoint of it beside Adam's memory takes 5 MB."""
MOST_IN_DOUBLE = 10_000
"""Parameters in double precision, which is for examples that are worked out by hand."""
SHORT_FORM_OF_A_LAYER = {"network.activation", "objective.center_weight"}
"""Fields of the short form that add layers, which may not fit the rest."""


def check_size(experiment: "Experiment") -> None:
    """Fault: the network is too large to be drawn, stored or trained here."""
    where = "network.hidden" if experiment.network.layers is None else "network.layers"
    widest = max((prod(shape) for shape in experiment.plan.shapes[1:-1]), default=0)
    if experiment.data.view != "samples" and widest > MOST_DRAWN_UNITS:
        raise Fault(
            "Over a plane a layer may have {most} units at most, each of which is drawn: it has {units}.",
            where=where,
            units=widest,
            most=MOST_DRAWN_UNITS,
        )
    layers = experiment.plan.layers
    parameters = sum(size(layer.parameters) for layer in [*weighted(layers), *side_outputs(leaves(layers))])
    if parameters > MOST_PARAMETERS:
        raise Fault(
            "The network would have {count} weights and biases, but {most} at most are allowed.",
            where=where,
            count=parameters,
            most=MOST_PARAMETERS,
        )
    if experiment.dtype == FLOAT64 and parameters > MOST_IN_DOUBLE:
        raise Fault(
            "In double precision a network may have {most} weights and biases at most: it has {count}.",
            where="training.precision",
            most=MOST_IN_DOUBLE,
            count=parameters,
        )
    if experiment.plan.multiplications > MOST_MULTIPLICATIONS:
        raise Fault(
            "The network would take {count} multiplications for each sample, but {most} at most are allowed.",
            where=where,
            count=experiment.plan.multiplications,
            most=MOST_MULTIPLICATIONS,
        )


def check_batch(experiment: "Experiment") -> None:
    """Fault: the batch has more samples than the training set, or than fit into memory."""
    n_train = experiment.data.n_train
    if experiment.training.batch_size > n_train:
        raise Fault(
            "The training set has only {count} samples: a batch of {size} is too large.",
            where="training.batch_size",
            count=n_train,
            size=experiment.training.batch_size,
        )
    most = largest_batch(experiment.plan.layers)
    if most is not None and experiment.batch_size > most:
        raise Fault(
            "A batch of {size} is too large for a network of so many pictures: {most} samples at most are allowed.",
            where="training.batch_size",
            size=experiment.batch_size,
            most=most,
        )


def circumstances_of(experiment: "Experiment") -> Circumstances:
    """The properties of an experiment that its layers, losses and method check."""
    return Circumstances(
        batch_size=experiment.training.batch_size,
        loss=experiment.heads[0].loss,
        descends=experiment.descends,
        regularization=experiment.objective.regularization,
        n_train=experiment.data.n_train,
        n_last=prod(experiment.plan.layers[-1].shape_in),
        n_layers=len(experiment.plan.before) + 1,
        n_heads=len(experiment.heads),
        output=experiment.heads[0].output,
        is_gradual=experiment.plan.is_gradual,
        writes=experiment.data.begins_answering is not None,
    )


def check_parts(experiment: "Experiment") -> None:
    """Fault: layers, losses or the method do not go together."""
    circumstances = circumstances_of(experiment)
    for number, layer in enumerate(experiment.plan.before):
        try:
            for part in dict.fromkeys((layer, *layer.leaves())):
                part.check(circumstances)
        except Fault as fault:
            is_unplaced = fault.where is None or fault.where in SHORT_FORM_OF_A_LAYER
            if experiment.network.layers is not None and is_unplaced:
                fault.where = f"network.layers.{number}"
            raise
    for number, head in enumerate(experiment.heads):
        try:
            LOSSES[head.loss].check(circumstances)
        except Fault as fault:
            fault.where = experiment.objective.where(number, "loss")
            raise
    if experiment.has_centers and not experiment.plan.before:
        raise Fault("Centre loss needs a hidden layer.", where="objective.center_weight")
    experiment.method.check(circumstances)
    if experiment.network.biases == "fixed" and not experiment.descends:
        raise Fault(
            "This method finds the biases of the output, too: they cannot be fixed.",
            where="network.biases",
        )
    if experiment.training.patience and not experiment.data.validation_share:
        raise Fault("Early stopping needs validation data.", where="training.patience")


def check_heads(experiment: "Experiment") -> None:
    """Fault: a head cannot learn from the samples by its loss."""
    for number, head in enumerate(experiment.heads):
        loss = LOSSES[head.loss]
        if loss.takes_shares and head.targets.are_shares(experiment.sample):
            continue
        if loss.needs_classes and not head.n_classes:
            where = experiment.objective.where(number, "loss")
            if loss.takes_shares and head.targets.are_inputs:
                raise Fault(
                    "This loss needs classes, or inputs between 0 and 1: pictures that are not standardised.",
                    where=where,
                )
            if experiment.objective.heads is None:
                raise Fault("This loss needs classes, but the data set is a regression.", where=where)
            raise Fault("This loss needs classes, but the head says numbers.", where=where)
        if head.targets.are_boxes and not experiment.data.boxes_follow:
            raise Fault(
                "Where pictures are turned, the box around what is in them is no longer known: take no rotation, "
                "or a head without a box.",
                where=experiment.objective.where(number, "targets"),
            )
        if not head.targets.are_boxes and {*head.targets.rows(experiment.sample)} & {
            *experiment.data.lost_labels
        }:
            raise Fault(
                "Where pictures are moved, what is in them is no longer where its label says: take another head, "
                "or no augmentation but that of colours.",
                where=experiment.objective.where(number, "targets"),
            )
