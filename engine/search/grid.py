"""Grid search: the largest even grid within the budget, row by row."""

from collections.abc import Sequence
from itertools import product
from math import inf, prod

from engine.search.cube import Cube, Side
from engine.search.strategy import Proposals


def grid(cube: Cube) -> Proposals:
    counts = counts_of(cube.sides, cube.trials)
    for point in product(*map(marks, cube.sides, counts)):  # noqa: UP028  (an iterator cannot be sent a loss)
        yield point


def counts_of(sides: Sequence[Side], trials: int) -> list[int]:
    """The marks on each side: the side with the fewest gets another one, as long as the grid stays within the
    budget."""
    counts = [1] * len(sides)

    def has_room(number: int) -> bool:
        larger = prod(counts) // counts[number] * (counts[number] + 1)
        return counts[number] < (sides[number].n_values or inf) and larger <= trials

    while room := [number for number in range(len(sides)) if has_room(number)]:
        counts[min(room, key=lambda number: counts[number])] += 1
    return counts


def marks(side: Side, count: int) -> list[float]:
    """So many points of a side: of words the first ones, of numbers both ends and even steps between, or the middle."""
    if not side.is_ordered:
        return [side.middle(number) for number in range(count)]
    return [number / (count - 1) for number in range(count)] if count > 1 else [0.5]
