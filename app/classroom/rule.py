"""A rule of a challenge: sentences with blanks, such as "test loss: below 0.05" and "neurons: at most 10"."""

import operator
from collections.abc import Callable, Mapping
from math import inf, isfinite, nextafter
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.experiment import Experiment
from engine.fault import Fault
from engine.layers.activation import ActivationName
from engine.layers.layer import size
from engine.layers.stages import in_theta, leaves
from engine.registry import OneOf

MOST_CONDITIONS = 6
LARGEST = 1e9
FREE_OF_DATA = {"features", "standardize"}
"""The fields of the data that a student may choose: how the network sees the samples, but not which there are."""


class Found(NamedTuple):
    """A run between two steps."""

    progress: Mapping[str, Any]
    """As in `app.frames.progress`."""
    experiment: Experiment


class Quantity(NamedTuple):
    """The subject of a sentence; the value is None where the run has no such thing, such as a regression's accuracy."""

    value: Callable[[Found], float | None]
    is_whole: bool = False
    is_share: bool = False
    """Whether it lies between 0 and 1."""
    least: int = 0

    @property
    def most(self) -> float:
        return 1 if self.is_share else inf


QUANTITIES: dict[str, Quantity] = {
    "test_loss": Quantity(lambda found: found.progress["test_loss"]),
    "train_loss": Quantity(lambda found: found.progress["train_loss"]),
    "test_accuracy": Quantity(lambda found: found.progress["test_accuracy"], is_share=True),
    "train_accuracy": Quantity(lambda found: found.progress["train_accuracy"], is_share=True),
    "neurons": Quantity(lambda found: sum(found.experiment.plan.units[1:-1]), is_whole=True),
    "layers": Quantity(lambda found: len(found.experiment.plan.units) - 2, is_whole=True),
    "parameters": Quantity(lambda found: n_parameters(found.experiment), is_whole=True, least=1),
    "inputs": Quantity(lambda found: found.experiment.plan.units[0], is_whole=True, least=1),
    "steps": Quantity(lambda found: found.progress["step"], is_whole=True),
    "epochs": Quantity(lambda found: found.progress["epoch"]),
}
"""Neurons and layers are the hidden ones."""
RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "below": operator.lt,
    "at_most": operator.le,
    "at_least": operator.ge,
    "above": operator.gt,
}


def value_of(quantity: str, found: Found) -> float | None:
    """None where the run has no such thing, and where it has diverged."""
    value = QUANTITIES[quantity].value(found)
    return value if value is not None and isfinite(value) else None


def n_parameters(experiment: Experiment) -> int:
    """The number of weights and biases of a network, and of whatever else it learns."""
    return sum(size(layer.parameters) for layer in in_theta(experiment.plan.layers))


def activations(experiment: Experiment) -> set[str]:
    """The activation functions of the hidden layers."""
    return {layer.name for layer in leaves(experiment.plan.layers) if layer.role == "activation"}


class Condition(BaseModel):
    """A sentence: the quantity, the relation, the number."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quantity: Annotated[str, OneOf(QUANTITIES)]
    relation: Literal["below", "at_most", "at_least", "above"]
    bound: float = Field(ge=0, le=LARGEST)

    @model_validator(mode="after")
    def bound_fits(self) -> Self:
        quantity = QUANTITIES[self.quantity]
        if quantity.is_whole and not self.bound.is_integer():
            raise Fault("This is counted: its number is a whole one.", where="bound")
        if quantity.is_share and self.bound > 1:
            raise Fault("An accuracy lies between 0 and 100 %.", where="bound")
        return self

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most that meets it."""
        quantity = QUANTITIES[self.quantity]
        # Below 10 is at most 9 of what is counted, and else the next smaller number.
        less, more = (
            (self.bound - 1, self.bound + 1)
            if quantity.is_whole
            else (nextafter(self.bound, -inf), nextafter(self.bound, inf))
        )
        highest = {"below": less, "at_most": self.bound}.get(self.relation, inf)
        lowest = {"above": more, "at_least": self.bound}.get(self.relation, -inf)
        return max(quantity.least, lowest), min(quantity.most, highest)

    def value(self, found: Found) -> float | None:
        return value_of(self.quantity, found)

    def holds(self, value: float | None) -> bool:
        return value is not None and RELATIONS[self.relation](value, self.bound)


class Differences(NamedTuple):
    """The parts of an experiment that the rule does not allow, whatever its run comes to."""

    activations: tuple[str, ...]
    """Those of hidden layers that are not allowed."""
    samples: bool
    """Whether it learns from other samples than the task's."""
    loss: bool
    """Whether its loss is another one than the task's."""


class Check(NamedTuple):
    """The standing of a run to a rule."""

    values: tuple[float | None, ...]
    """The value of each condition's quantity."""
    holds: tuple[bool, ...]
    differences: Differences

    @property
    def is_met(self) -> bool:
        return all(self.holds) and not any(self.differences)

    def shown(self) -> dict[str, Any]:
        return {**self._asdict(), "differences": self.differences._asdict()}


class Rule(BaseModel):
    """All sentences hold at once, for a network that learns the task's samples with the task's loss."""

    model_config = ConfigDict(extra="forbid")

    conditions: Annotated[list[Condition], Field(min_length=1, max_length=MOST_CONDITIONS)]
    activations: Annotated[list[ActivationName], Field(max_length=20)] = []
    """Those that hidden layers may have; empty: all."""

    def unmet(self) -> tuple[int, ...]:
        """The sentence that no network can meet, or two that exclude each other, counted from 1; empty: none."""
        for number, each in enumerate(self.conditions, 1):
            least, most = each.span
            if least > most:
                return (number,)
            for before, other in enumerate(self.conditions[: number - 1], 1):
                lowest, highest = other.span
                if other.quantity == each.quantity and max(least, lowest) > min(most, highest):
                    return before, number
        return ()

    def differences(self, given: Experiment, task: Experiment) -> Differences:
        """The differences of a run's experiment from a task's."""
        return Differences(
            tuple(sorted(activations(given) - {*self.activations})) if self.activations else (),
            samples_of(given) != samples_of(task),
            loss_of(given) != loss_of(task),
        )

    def check(self, found: Found, differences: Differences) -> Check:
        values = tuple(condition.value(found) for condition in self.conditions)
        holds = tuple(each.holds(value) for each, value in zip(self.conditions, values, strict=True))
        return Check(values, holds, differences)

    def is_met(self, found: Found, task: Experiment) -> bool:
        return self.check(found, self.differences(found.experiment, task)).is_met

    def most_steps(self, experiment: Experiment) -> int | None:
        """The most steps that the rule leaves a run; None: any number."""
        per_epoch = experiment.data.n_train / experiment.batch_size
        per = {"steps": 1.0, "epochs": per_epoch}
        bounds = [
            each.bound * per[each.quantity]
            for each in self.conditions
            if each.quantity in per and each.relation in ("below", "at_most")
        ]
        return int(min(bounds)) if bounds else None


def samples_of(experiment: Experiment) -> dict[str, Any]:
    return experiment.data.plain.model_dump(exclude=FREE_OF_DATA)


def loss_of(experiment: Experiment) -> dict[str, Any]:
    """The fields that decide how the loss is measured; penalties on weights are not among them."""
    return experiment.objective.model_dump(include={"loss", "output", "heads"})
