"""A search: what is asked of it, and the trials that each strategy makes.

All strategies have the same budget, of trials and of steps a trial, and all trials begin with the same initial weights
and the same order of the samples: a point has one loss. It is the validation loss: the test set is looked at once, at
the end, for the best trial of each strategy, as a set by which one chooses tells no more how well the choice does on
new samples.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from engine.experiment import Experiment
from engine.family import Value
from engine.fault import Fault
from engine.part import Part
from engine.registry import OneOf
from engine.search.cube import Cube
from engine.search.dimension import Dimension
from engine.search.space import MOST_DIMENSIONS, Space
from engine.search.strategy import STRATEGIES

MOST_TRIALS = 32
MOST_STEPS = 10_000
PARTS = 10
"""The loss of a trial is measured after each tenth of its steps."""


class Search(Part):
    """The fields, the strategies, and the budget of each."""

    dimensions: Annotated[tuple[Dimension, ...], Field(max_length=2 * MOST_DIMENSIONS)]
    strategies: Annotated[tuple[Annotated[str, OneOf(STRATEGIES)], ...], Field(min_length=1, max_length=8)]
    trials: Annotated[int, Field(ge=2, le=MOST_TRIALS)] = 16
    """The most trials of a strategy."""
    steps: Annotated[int, Field(ge=PARTS, le=MOST_STEPS)] = 500
    """The steps of a trial, a multiple of ten."""
    stops_early: bool = False
    """Whether bad trials are stopped by the median rule."""
    guesses: Annotated[
        tuple[Annotated[tuple[Value, ...], Field(max_length=8)], ...], Field(max_length=64)
    ] = ()
    """A person's own points, each with a value for each field."""


def space_of(base: Experiment, search: Search) -> Space:
    """The space of a search. Raises Fault where it cannot be made, and pydantic.ValidationError for a value that a
    field cannot have."""
    if not base.data.n_validation:
        raise Fault(
            "A search judges by the validation loss, and there are no validation data: set data.validation_share, to "
            "0.2 for example.",
            where="data.validation_share",
        )
    if search.steps % PARTS:
        raise Fault(
            "The steps of a trial are {steps}, but must be a multiple of {parts}.",
            where="steps",
            steps=search.steps,
            parts=PARTS,
        )
    space = Space(base, search.dimensions)
    check_strategies(space, search)
    return space


def check_strategies(space: Space, search: Search) -> None:
    """Raises Fault for a strategy that is named twice, or cannot search this space."""
    for place, name in enumerate(search.strategies):
        label = STRATEGIES[name].label
        if name in search.strategies[:place]:
            raise Fault("{field} is named twice.", where="strategies", field=label)
        words = [each.field for each in search.dimensions if each.values]
        if words and not STRATEGIES[name].takes_words:
            raise Fault(
                "{method} searches numbers only, and {field} has words: leave one of them out.",
                where="strategies",
                method=label,
                field=words[0],
            )
    if "guess" in search.strategies and not search.guesses:
        raise Fault("To search by guess, set points of your own.", where="guesses")
    if len(search.guesses) > search.trials:
        raise Fault(
            "There are {count} guesses, but {most} trials.",
            where="guesses",
            count=len(search.guesses),
            most=search.trials,
        )
    for values in search.guesses:
        space.point_of(values)


def cube_of(space: Space, search: Search) -> Cube:
    """What its strategies know of a search."""
    return Cube(
        space.sides,
        search.trials,
        space.base.training.seed,
        tuple(map(space.point_of, search.guesses)),
    )


def missing(search: Search) -> Sequence[str]:
    """The strategies whose libraries are not installed here."""
    return [name for name in search.strategies if not STRATEGIES[name].is_available]
