"""The experiment: its parts together, and which of them do not go together."""

from functools import cached_property
from math import prod
from typing import Self

from pydantic import Field, ValidationError, model_validator

from engine.array import FLOAT32, FLOAT64, Precision
from engine.circumstances import Circumstances
from engine.control import control
from engine.data import kinds
from engine.data.circle import Circle
from engine.data.description import Problem
from engine.data.kinds import AnyData
from engine.experiment.architecture import SHORT_FORM as SHORT_FORM_OF_LAYERS
from engine.experiment.architecture import Architecture
from engine.experiment.forms import in_one_form
from engine.experiment.heads import PlannedHead, planned
from engine.experiment.objective import SHORT_FORM as SHORT_FORM_OF_HEADS
from engine.experiment.objective import Objective
from engine.experiment.optimizer import Optimizer
from engine.experiment.plan import Plan, plan_of
from engine.experiment.training import Training
from engine.experiment.weights import check_given
from engine.fault import Fault
from engine.layers import CenterLossDescription
from engine.layers.laid_out import largest_batch
from engine.layers.layer import size
from engine.layers.side_output import SideOutputDescription, side_outputs
from engine.layers.stages import leaves, weighted
from engine.losses import LOSSES
from engine.methods import METHODS, Method
from engine.part import Part
from engine.targets import Sample

MOST_DRAWN_UNITS = 16
"""Each unit is drawn as a map of the plane; more of them in a layer would be too small to see."""
MOST_MULTIPLICATIONS = 2**27
"""Of matrices for a sample: a step of 64 samples then takes some seconds, and a residual network of 32 layers has half
as many."""
MOST_PARAMETERS = 500_000
"""A network of 784-512-10 has 407,050, and a checkpoint of it beside Adam's memory takes 5 MB."""
MOST_IN_DOUBLE = 10_000
"""Parameters in double precision, which is for examples that are worked out by hand."""
SHORT_FORM_OF_A_LAYER = {"network.activation", "objective.center_weight"}
"""Fields of the short form that add layers, which may not fit the rest."""
FORMS: dict[str, tuple[type[Part], str, tuple[str, ...]]] = {
    "network": (Architecture, "layers", SHORT_FORM_OF_LAYERS),
    "objective": (Objective, "heads", SHORT_FORM_OF_HEADS),
}
"""The parts with a list, and the fields of the list's short form."""


