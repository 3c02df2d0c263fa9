"""The layers of the course: A[l] is a layer of weights and all that follows it up to the next one."""

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

from engine.layers.layer import Layer, Shown, Weighted


class HasLeaves(Protocol):
    """A layer or its description, which may hold others."""

    def leaves(self) -> list[Self]: ...


Item = TypeVar("Item", bound=HasLeaves)


def leaves(items: Sequence[Item]) -> list[Item]:
    """All that compute, from below, out of blocks as well."""
    return [leaf for item in items for leaf in item.leaves()]


def weighted(layers: Sequence[Layer]) -> list[Weighted]:
    """The layers of weights, from below."""
    return [layer for layer in leaves(layers) if isinstance(layer, Weighted)]


def in_theta(layers: Sequence[Layer]) -> list[Layer]:
    """The layers in the order of their parameters: those of weights first, so that theta begins W[1], b[1], W[2] .. in
    every network, and what other layers learn comes after."""
    return sorted(leaves(layers), key=lambda layer: not isinstance(layer, Weighted))


def stages(layers: Sequence[Layer]) -> list[list[Layer]]:
    """The layers that belong to A[0], A[1] .. A[L]: to A[0] belongs what stands before the first weights."""
    found: list[list[Layer]] = [[]]
    for layer in leaves(layers):
        if isinstance(layer, Weighted):
            found.append([])
        found[-1].append(layer)
    return found


def shown(layers: Sequence[Layer]) -> list[Shown]:
    """For each of A[1] .. A[L-1] the layer whose output it is: the activation function or, without one, the weights."""
    return [[layer for layer in stage if isinstance(layer, Shown)][-1] for stage in stages(layers)[1:-1]]
