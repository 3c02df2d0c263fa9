"""A ready-made architecture: a network of its own name, for pictures of any shape that it fits."""

from collections.abc import Callable
from typing import NamedTuple

from engine.architectures.parts import Layers
from engine.layers.layer import Form

IMAGENET: Form = (3, 224, 224)


class ReadyMade(NamedTuple):
    """A published architecture: its layers before the output, which predicts classes or reconstructs the input."""

    name: str
    title: str
    """Its name, the same in every language."""
    source: str
    layers: Callable[[Form], Layers]
    """The layers for samples of a shape. Raises Fault where they do not fit."""
    trains: bool = True
    """Whether it may be trained here; a larger one is shown as a plan only."""
    shape_in: Form | None = None
    """The shape of the samples that it was published for, where it is not trained here."""
    n_classes: int = 10
    is_autoencoder: bool = False
    """Whether it is an autoencoder, with the input as the target of its output (see `engine.targets.input`)."""
    sides: tuple[int, ...] = ()
    """The numbers of the layers, from 0, that have a side output."""
    side_weight: float = 0.3
    """The weight of the loss of each side output; the output has weight 1."""
    is_small: bool = False
    """Whether it is a small version of the published ones."""

    def heads(self, loss: str) -> list[dict[str, object]] | None:
        """The heads of its objective; None: its only head is the output, which predicts classes."""
        if self.is_autoencoder:
            return [{"targets": {"kind": "input"}, "loss": loss}]
        if not self.sides:
            return None
        sides = [{"loss": loss, "reads": number, "weight": self.side_weight} for number in self.sides]
        return [{"loss": loss}, *sides]
