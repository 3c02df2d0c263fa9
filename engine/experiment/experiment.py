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
            raise ValueError(
                f"network.hidden has a layer of {widest} units, but each unit is drawn over the plane of "
                f"{self.data.kind}: at most {MOST_DRAWN_UNITS} are allowed. Digits, parity and own tables allow more"
            )
        parameters = sum(n_out * (n_in + 1) for n_in, n_out in itertools.pairwise(self.sizes))
        if parameters > MOST_PARAMETERS:
            raise ValueError(
                f"network.hidden gives {parameters} weights and biases, but at most {MOST_PARAMETERS} are allowed: "
                "take smaller layers or fewer"
            )
        return self

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        if self.training.batch_size > self.data.n_train:
            raise ValueError(
                f"training.batch_size is {self.training.batch_size}, but the training set has only "
                f"{self.data.n_train} samples"
            )
        if self.network.normalization == "batch" and self.training.batch_size == 1:
            raise ValueError(
                "network.normalization is batch, but training.batch_size is 1: one sample has no variance to be "
                "normalised by. Take 2 or more"
            )
        if "step" in self.network.activation_of_layers and self.optimizer.kind != "least_squares":
            raise ValueError(
                "network.activation is step, whose derivative is 0: no gradient flows back through it, and gradient "
                "descent has nothing to follow. Take sigmoid, which is a step with a round corner, or the optimizer "
                "least_squares, which leaves the hidden weights as they are and needs no gradient"
            )
        if self.objective.loss == "perceptron" and self.network.hidden:
            raise ValueError(
                "objective.loss is perceptron, whose rule says only what the output should have been: it cannot tell a "
                "hidden unit what to learn. Take the hidden layers out (network.hidden), or another loss"
            )
        if self.objective.center_weight and self.objective.loss != "softmax":
            raise ValueError(
                f"objective.center_weight is {self.objective.center_weight:g}, but objective.loss is "
                f"{self.objective.loss}: centre loss stands beside softmax"
            )
        if self.objective.center_weight and not self.network.hidden:
            raise ValueError(
                f"objective.center_weight is {self.objective.center_weight:g}, but there is no hidden layer "
                "(network.hidden) whose activations could have centres"
            )
        if self.optimizer.kind == "least_squares":
            self._least_squares_can_be_solved()
        if self.training.patience and not self.data.validation_share:
            raise ValueError(
                f"training.patience is {self.training.patience}, but data.validation_share is 0: early stopping needs "
                "validation samples to judge by, say a fifth of all"
            )
        if self.objective.loss != "squared_error" and self.data.problem == "regression":
            raise ValueError(
                f"objective.loss is {self.objective.loss}, which needs classes, but the data set {self.data.kind} "
                "is a regression: use squared_error"
            )
        return self

    def _least_squares_can_be_solved(self) -> None:
        numbers = self.data.n_train * self.sizes[-2]
        if numbers > MOST_SOLVED:
            raise ValueError(
                f"optimizer.kind is least_squares, which would solve {self.data.n_train} equations for "
                f"{self.sizes[-2]} weights: at most {MOST_SOLVED} numbers are allowed, so take fewer samples or units"
            )
        if self.objective.loss != "squared_error":
            raise ValueError(
                f"optimizer.kind is least_squares, but objective.loss is {self.objective.loss}: only of squared_error "
                "can the least be found in one step"
            )
        if self.objective.regularization == "l1":
            raise ValueError(
                "optimizer.kind is least_squares, but objective.regularization is l1, under which the least cannot be "
                "found in one step: take l2"
            )
        if self.network.normalization != "none" or self.network.dropout != "none":
            raise ValueError(
                "optimizer.kind is least_squares, which takes one step only: network.normalization and network.dropout "
                "work over many. Leave both at none"
            )

    @property
    def batch_size(self) -> int:
        """How many samples each step sees: least squares takes all that there are."""
        return self.data.n_train if self.optimizer.kind == "least_squares" else self.training.batch_size

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
