"""The experiment: its parts together, and which of them do not go together."""

import itertools
from typing import Self

from pydantic import model_validator

from engine.experiment.architecture import Architecture
from engine.experiment.data import Data
from engine.experiment.objective import Objective
from engine.experiment.optimizer import Optimizer
from engine.experiment.part import Part
from engine.experiment.training import Training
from engine.fault import Fault

MOST_DRAWN_UNITS = 16
"""More in a layer would not be told apart where each unit is drawn as a map of the plane."""
MOST_PARAMETERS = 500_000
"""A network of 784-512-10 has 407,050, and a checkpoint of it beside Adam's memory takes 5 MB."""
MOST_SOLVED = 1_000_000
"""Equations times unknowns of least squares, which are solved within one step: half a second."""


class Experiment(Part):
    """One description of a run, with its bounds and defaults."""

    data: Data = Data()
    network: Architecture = Architecture()
    objective: Objective = Objective()
    optimizer: Optimizer = Optimizer()
    training: Training = Training()

    @model_validator(mode="after")
    def network_is_not_too_large(self) -> Self:
        widest = max(self.network.hidden, default=0)
        if self.data.view != "samples" and widest > MOST_DRAWN_UNITS:
            raise Fault(
                "Over a plane a layer may have {most} units at most, each of which is drawn: it has {units}.",
                where="network.hidden",
                units=widest,
                most=MOST_DRAWN_UNITS,
            )
        parameters = sum(n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(self.sizes))
        if parameters > MOST_PARAMETERS:
            raise Fault(
                "The network would have {count} weights and biases, but {most} at most are allowed.",
                where="network.hidden",
                count=parameters,
                most=MOST_PARAMETERS,
            )
        return self

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        if self.training.batch_size > self.data.n_train:
            raise Fault(
                "The training set has only {count} samples: a batch of {size} is too large.",
                where="training.batch_size",
                count=self.data.n_train,
                size=self.training.batch_size,
            )
        if self.network.normalization == "batch" and self.training.batch_size == 1:
            raise Fault(
                "Batch normalisation needs batches of 2 or more: one sample has no variance.",
                where="training.batch_size",
            )
        if "step" in self.network.activation_of_layers and self.optimizer.kind != "least_squares":
            raise Fault(
                "The derivative of the step function is 0: gradient descent has nothing to follow. Take sigmoid, or "
                "the optimiser least squares, which needs no gradient.",
                where="network.activation",
            )
        if self.objective.loss == "perceptron" and self.network.hidden:
            raise Fault(
                "The perceptron's rule cannot teach hidden layers: take them out, or take another loss.",
                where="objective.loss",
            )
        if self.objective.center_weight and self.objective.loss != "softmax":
            raise Fault("Centre loss is added to the softmax loss only.", where="objective.center_weight")
        if self.objective.center_weight and not self.network.hidden:
            raise Fault("Centre loss needs a hidden layer.", where="objective.center_weight")
        if self.optimizer.kind == "least_squares":
            self._least_squares_can_be_solved()
        if self.training.patience and not self.data.validation_share:
            raise Fault("Early stopping needs validation data to judge by.", where="training.patience")
        if self.objective.loss != "squared_error" and self.data.problem == "regression":
            raise Fault("This loss needs classes, but the data set is a regression.", where="objective.loss")
        return self

    def _least_squares_can_be_solved(self) -> None:
        numbers = self.data.n_train * self.sizes[-2]
        if numbers > MOST_SOLVED:
            raise Fault(
                "Least squares would solve {equations} equations for {weights} weights, but {most} numbers at most are "
                "allowed: take fewer samples or units.",
                where="optimizer.kind",
                equations=self.data.n_train,
                weights=self.sizes[-2],
                most=MOST_SOLVED,
            )
        if self.objective.loss != "squared_error":
            raise Fault("Least squares goes with the squared error only.", where="optimizer.kind")
        if self.objective.regularization == "l1":
            raise Fault("Least squares goes with L2, but not with L1.", where="objective.regularization")
        if self.network.normalization != "none" or self.network.dropout != "none":
            raise Fault(
                "Least squares takes one step only; normalisation and dropout work over many.",
                where="optimizer.kind",
            )

    @property
    def batch_size(self) -> int:
        """How many samples each step sees: least squares takes all that there are."""
        return self.data.n_train if self.optimizer.kind == "least_squares" else self.training.batch_size

    @property
    def draws_biases(self) -> bool:
        """Whether hidden biases begin at random: least squares leaves hidden layers as they begin."""
        return self.optimizer.kind == "least_squares"

    @property
    def has_centers(self) -> bool:
        """Whether every class has a centre among the activations of the last hidden layer."""
        return self.objective.center_weight > 0

    @property
    def n_out(self) -> int:
        """Units of the output layer: one for each class, but a single one where it can tell two classes apart."""
        n_classes = self.data.n_classes
        return n_classes if n_classes > 2 or self.objective.loss == "softmax" else 1

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, input and output included: (2, 4, 2, 1) by default."""
        return (self.data.n_inputs, *self.network.hidden, self.n_out)

    def changed(self, changes: dict[str, dict[str, object]]) -> "Experiment":
        """This experiment with some fields replaced, validated as a whole.

        `changes` maps parts to fields: ``{"optimizer": {"learning_rate": 0.3}}``.
        Raises pydantic.ValidationError for what is unknown, out of range or does not fit.
        """
        merged: dict[str, object] = self.model_dump()
        for part, fields in changes.items():
            before = merged.get(part)
            both_are_parts = isinstance(before, dict) and isinstance(fields, dict)
            merged[part] = {**before, **fields} if both_are_parts else fields  # type: ignore[dict-item]
        return Experiment.model_validate(merged)
