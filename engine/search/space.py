"""The space of a search: the experiments that a base becomes with the values of one to three fields."""

from collections.abc import Sequence
from itertools import product
from math import prod

from engine.changes import losses_of
from engine.experiment import Experiment
from engine.family import FIXED as FIXED_IN_FAMILIES
from engine.family import (
    Value,
    Variation,
    changes_of,
    counts,
    fields_of,
    in_layers,
    is_scalar,
    named_fields,
    owner_of,
)
from engine.fault import Fault
from engine.layers.layer import size
from engine.layers.stages import leaves
from engine.search.cube import Point, Side
from engine.search.dimension import Dimension

MOST_DIMENSIONS = 3
MOST_CORNERS = 64
WIDTH = "network.hidden"
"""The field whose numbers are the width of every hidden layer; its words are lists of widths."""
FIXED = {*FIXED_IN_FAMILIES, "training.seed"}
"""The fields that are not searched: the best seed is luck."""
NUMBERS = {"number", "integer"}


class Space:
    """The experiments around a base. `sides` are those of the cube of its points."""

    def __init__(self, base: Experiment, dimensions: Sequence[Dimension]) -> None:
        """Raises Fault, and pydantic.ValidationError for a value that a field cannot have."""
        self.base = base
        self.dimensions = dimensions
        check_fields(base, dimensions)
        self.are_whole = [is_whole(base, each.field) for each in dimensions]
        for each, whole in zip(dimensions, self.are_whole, strict=True):
            if each.values:
                each.check_words()
            else:
                each.check_range(is_whole=whole)
        self.sides: tuple[Side, ...] = tuple(
            each.side(is_whole=whole) for each, whole in zip(dimensions, self.are_whole, strict=True)
        )
        self.corners = self._checked_corners()

    @property
    def largest(self) -> Experiment:
        """The corner that takes the most memory: that with the most parameters and the largest batch."""
        return max(self.corners, key=lambda corner: (n_parameters(corner), corner.batch_size))

    def values_at(self, point: Point) -> tuple[Value, ...]:
        """The values of the fields at a point."""
        return tuple(
            each.value_at(share, is_whole=whole)
            for each, share, whole in zip(self.dimensions, point, self.are_whole, strict=True)
        )

    def point_of(self, values: Sequence[Value]) -> Point:
        """The point with these values. Raises Fault where one is outside its range, or one is missing."""
        if len(values) != len(self.dimensions):
            raise Fault(
                "A guess needs {count} values, one for each field: this one has {given}.",
                where="guesses",
                count=len(self.dimensions),
                given=len(values),
            )
        return tuple(
            each.share_of(value, is_whole=whole)
            for each, value, whole in zip(self.dimensions, values, self.are_whole, strict=True)
        )

    def experiment_with(self, values: Sequence[Value]) -> Experiment:
        """The base with these values. Raises pydantic.ValidationError where they do not go together."""
        variations = [Variation(field=each.field, values=()) for each in self.dimensions]
        given = [*map(self._given, self.dimensions, values)]
        return self.base.changed(in_layers(self.base, changes_of(variations, given)))

    def _given(self, dimension: Dimension, value: Value) -> Value:
        """A value as its field has it: one width is that of every hidden layer."""
        if dimension.field == WIDTH and isinstance(value, int):
            return (value,) * max(1, len(self.base.network.hidden))
        return value

    def _checked_corners(self) -> tuple[Experiment, ...]:
        """The experiments at the ends of all ranges, with all words. Raises Fault where their losses cannot be
        compared, or a field has no effect."""
        ends = [each.values or (each.value_at(0, is_whole=whole), each.value_at(1, is_whole=whole))
                for each, whole in zip(self.dimensions, self.are_whole, strict=True)]  # fmt: skip
        if (count := prod(map(len, ends))) > MOST_CORNERS:
            raise Fault(
                "The ends and words of these fields make {count} combinations, but may make {most} at most: take "
                "fewer words.",
                count=count,
                most=MOST_CORNERS,
            )
        corners = tuple(map(self.experiment_with, product(*ends)))
        for each in self.dimensions:
            if not any(counts(each.field, corner) for corner in corners):
                raise Fault(
                    "{field} does not count in this experiment: all trials would be alike.",
                    where=each.field,
                    field=each.field,
                )
        if any(losses_of(corner) != losses_of(self.base) for corner in corners):
            names = ", ".join(each.field for each in self.dimensions)
            raise Fault(
                "{field} changes what the loss is: such losses cannot be compared.",
                where=self.dimensions[0].field,
                field=names,
            )
        return corners


def n_parameters(experiment: Experiment) -> int:
    return sum(size(layer.parameters) for layer in leaves(experiment.plan.layers))


def check_fields(base: Experiment, dimensions: Sequence[Dimension]) -> None:
    """Raises Fault where a field is unknown or cannot be searched, or where there are none or too many."""
    if not 1 <= len(dimensions) <= MOST_DIMENSIONS:
        raise Fault("A search has from one to three fields: these are {count}.", count=len(dimensions))
    for name, described, is_kind in named_fields(base, [each.field for each in dimensions]):
        if name.startswith("data."):
            raise Fault(
                "{field} changes the data: losses over other data cannot be compared. Search fields of the network, "
                "of its optimiser or of its training.",
                where=name,
                field=name,
            )
        if name in FIXED or is_kind or (name != WIDTH and not is_scalar(described)):
            raise Fault("{field} cannot be searched.", where=name, field=name)
    for each in dimensions:
        if each.values and (each.low is not None or each.high is not None):
            raise Fault("{field} has a range or words, not both.", where=each.field, field=each.field)
        if not each.values and each.field != WIDTH and not types_of(base, each.field) & NUMBERS:
            raise Fault(
                "{field} has words, no numbers: name at least two of them.",
                where=each.field,
                field=each.field,
            )


def types_of(base: Experiment, name: str) -> set[str]:
    """The JSON types of a field, of a part or of a listed layer."""
    owner, field = owner_of(base, name)
    described = fields_of(type(owner))[field] if owner else {}
    return {each.get("type", "") for each in described.get("anyOf", [described])}


def is_whole(base: Experiment, name: str) -> bool:
    """Whether the numbers of a field are whole."""
    return name == WIDTH or "number" not in types_of(base, name)
