"""A method of learning: its update of the parameters, and its requirements on an experiment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.batches import Batches
from engine.circumstances import Circumstances
from engine.control import option
from engine.layers.layer import Weighted


@dataclass(slots=True)
class Taken:
    """A pass of training that was just taken, as a method may ask about it."""

    output: Weighted
    """The last layer of weights, with what it read."""
    columns: slice
    """The columns of its parameters in theta (R, P)."""
    penalty: Array
    """The rate of the penalty on the weights, (R,) in float64; 0 where there is none."""
    Z: Array = field(init=False)
    """The sums of all heads, which their losses read, (R, n, m)."""
    Y: Array = field(init=False)
    """The targets of its samples, (R, n, m)."""


OF_DESCENT = frozenset(
    {"learning_rate", "clip_norm", "schedule", "period", "decay", "warmup"}
    | {"batch_size", "stop_epochs", "stop_loss", "stop_accuracy"}
)
"""The fields of `Experiment.optimizer`, and of its training, that every method reads which follows a gradient."""


class Method:
    """The state of a method lies in its slots (n_slots, R, P), zero before its first step.

    theta and a gradient g of it are (R, P); the learning rate α and the other rates are (R, 1).
    """

    title: ClassVar[str] = ""
    """Its label on a page; empty: its own name."""
    help: ClassVar[str] = ""
    """Its effect, in one sentence."""
    takes: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """The values that other fields take where a person chooses it (see `engine.control.option`)."""
    n_slots: ClassVar[int] = 0
    rates: ClassVar[Sequence[str]] = ()
    """The fields of `Experiment.optimizer` that it reads, besides the learning rate."""
    descends: ClassVar[bool] = True
    """Whether it follows a gradient, by which all layers learn. If not, the hidden ones stay as they begin."""
    steps: ClassVar[int | None] = None
    """The number of steps after which a further step changes nothing; None: there is none."""
    output: ClassVar[str | None] = None
    """The one function through which it can learn an output by the squared error; None: any."""

    def __init__(self, slots: Array, updates: Array, rates: Mapping[str, Array]) -> None:
        """`updates` (R, 1) counts the steps since the slots were zero; it and the rates are in float64."""
        self.slots = slots
        self.t = updates
        self.exact = rates
        self.rate = {name: column.astype(slots.dtype) for name, column in rates.items()}

    @classmethod
    def option(cls) -> dict[str, Any]:
        """The words about it on a page."""
        return option(cls.title, cls.help, takes=cls.takes)

    @classmethod
    def reads(cls, field: str) -> bool:
        """Whether it reads this field of `Experiment.optimizer` or of its training."""
        return field in cls.rates or (cls.descends and field in OF_DESCENT)

    @classmethod
    def check(cls, circumstances: Circumstances) -> None:
        """Fault: it does not go together with the rest of the experiment."""

    @classmethod
    def batch_size(cls, asked: int, n_train: int) -> int:
        """How many samples each step sees."""
        return asked

    @classmethod
    def deal(cls, batches: Batches, count: int) -> NDArray[np.intp]:
        """The numbers of the next `count` samples that it sees."""
        return batches.deal(count)

    def move(self, theta: Array, alpha: Array, gradient: Callable[[], Array], taken: Taken) -> None:
        """Take a step: move theta in place. L1 comes after it (see `pull`).

        `gradient` goes back through the layers, and gives what is to be followed (R, P), clipped and without L1.
        """
        raise NotImplementedError

    def pull(self, decay: Array, g: Array, alpha: Array) -> Array:
        """How far L1 of the rates `decay` (R, P) moves each parameter after a step along g, (R, P)."""
        raise NotImplementedError


METHODS: dict[str, type[Method]] = {}
"""By the name that an experiment gives in `optimizer.kind`."""


def register(name: str, method: type[Method]) -> None:
    """Let experiments name this method."""
    METHODS[name] = method


def under_methods(field: dict[str, Any], name: str) -> None:
    """Let a field of a JSON schema apply under the methods that read it."""
    kinds = [kind for kind, method in METHODS.items() if method.reads(name)]
    words = field["control"]
    field["control"] = {**words, "applies": {"optimizer.kind": kinds, **words.get("applies", {})}}
