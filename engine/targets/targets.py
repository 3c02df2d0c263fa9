"""Targets: what all kinds of them have in common."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from engine.array import Array
from engine.losses import Loss
from engine.part import Part
from engine.registry import AnyOf


class Sample(NamedTuple):
    """What a data set has of each sample, of which targets are made."""

    n_inputs: int
    classes: tuple[int, ...]
    """For each label, how many classes it names; 0: it is a number."""
    inputs_are_shares: bool = False
    """Whether each input lies between 0 and 1."""
    box_label: int | None = None
    """The label with which a box begins; None: there are no boxes."""


class Targets(Part):
    """What a head is to say; each kind of targets has a `kind`, by which it is chosen."""

    measures: ClassVar[Sequence[str]] = ("mean_error",)
    """What is measured where nothing else is asked for (see `engine.measures`)."""
    are_inputs: ClassVar[bool] = False
    """Whether they are the samples themselves, which are there already."""
    are_boxes: ClassVar[bool] = False
    """Whether they are the x and y of a middle, a width and a height."""

    kind: str

    def n_classes(self, sample: Sample) -> int:
        """How many classes are told apart; 0: the targets are numbers."""
        return 0

    def are_shares(self, sample: Sample) -> bool:
        """Whether they are numbers between 0 and 1."""
        return False

    def rows(self, sample: Sample) -> list[int]:
        """Which of the labels are said as numbers."""
        return []

    def n_out(self, sample: Sample, loss: type[Loss]) -> int:
        """How many outputs say them. Fault: the data set has no such targets; `where` names the field."""
        raise NotImplementedError

    def of(self, sample: Sample, X: Any, labels: Array, loss: Loss) -> Any:
        """Y (n_out, m) for samples X (n, m) with labels (t, m). X may be `Images`, and so may then be Y."""
        raise NotImplementedError


TARGETS: dict[str, type[Targets]] = {}
"""By their kind."""

AnyTargets = Annotated[Targets, AnyOf(Targets, TARGETS)]


def register(targets: type[Targets]) -> None:
    """Let heads have targets of this kind."""
    TARGETS[targets.model_fields["kind"].default] = targets
