"""Targets: the common part of all kinds."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from engine.array import Array
from engine.losses import Loss
from engine.part import Part
from engine.registry import AnyOf


class Sample(NamedTuple):
    """The properties of a data set's samples from which targets are made."""

    n_inputs: int
    classes: tuple[int, ...]
    """For each label, how many classes it names; 0: it is a number."""
    inputs_are_shares: bool = False
    """Whether each input lies between 0 and 1."""
    box_label: int | None = None
    """The label with which a box begins; None: there are no boxes."""
    steps: int = 0
    """How many steps have a label each; 0: a label is for the whole sample."""
    counts_whole: bool = False
    """Whether a sample is right only where all its steps are."""


class Targets(Part):
    """The targets of a head; each has a `kind`, by which it is chosen."""

    measures: ClassVar[Sequence[str]] = ("mean_error",)
    """The default measures (see `engine.measures`)."""
    are_inputs: ClassVar[bool] = False
    """Whether they are the inputs themselves."""
    are_boxes: ClassVar[bool] = False
    """Whether they are boxes: x and y of the centre, width and height."""

    kind: str

    def n_classes(self, sample: Sample) -> int:
        """The number of classes; 0: the targets are numbers."""
        return 0

    def are_shares(self, sample: Sample) -> bool:
        """Whether they are numbers between 0 and 1."""
        return False

    def rows(self, sample: Sample) -> list[int]:
        """The numbers of the labels that are learned as values."""
        return []

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        """The number of outputs. Raises Fault where the data set has no such targets; `where` names the field."""
        raise NotImplementedError

    def at_steps(self, loss: Loss, sample: Sample) -> Loss:
        """The loss of the head: that of each step, where there are targets at each."""
        return loss

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Any:
        """Y (n_out, m) for samples X (n, m) with labels (t, m). X may be `Images`, and so may then be Y."""
        raise NotImplementedError


TARGETS: dict[str, type[Targets]] = {}
"""By their kind."""

AnyTargets = Annotated[Targets, AnyOf(Targets, TARGETS)]


def register(targets: type[Targets]) -> None:
    """Let heads have targets of this kind."""
    TARGETS[targets.model_fields["kind"].default] = targets
