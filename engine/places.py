"""Places: the position of each parameter in theta, and its name."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import prod
from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.experiment import Experiment
from engine.experiment.weights import Given
from engine.layers.layer import Layer, Parameter, size, views
from engine.layers.stages import in_theta, stages
from engine.pauses import pause


def places(layers: Sequence[Layer]) -> Iterator[tuple[Layer, slice, slice]]:
    """Every layer that computes, with its columns of theta (R, P) and of the statistics (R, S)."""
    p = s = 0
    for layer in in_theta(layers):
        before, p = p, p + size(layer.parameters)
        learned, s = s, s + size(layer.statistics)
        yield layer, slice(before, p), slice(learned, s)


class Spot(NamedTuple):
    """The position of a parameter, or of a statistic."""

    layer: Layer
    parameter: Parameter
    columns: slice
    """Its columns of theta, or of the statistics."""
    number: int
    """l, where the layer belongs to A[l]."""
    nth: int
    """How many of that name A[l] has before it: none, where nothing stands twice."""

    @property
    def moves(self) -> bool:
        """Whether it learns."""
        return self.parameter.is_trainable and not self.layer.is_frozen


def parameters(layers: Sequence[Layer]) -> Iterator[Spot]:
    """Every parameter of a network, in the order of theta."""
    return spots(layers, [(layer, layer.parameters, columns.start) for layer, columns, _ in places(layers)])


def statistics(layers: Sequence[Layer]) -> Iterator[Spot]:
    """Every statistic of a network, in the order in which they lie."""
    return spots(layers, [(layer, layer.statistics, columns.start) for layer, _, columns in places(layers)])


def spots(layers: Sequence[Layer], owned: Sequence[tuple[Layer, Sequence[Parameter], int]]) -> Iterator[Spot]:
    numbers = {layer: number for number, stage in enumerate(stages(layers)) for layer in stage}
    seen: Counter[tuple[int, str]] = Counter()
    for layer, parameters, start in owned:
        for parameter in parameters:
            name = numbers[layer], parameter.name
            end = start + prod(parameter.shape)
            yield Spot(layer, parameter, slice(start, end), numbers[layer], seen[name])
            seen[name] += 1
            start = end


def offsets(layers: Sequence[Layer]) -> list[dict[str, int]]:
    """For each of A[1] .. A[L]: where in theta each of the parameters begins that belong to it and count.

    By name: W, row by row, b unless batch normalisation's beta stands in its place, gamma and beta, slope of parametric
    ReLU; what stands twice has a prime behind its name.
    """
    found: list[dict[str, Spot]] = [{} for _ in stages(layers)]
    for spot in parameters(layers):
        found[spot.number][name_of(spot)] = spot
    return [
        {
            name: spot.columns.start
            for name, spot in each.items()
            if spot.parameter.is_trainable or "beta" not in each
        }
        for each in found[1:]
    ]


def name_of(spot: Spot) -> str:
    """The name of a parameter; what stands twice in a layer has a prime behind its name."""
    return spot.parameter.name + "'" * spot.nth


class Place(NamedTuple):
    """Where a parameter stands: `letter`[`layer`], such as W, b, γ, β or s, and its row and column from 0 (None: no
    matrix).

    Layers count from 1, like those of A; what belongs to the units of A[l] has the number l.
    """

    letter: str
    layer: int
    row: int
    column: int | None


def place_of(experiment: Experiment, parameter: int) -> Place:
    """The place of parameter number `parameter` of theta (P,), from 0."""
    for spot in parameters(experiment.plan.layers):
        if parameter < spot.columns.stop:
            row, column = divmod(parameter - spot.columns.start, prod(spot.parameter.shape[1:]))
            is_matrix = spot.parameter.inputs is not None or prod(spot.parameter.shape[1:]) > 1
            letter = spot.parameter.letter + "′" * spot.nth
            return Place(letter, spot.number, row, column if is_matrix else None)
    raise IndexError(f"theta has no parameter {parameter}")


def initial_theta(
    layers: Sequence[Layer],
    generator: np.random.Generator,
    given: Given = (),
) -> Array:
    """Theta (P,) with fresh parameters, in float64; those that are `given` for a layer of weights in place of what is
    drawn for it."""
    drawn = []
    for layer, initial in zip_longest(in_theta(layers), given):
        drawn.append(layer.initial(generator))
        if initial is not None:
            found = views(layer.parameters, drawn[-1])
            found["W"][:] = np.reshape(initial.W, found["W"].shape)
            if initial.b is not None:
                found["b"][:] = np.reshape(initial.b, found["b"].shape)
        pause()
    return np.concatenate(drawn)


def initial_statistics(layers: Sequence[Layer]) -> Array:
    """The statistics (S,) of a network that has seen no sample, in float64."""
    return np.concatenate([layer.initial_statistics() for layer in in_theta(layers)])


def weight_mask(layers: Sequence[Layer]) -> Array:
    """1 where theta (P,) holds what penalties press on; 0 elsewhere, and where it does not move."""
    return np.concatenate(
        [
            np.full(
                prod(parameter.shape),
                float(parameter.is_penalised and parameter.is_trainable and not layer.is_frozen),
            )
            for layer in in_theta(layers)
            for parameter in layer.parameters
        ]
    )
