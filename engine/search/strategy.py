"""A strategy of search yields points, one trial after the other, and is sent the loss of each.

    def halfway(cube: Cube) -> Proposals:
        loss = yield (0.5,)

It ends where it has no further point. Its chance comes from the cube's seed alone, so that the same losses lead to the
same points: a stored search goes on by telling a new generator all that the former one was told.
"""

from collections.abc import Callable, Generator
from importlib.util import find_spec
from typing import Any, NamedTuple

from engine.control import option
from engine.search.cube import Cube, Point

Proposals = Generator[Point, float, None]


class Strategy(NamedTuple):
    """A strategy, as it is registered: its name and its effect for a page, and its points."""

    label: str
    help: str
    propose: Callable[[Cube], Proposals]
    needs: str = ""
    """The library that it needs, of the extra `chalknet[search]`; empty: none."""
    takes_words: bool = True
    """Whether it searches fields whose values are words, which have no order."""

    def option(self) -> dict[str, Any]:
        return option(self.label, self.help)

    @property
    def is_available(self) -> bool:
        """Whether its library is installed. The library is not imported."""
        return not self.needs or find_spec(self.needs) is not None


STRATEGIES: dict[str, Strategy] = {}
"""The strategies by name, in their order."""


def register(name: str, strategy: Strategy) -> None:
    """Let searches use a strategy."""
    STRATEGIES[name] = strategy
