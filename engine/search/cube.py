"""The cube of a search: what a method knows of it. Points lie in [0, 1]^d, a side for each field that is searched."""

from typing import NamedTuple

Point = tuple[float, ...]


class Side(NamedTuple):
    """A side of the cube."""

    n_values: int | None = None
    """How many different values there are: words, or whole numbers; None: any number of them."""
    is_ordered: bool = True
    """Whether near points have near values, as numbers do and words do not."""

    def middle(self, number: int) -> float:
        """The point of the value with this number, of `n_values`: the middle of its part of the side."""
        assert self.n_values is not None
        return (number + 0.5) / self.n_values


class Cube(NamedTuple):
    """The sides, the budget of trials, the seed, and the points that a person has set."""

    sides: tuple[Side, ...]
    trials: int
    seed: int = 0
    guesses: tuple[Point, ...] = ()
