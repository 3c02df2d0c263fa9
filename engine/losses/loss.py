"""A loss: how wrong an output is, and how the error flows back into Z[L], the last layer's sums.

A loss also reads the output: the prediction is A[L] = g(Z[L]), and g belongs to the loss, because
cross-entropy and its sigmoid are exact only when they are computed together.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.array import Array
from engine.circumstances import Circumstances
from engine.control import option


class Loss:
    """Y holds the targets, (R, n, m) like Z."""

    title: ClassVar[str] = ""
    """Its label on a page; empty: its own name."""
    help: ClassVar[str] = ""
    """Its effect, in one sentence."""
    takes: ClassVar[Mapping[str, Mapping[str, Any]]] = {"objective": {"center_weight": 0}}
    """The values that other fields take where a person chooses it (see `engine.control.option`)."""
    output: Activation
    """Turns Z[L] into the prediction. With every function, a single output predicts class 1 where Z[L] > 0."""
    targets: tuple[float, float]
    """The targets of an output for samples of another class than its own, and for those of its own."""
    needs_classes: ClassVar[bool] = True
    """Whether it is for classification only."""
    takes_shares: ClassVar[bool] = False
    """Whether its targets may also be numbers between 0 and 1, such as the pixels of a picture."""
    has_output_of_choice: ClassVar[bool] = False
    """Whether the output function can be chosen."""
    has_output_for_each: ClassVar[bool] = False
    """Whether two classes, too, have an output each."""

    @classmethod
    def option(cls) -> dict[str, Any]:
        """The words about it on a page, and for which problems it can be chosen."""
        applies = {"kind.problem": ["classification"]} if cls.needs_classes else {}
        return option(cls.title, cls.help, applies, cls.takes)

    @classmethod
    def with_output(cls, function: Activation) -> "Loss":
        """The loss that reads the output through this function, where that is not its own matter."""
        return cls()

    @classmethod
    def check(cls, circumstances: Circumstances) -> None:
        """Fault: it does not go together with the rest of the experiment."""

    @property
    def at_a_step(self) -> "Loss":
        """The loss at a single step, where it is that of a sequence; or itself."""
        return self

    def by_step(self, Z: Array) -> Array:
        """Z (.., n, m) with a column for each step of each sample, where there is an answer at each."""
        return Z

    def value(self, Z: Array, Y: Array) -> Array:
        """The loss of every sample, summed over the output units, (R, m)."""
        raise NotImplementedError

    def gradient(self, Z: Array, Y: Array) -> Array:
        """dZ[L], the derivative of each sample's loss to Z[L], (R, n, m)."""
        raise NotImplementedError

    def hits(self, Z: Array, Y: Array) -> Array:
        """1 where the class that is answered is the sample's, 0 elsewhere, (R, m)."""
        low, high = self.targets
        right: Array = (answers(Z) == answers(Y - Y.dtype.type((low + high) / 2))).astype(Z.dtype)
        return right

    def whole(self, Z: Array, Y: Array) -> Array:
        """1 where all that is asked of a sample is answered right, 0 elsewhere, (R, m)."""
        return self.hits(Z, Y)


LOSSES: dict[str, type[Loss]] = {}
"""By the name that an experiment gives."""


def register(name: str, loss: type[Loss]) -> None:
    """Let experiments name this loss."""
    LOSSES[name] = loss


def answers(Z: Array) -> NDArray[np.intp]:
    """The class that Z[L] (.., n_out, m) answers for every sample, (.., m).

    It is read from Z and not from A = g(Z), which rises with it but may be rounded to its end for several outputs.
    """
    if Z.shape[-2] == 1:
        return (Z[..., 0, :] > 0).astype(np.intp)
    classes: NDArray[np.intp] = Z.argmax(axis=-2)
    return classes
