"""The experiment: its parts together, and which of them do not go together."""

from functools import cached_property
from math import prod
from typing import Self

from pydantic import model_validator

from engine.circumstances import Circumstances
from engine.data import kinds
from engine.data.circle import Circle
from engine.data.kinds import AnyData
from engine.experiment.architecture import Architecture, in_one_form
from engine.experiment.objective import Objective
from engine.experiment.optimizer import Optimizer
from engine.experiment.plan import Plan, plan_of
from engine.experiment.training import Training
from engine.fault import Fault
from engine.layers import CenterLossDescription
from engine.layers.layer import size
from engine.layers.stages import leaves, weighted
from engine.methods import METHODS, Method
from engine.part import Part

MOST_DRAWN_UNITS = 16
"""More in a layer would not be told apart where each unit is drawn as a map of the plane."""
MOST_MULTIPLICATIONS = 2**27
"""Of matrices for a sample: a step of 64 samples then takes some seconds, and a residual network of 32 layers has half
as many."""
MOST_PARAMETERS = 500_000
"""A network of 784-512-10 has 407,050, and a checkpoint of it beside Adam's memory takes 5 MB."""
SHORT_FORM_OF_A_LAYER = {"network.activation", "objective.center_weight"}
"""Fields by which the short form asks for layers that may not go together with the rest."""


class Experiment(Part):
    """One description of a run, with its bounds and defaults."""

    data: AnyData = Circle()
    network: Architecture = Architecture()
    objective: Objective = Objective()
    optimizer: Optimizer = Optimizer()
    training: Training = Training()

    @model_validator(mode="after")
    def layers_fit(self) -> Self:
        if self.network.layers is not None and self.has_centers:
            raise Fault(
                "The layers are given as a list already: leave {field} out.",
                where="objective.center_weight",
                field="objective.center_weight",
            )
        try:
            self.plan  # noqa: B018  (made here, and kept)
        except Fault as fault:
            fault.where = f"network.{fault.where}"
            raise
        return self

    @model_validator(mode="after")
    def network_is_not_too_large(self) -> Self:
        where = "network.hidden" if self.network.layers is None else "network.layers"
        widest = max((prod(shape) for shape in self.plan.shapes[1:-1]), default=0)
        if self.data.view != "samples" and widest > MOST_DRAWN_UNITS:
            raise Fault(
                "Over a plane a layer may have {most} units at most, each of which is drawn: it has {units}.",
                where=where,
                units=widest,
                most=MOST_DRAWN_UNITS,
            )
        parameters = sum(size(layer.parameters) for layer in weighted(self.plan.layers))
        if parameters > MOST_PARAMETERS:
            raise Fault(
                "The network would have {count} weights and biases, but {most} at most are allowed.",
                where=where,
                count=parameters,
                most=MOST_PARAMETERS,
            )
        if self.plan.multiplications > MOST_MULTIPLICATIONS:
            raise Fault(
                "The network would take {count} multiplications for each sample, but {most} at most are allowed.",
                where=where,
                count=self.plan.multiplications,
                most=MOST_MULTIPLICATIONS,
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
        circumstances = Circumstances(
            batch_size=self.training.batch_size,
            loss=self.objective.loss,
            descends=self.descends,
            regularization=self.objective.regularization,
            n_train=self.data.n_train,
            n_last=prod(self.plan.layers[-1].shape_in),
            n_layers=len(self.plan.described),
            is_gradual=any(layer.is_gradual for layer in leaves(self.plan.described)),
        )
        for number, layer in enumerate(self.plan.described):
            try:
                for leaf in layer.leaves():
                    leaf.check(circumstances)
            except Fault as fault:
                if self.network.layers is not None and fault.where in SHORT_FORM_OF_A_LAYER:
                    fault.where = f"network.layers.{number}"
                raise
        if self.objective.loss == "perceptron" and len(self.plan.described) > 1:
            raise Fault(
                "The perceptron's rule cannot teach hidden layers: take them out, or take another loss.",
                where="objective.loss",
            )
        if self.has_centers and len(self.plan.described) == 1:
            raise Fault("Centre loss needs a hidden layer.", where="objective.center_weight")
        self.method.check(circumstances)
        if self.training.patience and not self.data.validation_share:
            raise Fault("Early stopping needs validation data to judge by.", where="training.patience")
        if self.objective.loss != "squared_error" and self.data.problem == "regression":
            raise Fault("This loss needs classes, but the data set is a regression.", where="objective.loss")
        return self

    @property
    def method(self) -> type[Method]:
        """How the parameters move."""
        return METHODS[self.optimizer.kind]

    @property
    def descends(self) -> bool:
        """Whether all layers learn along a gradient; if not, hidden layers stay as they begin, with biases that are
        drawn."""
        return self.method.descends

    @property
    def batch_size(self) -> int:
        """How many samples each step sees."""
        return self.method.batch_size(self.training.batch_size, self.data.n_train)

    @property
    def output_function(self) -> str:
        """The function through which the squared error reads the outputs."""
        return self.method.output or ("tanh" if self.data.problem == "classification" else "linear")

    @property
    def has_centers(self) -> bool:
        """Whether the short form asks for a centre of every class among the activations of the last hidden layer."""
        return self.objective.center_weight > 0

    @property
    def n_out(self) -> int:
        """Units of the output layer: one for each class, but a single one where it can tell two classes apart."""
        n_classes = self.data.n_classes
        return n_classes if n_classes > 2 or self.objective.loss == "softmax" else 1

    @cached_property
    def plan(self) -> Plan:
        """The layers of the network. Fault: they do not fit together."""
        weight, rate = self.objective.center_weight, self.objective.center_rate
        center = CenterLossDescription(weight=weight, rate=rate) if self.has_centers else None
        return plan_of(self.network, center, self.data.shape_in, self.n_out, not self.descends)

    def changed(self, changes: dict[str, dict[str, object]]) -> "Experiment":
        """This experiment with some fields replaced, validated as a whole.

        `changes` maps parts to fields: ``{"optimizer": {"learning_rate": 0.3}}``. Who asks for a list of layers, or for
        the short form of one, gets it in place of the other.
        Another data set keeps what was chosen for this one, as far as it has such fields.
        Raises pydantic.ValidationError for what is unknown, out of range or does not fit.
        """
        merged: dict[str, object] = self.model_dump()
        for part, fields in changes.items():
            before = merged.get(part)
            both_are_parts = isinstance(before, dict) and isinstance(fields, dict)
            merged[part] = {**before, **fields} if both_are_parts else fields  # type: ignore[dict-item]
        if isinstance(changes.get("data"), dict):
            merged["data"] = kinds.changed(self.data, changes["data"])
        network, asked = merged["network"], changes.get("network")
        if isinstance(network, dict) and isinstance(asked, dict):
            merged["network"] = in_one_form(network, asked)
        return Experiment.model_validate(merged)