class Experiment(Part):
    """One description of a run, with its bounds and defaults."""

    data: AnyData = Field(
        default=Circle(), title="Data set", json_schema_extra=control("data", order=10, kind="kinds")
    )
    network: Architecture = Architecture()
    objective: Objective = Objective()
    optimizer: Optimizer = Optimizer()
    training: Training = Training()

    @model_validator(mode="after")
    def heads_fit(self) -> Self:
        self.heads  # noqa: B018  (made here, and kept)
        return self

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
            part = "objective" if str(fault.where).startswith("heads.") else "network"
            fault.where = f"{part}.{fault.where}"
            raise
        return self

    @model_validator(mode="after")
    def given_weights_fit(self) -> Self:
        if self.network.weights is not None:
            check_given(self.network.weights, weighted(self.plan.layers))
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
        layers = self.plan.layers
        parameters = sum(
            size(layer.parameters) for layer in [*weighted(layers), *side_outputs(leaves(layers))]
        )
        if parameters > MOST_PARAMETERS:
            raise Fault(
                "The network would have {count} weights and biases, but {most} at most are allowed.",
                where=where,
                count=parameters,
                most=MOST_PARAMETERS,
            )
        if self.dtype == FLOAT64 and parameters > MOST_IN_DOUBLE:
            raise Fault(
                "In double precision a network may have {most} weights and biases at most: it has {count}.",
                where="training.precision",
                most=MOST_IN_DOUBLE,
                count=parameters,
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
        n_train = self.data.n_train
        if self.training.batch_size > n_train:
            raise Fault(
                "The training set has only {count} samples: a batch of {size} is too large.",
                where="training.batch_size",
                count=n_train,
                size=self.training.batch_size,
            )
        most = largest_batch(self.plan.layers)
        if most is not None and self.batch_size > most:
            raise Fault(
                "A batch of {size} is too large for a network of so many pictures: {most} samples at most are allowed.",
                where="training.batch_size",
                size=self.batch_size,
                most=most,
            )
        circumstances = Circumstances(
            batch_size=self.training.batch_size,
            loss=self.heads[0].loss,
            descends=self.descends,
            regularization=self.objective.regularization,
            n_train=n_train,
            n_last=prod(self.plan.layers[-1].shape_in),
            n_layers=len(self.plan.before) + 1,
            n_heads=len(self.heads),
            output=self.heads[0].output,
            is_gradual=self.plan.is_gradual,
        )
        for number, layer in enumerate(self.plan.before):
            try:
                for leaf in layer.leaves():
                    leaf.check(circumstances)
            except Fault as fault:
                if self.network.layers is not None and fault.where in SHORT_FORM_OF_A_LAYER:
                    fault.where = f"network.layers.{number}"
                raise
        for number, head in enumerate(self.heads):
            try:
                LOSSES[head.loss].check(circumstances)
            except Fault as fault:
                fault.where = self.objective.where(number, "loss")
                raise
        if self.has_centers and not self.plan.before:
            raise Fault("Centre loss needs a hidden layer.", where="objective.center_weight")
        self.method.check(circumstances)
        if self.network.biases == "fixed" and not self.descends:
            raise Fault(
                "This method finds the biases of the output, too: they cannot be fixed.",
                where="network.biases",
            )
        if self.training.patience and not self.data.validation_share:
            raise Fault("Early stopping needs validation data.", where="training.patience")
        for number, head in enumerate(self.heads):
            loss = LOSSES[head.loss]
            if loss.takes_shares and head.targets.are_shares(self.sample):
                continue
            if loss.needs_classes and not head.n_classes:
                where = self.objective.where(number, "loss")
                if loss.takes_shares and head.targets.are_inputs:
                    raise Fault(
                        "This loss needs classes, or inputs between 0 and 1: pictures that are not standardised.",
                        where=where,
                    )
                if self.objective.heads is None:
                    raise Fault("This loss needs classes, but the data set is a regression.", where=where)
                raise Fault("This loss needs classes, but the head says numbers.", where=where)
            if head.targets.are_boxes and not self.data.boxes_follow:
                raise Fault(
                    "Where pictures are turned, the box around what is in them is no longer known: take no rotation, "
                    "or a head without a box.",
                    where=self.objective.where(number, "targets"),
                )
            if not head.targets.are_boxes and {*head.targets.rows(self.sample)} & {*self.data.lost_labels}:
                raise Fault(
                    "Where pictures are moved, what is in them is no longer where its label says: take another head, "
                    "or no augmentation but that of colours.",
                    where=self.objective.where(number, "targets"),
                )
        return self

    @property
    def dtype(self) -> Precision:
        """Of all numbers of the training."""
        return FLOAT64 if self.training.precision == "double" else FLOAT32

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

    @cached_property
    def sample(self) -> Sample:
        """What the data set has of each sample."""
        data = self.data
        return Sample(data.n_inputs, data.label_classes, data.inputs_are_shares, data.box_label)

    @cached_property
    def heads(self) -> tuple[PlannedHead, ...]:
        """The heads of the network: usually one, the output. Raises Fault where they do not fit the samples."""
        return planned(self.objective, self.sample, self.method.output)

    @property
    def problem(self) -> Problem:
        """The problem of the output: classification or regression."""
        return "classification" if self.heads[0].n_classes else "regression"

    @property
    def has_centers(self) -> bool:
        """Whether the short form adds centre loss to the last hidden layer."""
        return self.objective.center_weight > 0

    @property
    def n_out(self) -> int:
        """Units of the output layer."""
        return self.heads[0].units

    @cached_property
    def plan(self) -> Plan:
        """The layers of the network. Fault: they do not fit together."""
        weight, rate = self.objective.center_weight, self.objective.center_rate
        center = CenterLossDescription(weight=weight, rate=rate) if self.has_centers else None
        sides = tuple(
            SideOutputDescription(units=head.units, head=number, reads=head.reads)
            for number, head in enumerate(self.heads)
            if number > 0
        )
        reconstructs = self.heads[0].targets.are_inputs and self.descends
        shape_out = self.data.shape_in if reconstructs else (self.n_out,)
        return plan_of(self.network, center, self.data.shape_in, shape_out, not self.descends, sides)

    def changed(self, changes: dict[str, dict[str, object]]) -> "Experiment":
        """This experiment with some fields replaced, validated as a whole.

        `changes` maps parts to fields: ``{"optimizer": {"learning_rate": 0.3}}``. A list of layers
        replaces its short form, and the short form the list.
        Another data set keeps the values of the fields that both have.
        Raises pydantic.ValidationError for a field that is unknown, out of range or does not fit.
        """
        merged: dict[str, object] = self.model_dump()
        for part, fields in changes.items():
            before = merged.get(part)
            both_are_parts = isinstance(before, dict) and isinstance(fields, dict)
            merged[part] = {**before, **fields} if both_are_parts else fields  # type: ignore[dict-item]
        if isinstance(changes.get("data"), dict):
            merged["data"] = kinds.changed(self.data, changes["data"])
        for part, (model, long, short) in FORMS.items():
            before, asked = merged[part], changes.get(part)
            if isinstance(before, dict) and isinstance(asked, dict):
                merged[part] = in_one_form(model, before, asked, long, short)
        try:
            return Experiment.model_validate(merged)
        except ValidationError:
            left = without_outdated(merged, changes)
            if left == merged:
                raise
            return Experiment.model_validate(left)


def without_outdated(merged: dict[str, object], changes: dict[str, dict[str, object]]) -> dict[str, object]:
    """The parts of a changed experiment without the fields that may no longer fit: given weights of a network of
    another form, and an output function that was chosen for another loss."""
    left = dict(merged)
    for part, field in (("network", "weights"), ("objective", "output")):
        fields, asked = left[part], changes.get(part)
        if isinstance(fields, dict) and not (isinstance(asked, dict) and field in asked):
            left[part] = {name: value for name, value in fields.items() if name != field}
    return left
