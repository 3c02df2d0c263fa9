"""A ready-made architecture: a network of its own name, for pictures of any shape that it fits."""

from collections.abc import Callable
from typing import NamedTuple

from engine.architectures.parts import Layers
from engine.layers.layer import Form

IMAGENET: Form = (3, 224, 224)


class ReadyMade(NamedTuple):
    """Its layers before the output, which tells classes or says the input again."""

    name: str
    title: str
    """What it is called, in every language."""
    source: str
    layers: Callable[[Form], Layers]
    """For samples of a shape. Fault: they do not fit; or, when their shapes are asked for, a layer of them."""
    trains: bool = True
    """Whether it may be trained here; if not, it is larger than that, and only its plan is shown."""
    shape_in: Form | None = None
    """For what samples it was published, where it is not trained here."""
    n_classes: int = 10
    needs_pictures: bool = True
    """Whether its samples have to have a height and a width."""
    says_input: bool = False
    """Whether it is an autoencoder, with the input as the target of its output (see `engine.targets.input`)."""
    sides: tuple[int, ...] = ()
    """The numbers of the layers, from 0, that have a side output."""
    side_weight: float = 0.3
    """How much the loss of each of these counts beside the output's."""
    is_small: bool = False
    """Whether it is a small one in the manner of those that were published under that title."""

    def heads(self, loss: str) -> list[dict[str, object]] | None:
        """The heads of its objective; None: it has the output alone, which tells classes."""
        if self.says_input:
            return [{"targets": {"kind": "input"}, "loss": loss}]
        if not self.sides:
            return None
        sides = [{"loss": loss, "reads": number, "weight": self.side_weight} for number in self.sides]
        return [{"loss": loss}, *sides]
