"""A dimension of a search: a field of the experiment, and the range or the words that are tried."""

from collections.abc import Callable
from math import exp, log
from typing import Annotated, Literal

from pydantic import Field

from engine.family import Value, written
from engine.fault import Fault
from engine.part import Part
from engine.search.cube import Side

MOST_WORDS = 12
DIGITS = 4
"""The digits of a number that is tried: what a page shows is what was tried."""

Scale = Literal["linear", "log", "near-one"]
"""Even steps; even factors, as for rates; even factors of what is missing to 1, as for momentum."""

SCALES: dict[Scale, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "linear": (lambda value: value, lambda height: height),
    "log": (log, exp),
    "near-one": (lambda value: -log(1 - value), lambda height: 1 - exp(-height)),
}
"""From a value to its height on the scale, and back."""


FARTHEST = 1e9
Bound = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST)]


class Dimension(Part):
    """`low`, `high` and `scale` of a number, or `values` of words, such as activations."""

    field: Annotated[str, Field(max_length=80)]
    """As part.field: optimizer.learning_rate. Of network.hidden, a number is the width of every hidden layer."""
    low: Bound | None = None
    high: Bound | None = None
    scale: Scale = "linear"
    values: Annotated[tuple[Value, ...], Field(max_length=MOST_WORDS)] = ()

    def check_range(self, *, is_whole: bool) -> None:
        """Raises Fault for a range that is empty, reversed, or does not fit its scale."""
        name, low, high = self.field, self.low, self.high
        if low is None or high is None:
            raise Fault("{field} needs a range: its lowest and its highest value.", where=name, field=name)
        if low > high:
            raise Fault(
                "The range of {field} is reversed: it goes from {low} down to {high}.",
                where=name,
                field=name,
                low=low,
                high=high,
            )
        if low == high:
            raise Fault(
                "The range of {field} is empty: both ends are {low}.", where=name, field=name, low=low
            )
        if is_whole and not (low.is_integer() and high.is_integer()):
            raise Fault(
                "{field} is a whole number: so must be both ends of its range.", where=name, field=name
            )
        if self.scale == "log" and low <= 0:
            raise Fault(
                "The range of {field} is divided by factors, and must begin above 0.", where=name, field=name
            )
        if self.scale == "near-one" and high >= 1:
            raise Fault("The range of {field} nears 1, and must end below it.", where=name, field=name)

    def check_words(self) -> None:
        """Raises Fault where there are fewer than two words, or one of them is there twice."""
        name, values = self.field, self.values
        if len(values) < 2:
            raise Fault("{field} needs at least two values.", where=name, field=name)
        for place, value in enumerate(values):
            if value in values[:place]:
                raise Fault(
                    "{field} has the value {value} twice.", where=name, field=name, value=written(value)
                )

    def side(self, *, is_whole: bool) -> Side:
        if self.values:
            return Side(len(self.values), is_ordered=False)
        low, high = self._ends
        return Side(int(high - low) + 1 if is_whole else None)

    @property
    def _ends(self) -> tuple[float, float]:
        assert self.low is not None and self.high is not None
        return self.low, self.high

    def value_at(self, share: float, *, is_whole: bool) -> Value:
        """The value at a point of its side."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        low, high = self._ends
        height, value_of = SCALES[self.scale]
        value = value_of(height(low) + share * (height(high) - height(low)))
        if is_whole:
            return round(min(max(value, low), high))
        rounded = round(value, DIGITS) if self.scale == "near-one" else float(f"{value:.{DIGITS}g}")
        return min(max(rounded, low), high)

    def share_of(self, value: Value, *, is_whole: bool) -> float:
        """The point of a value on its side. Raises Fault for one that is not on it."""
        name = self.field
        if self.values:
            if value in self.values:
                return Side(len(self.values)).middle(self.values.index(value))
        elif isinstance(value, int | float):
            low, high = self._ends
            if is_whole and not float(value).is_integer():
                raise Fault(
                    "{field} is a whole number: the guess {value} is none.",
                    where=name,
                    field=name,
                    value=written(value),
                )
            if low <= value <= high:
                height, _ = SCALES[self.scale]
                return (height(value) - height(low)) / (height(high) - height(low))
        raise Fault(
            "The guess {value} is outside the range of {field}.", where=name, field=name, value=written(value)
        )
