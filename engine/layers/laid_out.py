"""How many numbers layers lay out for each sample that goes through them, and how many samples go together."""

from collections.abc import Sequence
from math import prod

from engine.layers.layer import Layer
from engine.layers.stages import leaves

MOST_LAID_OUT = 2**21
"""At most so many numbers are laid out for samples that go together through layers of pictures (8 MB)."""
MOST_OF_UNITS = 2**22
"""The same where there are no pictures (16 MB): a map has 10,000 points, and a list may have 128 layers."""
LEAST_AT_ONCE = 16
"""Samples that go together at least: fewer would each cost much more."""
MOST_IN_A_STEP = 2**26
"""Numbers that a step may lay out for its samples on their way through layers of pictures (268 MB)."""


def laid_out(layers: Sequence[Layer]) -> int:
    """The numbers for one sample: the outputs of all layers, kept for the backward pass, and the strips of the layer
    with the most, forward and backward."""
    found = leaves(layers)
    return sum(prod(layer.shape_out) for layer in found) + 2 * max(layer.n_laid_out for layer in found)


def cached(layers: Sequence[Layer]) -> int:
    """The numbers for one sample where layers go through time: outputs and what each layer keeps of all steps, and as
    many as those of the largest layer while it is under way."""
    found = leaves(layers)
    kept = [layer.n_cached + prod(layer.shape_out) for layer in found]
    return sum(kept) + max(kept) if any(layer.n_cached for layer in found) else 0


def samples_at_once(layers: Sequence[Layer]) -> int | None:
    """How many samples go together through a network that is used; None: it makes no pictures."""
    return max(LEAST_AT_ONCE, MOST_LAID_OUT // laid_out(layers)) if makes_pictures(layers) else None


def largest_batch(layers: Sequence[Layer]) -> int | None:
    """How many samples a step may have at most, which is in memory as a whole; None: as many as it likes."""
    return MOST_IN_A_STEP // laid_out(layers) if makes_pictures(layers) else None


def makes_pictures(layers: Sequence[Layer]) -> bool:
    """Whether any of them lays out windows of pictures."""
    return any(layer.n_laid_out for layer in leaves(layers))
