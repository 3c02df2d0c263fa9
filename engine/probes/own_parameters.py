"""Own parameters: those of one unit of some layers, such as a kernel and its bias, with their places in theta."""

from math import isqrt, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.layers.layer import Form, Layer
from engine.network import Network
from engine.places import Spot, parameters


class Own(NamedTuple):
    """An array of parameters of which a part belongs to the unit, numbered as `WorkedLayer.parameters` are."""

    letter: str
    layer: int
    """l, where it belongs to A[l]."""
    row: int
    """The unit."""
    read: Form
    """The shape of what they read; (): a single number. Its product is how many they are."""
    moves: bool


def own_parameters(network: Network, group: list[Layer], unit: int) -> tuple[list[Own], NDArray[np.intp]]:
    """The parameters of one unit of these layers, and their indices in theta."""
    own, found = [], [np.zeros(0, np.intp)]
    for spot in parameters(network.layers):
        if spot.layer not in group or not spot.parameter.is_trainable:
            continue
        found.append(columns_of(spot, unit))
        read = (
            read_by(spot, len(found[-1])) if spot.parameter.inputs is not None else of_gates(len(found[-1]))
        )
        own.append(Own(spot.parameter.letter + "′" * spot.nth, spot.number, unit, read, moves=spot.moves))
    return own, np.concatenate(found)


def of_gates(count: int) -> Form:
    """The shape of what reads nothing, such as a bias: a number, or one for each gate of a layer through time."""
    return () if count == 1 else (1, count, 1)


def columns_of(spot: Spot, unit: int) -> NDArray[np.intp]:
    """The indices in theta of a unit's part of an array of parameters."""
    shape = spot.parameter.shape
    columns = np.arange(prod(shape)).reshape(shape) + spot.columns.start
    found: NDArray[np.intp] = np.take(columns, unit, axis=spot.parameter.units).ravel()
    return found


def read_by(spot: Spot, count: int) -> Form:
    """The shape in which a unit's weights lie: as what they read or, of kernels, with a square for each channel, and of
    layers through time with a row for each gate."""
    layer, parameter = spot.layer, spot.parameter
    if len(layer.shape_in) == 2 and parameter.inputs is not None and prod(layer.shape_in) != count:
        return 1, count // parameter.shape[parameter.inputs], parameter.shape[parameter.inputs]
    if prod(layer.shape_in) == count:
        return layer.shape_in
    side = isqrt(count // layer.shape_in[0])
    return layer.shape_in[0], side, side


def kernel_of(own: list[Own], values: Array, parameter: int) -> Array:
    """The weights for one channel of the input, from a unit's parameters with these values."""
    start = 0
    for each in own:
        end = start + prod(each.read)
        if each.letter == "W":
            square = each.read[-2:] if len(each.read) == 3 else (1, *each.read)
            kernels = values[start:end].reshape(-1, *square)
            kernel: Array = kernels[(parameter - start) // prod(square) if start <= parameter < end else 0]
            return kernel
        start = end
    return np.zeros((0, 0))


def owned(network: Network, index: int, unit: int) -> tuple[Layer, str, int]:
    """The layer to which a parameter with this index in theta belongs, its letter, and its number among those of its
    unit with this letter."""
    for spot in parameters(network.layers):
        if spot.columns.start <= index < spot.columns.stop:
            return (
                spot.layer,
                spot.parameter.letter,
                int(np.searchsorted(columns_of(spot, unit), index)),
            )
    raise IndexError(f"theta has no parameter {index}")
