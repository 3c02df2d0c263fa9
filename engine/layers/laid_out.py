"""How many numbers layers lay out for each sample that goes through them, and how many samples go together."""

from collections.abc import Sequence
from math import prod

from engine.layers.layer import Layer
from engine.layers.stages import leaves

MOST_LAID_OUT = 2**21
"""At most so many numbers are laid out for samples that go together through layers of pictures (8 MB)."""
MOST_OF_UNITS = 2**22
"""The same where there are no pictures (16 MB): a map has 10,000 points, and a list may have 64 layers."""


def laid_out(layers: Sequence[Layer]) -> int:
    """What all layers give for a sample, and lay out beside that."""
    return sum(prod(layer.shape_out) + layer.n_laid_out for layer in leaves(layers))


def samples_at_once(layers: Sequence[Layer]) -> int | None:
    """How many samples go together through a network that is used; None: it makes no pictures."""
    if not any(layer.n_laid_out for layer in leaves(layers)):
        return None
    return max(1, MOST_LAID_OUT // laid_out(layers))
