"""A trace: what a network in use computes, step by step, which programs in other languages then do likewise."""

from collections.abc import Mapping
from string import ascii_lowercase
from typing import Any, NamedTuple

from engine.layers.layer import Form, Layer, Weighted
from engine.layers.lengths import Lengths

LETTERS = [*ascii_lowercase[1:], *(f"_{number}" for number in range(27, 400))]
"""The second value of a name has a b behind it."""


class Step(NamedTuple):
    """A value that is computed from others."""

    name: str
    """The name of the value: Z1, A1."""
    kind: str
    """The kind of a layer's description, or "add", "concatenate", "softmax", "features", "standardize"."""
    reads: tuple[str, ...]
    """The names of the values that it is computed from."""
    shape_in: Form
    """The shape of the first of them, for one sample."""
    shape_out: Form
    about: Any = None
    """The layer, or what else tells the step apart from others of its kind."""
    arrays: Mapping[str, str] = {}
    """By what the layer calls each of its arrays (W, b), the name of that array in the trace (W1, b1)."""


class Trace:
    """The steps of a network, which its layers add one by one (see `Layer.trace`)."""

    def __init__(self, numbers: Mapping[Layer, int], named: Mapping[Layer, Mapping[str, str]]) -> None:
        """`numbers` tells to which A[l] each layer belongs, `named` what its arrays are called."""
        self.steps: list[Step] = []
        self.shapes: dict[str, Form] = {}
        """The shape of every value, for one sample."""
        self.heads: dict[int, str] = {}
        """The sums Z of each side output, by the number of its head."""
        self._numbers = numbers
        self._named = named
        self._latest = 0

    def add(
        self,
        name: str,
        kind: str,
        reads: tuple[str, ...],
        shape_out: Form,
        about: Any = None,
        arrays: Mapping[str, str] | None = None,
    ) -> str:
        """Add a step, and return the name of its value: `name`, or with a letter behind it where that is taken."""
        names: list[str] = [name, *(name + letter for letter in LETTERS)]
        free = next(each for each in names if each not in self.shapes)
        self.steps.append(Step(free, kind, reads, self.shapes[reads[0]], shape_out, about, arrays or {}))
        self.shapes[free] = shape_out
        return free

    def layer(
        self, layer: Layer, kind: str, A_prev: str, shape_out: Form, beside: tuple[str, ...] = ()
    ) -> str:
        """Add the step of a layer, which reads A_prev and the values `beside` it."""
        self._latest = self._numbers[layer]
        is_sum = isinstance(layer, Weighted) or layer.is_head or layer.role == "normalization"
        return self.add(
            f"{'Z' if is_sum else 'A'}{self._latest}",
            kind,
            (A_prev, *beside),
            shape_out,
            layer,
            self._named.get(layer),
        )

    def there(self, lengths: Lengths) -> str:
        """The name of the value that tells which steps of the input there are; its step is added once."""
        if "steps" not in self.shapes:
            first = next(iter(self.shapes))
            self.add("steps", "lengths", (first,), self.shapes[first][1:], lengths)
        return "steps"

    def phases(self, lengths: Lengths) -> tuple[str, str]:
        """The names of the values that tell at which steps a text is read, and its answer written."""
        steps = self.there(lengths)
        if "writing" not in self.shapes:
            first = next(iter(self.shapes))
            self.add("writing", "writing", (first, steps), self.shapes[steps], lengths)
            self.add("reading", "reading", (steps, "writing"), self.shapes[steps], lengths)
        return "reading", "writing"

    def pair(
        self, layers: tuple[Layer, Layer], kind: str, A_prev: str, shape_out: Form, beside: tuple[str, ...]
    ) -> str:
        """Add one step of two layers; the arrays of the second one have a prime behind their names."""
        first, second = layers
        self._latest = self._numbers[second]
        arrays = {
            **self._named.get(first, {}),
            **{f"{name}'": array for name, array in self._named.get(second, {}).items()},
        }
        return self.add(f"Z{self._latest}", kind, (A_prev, *beside), shape_out, first, arrays)

    def join(self, kind: str, reads: tuple[str, ...], shape_out: Form) -> str:
        """Add a step that makes one value of several."""
        return self.add(f"A{self._latest}", kind, reads, shape_out)
