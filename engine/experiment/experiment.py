"""The experiment: its parts together, and which of them do not go together."""

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from engine.array import FLOAT32, FLOAT64, Precision
from engine.control import control
from engine.data import kinds
from engine.data.circle import Circle
from engine.data.description import Problem
from engine.data.kinds import AnyData
from engine.experiment.architecture import SHORT_FORM as SHORT_FORM_OF_LAYERS
from engine.experiment.architecture import Architecture
from engine.experiment.fit import check_batch, check_heads, check_parts, check_size
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
from engine.layers.side_output import SideOutputDescription
from engine.layers.stages import weighted
from engine.methods import METHODS, Method
from engine.part import Part
from engine.targets import Sample

MOST_CHARACTERS = 20_000
"""The longest description of an experiment and a change that are kept."""
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
        check_size(self)
        return self

    @model_validator(mode="after")
    def parts_fit_together(self) -> Self:
        check_batch(self)
        check_parts(self)
        check_heads(self)
        return self

    @property
    def dtype(self) -> Precision:
        """The dtype of all numbers in training."""
        return FLOAT64 if self.training.precision == "double" else FLOAT32

    @property
    def method(self) -> type[Method]:
        """The rule by which the parameters change."""
        return METHODS[self.optimizer.kind]

    @property
    def descends(self) -> bool:
        """Whether all layers learn along a gradient; if not, hidden layers stay as they begin, with biases that are
        drawn."""
        return self.method.descends

    @property
    def batch_size(self) -> int:
        """The number of samples in each step."""
        return self.method.batch_size(self.training.batch_size, self.data.n_train)

    @cached_property
    def sample(self) -> Sample:
        """The properties of the data set's samples from which targets are made."""
        data = self.data
        return Sample(
            data.n_inputs,
            data.label_classes,
            data.inputs_are_shares,
            data.box_label,
            data.answered_steps,
            data.counts_whole,
        )

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
        if steps := self.data.answered_steps:
            shape_out = (self.n_out // steps, steps)
        return plan_of(
            self.network,
            center,
            self.data.shape_in,
            shape_out,
            not self.descends,
            sides,
            self.data.lengths_differ,
            self.data.asking_symbol,
        )

    def changed(self, changes: dict[str, dict[str, object]]) -> "Experiment":
        """This experiment with some fields replaced, validated as a whole.

        `changes` maps parts to fields: ``{"optimizer": {"learning_rate": 0.3}}``. A list of layers
        replaces its short form, and the short form the list.
        Another data set keeps the values of the fields that both have.
        Raises pydantic.ValidationError for a field that is unknown, out of range or does not fit.
        """
        change = Change.of(self, changes)
        return made_anew(self, changes) if change is None else made(change)


@dataclass(frozen=True)
class Change:
    """A change of an experiment. Where a class is changed, two hundred are equal: they are validated once, and share
    the experiment that comes of it."""

    before: str
    words: str
    experiment: Experiment = field(compare=False)
    changes: dict[str, dict[str, object]] = field(compare=False)

    @classmethod
    def of(cls, experiment: Experiment, changes: dict[str, dict[str, object]]) -> "Change | None":
        """None where it is too long to be kept, or is none that JSON can describe."""
        try:
            before, words = experiment.model_dump_json(), json.dumps(changes, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            return None
        return cls(before, words, experiment, changes) if len(before) + len(words) < MOST_CHARACTERS else None


@lru_cache(maxsize=64)
def made(change: Change) -> Experiment:
    """The experiment after a change; raises pydantic.ValidationError."""
    return made_anew(change.experiment, change.changes)


def made_anew(experiment: Experiment, changes: dict[str, dict[str, object]]) -> Experiment:
    """See `Experiment.changed`."""
    merged: dict[str, Any] = experiment.model_dump()
    for part, fields in changes.items():
        before: Any = merged.get(part)
        both_are_parts = isinstance(before, dict) and isinstance(fields, dict)
        merged[part] = {**before, **fields} if both_are_parts else fields
    if isinstance(changes.get("data"), dict):
        merged["data"] = kinds.changed(experiment.data, changes["data"])
    for part, (model, long, short) in FORMS.items():
        joined, asked = merged[part], changes.get(part)
        if isinstance(joined, dict) and isinstance(asked, dict):
            merged[part] = in_one_form(model, joined, asked, long, short)
    while True:
        try:
            return Experiment.model_validate(merged)
        except ValidationError as error:
            outdated = outdated_field(error)
            if outdated is None:
                raise
            part, name = outdated
            if name in changes.get(part, ()) or merged[part].pop(name, None) is None:
                raise


def outdated_field(error: ValidationError) -> tuple[str, str] | None:
    """The part and the field at fault, if a change of others may have outdated it: given weights, of a network of
    another form, or an output function, chosen for another loss."""
    fault = error.errors()[0].get("ctx", {}).get("error")
    where = str(fault.where) if isinstance(fault, Fault) else ""
    outdated = (("network", "weights"), ("objective", "output"))
    return next((pair for pair in outdated if where.startswith(".".join(pair))), None)
