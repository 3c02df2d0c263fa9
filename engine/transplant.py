"""A transplant carries what still fits from one network to another.

A unit keeps its place when its layer and its number do, and an input when it shows the same thing of a sample.
"""

from collections.abc import Callable, Iterator, Sequence
from math import prod

import numpy as np

from engine.array import Array
from engine.experiment import Experiment
from engine.layers import Layer
from engine.places import Spot, parameters, statistics

Pairs = list[tuple[int, int]]
"""Along an axis: the new number of each row that is kept, and its old one."""


def transplant(old: Array, before: Experiment, fresh: Array, after: Experiment) -> Array:
    """Fresh parameters (P,), with every old one put back that still has its place.

    The output layer is kept only where the depth is the same, since it would otherwise read units that it was
    never trained on, and where it has as many units, since they would otherwise stand for other classes. What is laid
    out as theta is, such as an optimiser's slot, moves in the same way.
    """
    return carried(parameters, old, before, fresh, after)


def transplant_statistics(old: Array, before: Experiment, fresh: Array, after: Experiment) -> Array:
    """Fresh statistics (S,), with those of every unit put back that keeps its place."""
    return carried(statistics, old, before, fresh, after)


def carried(
    lying: Callable[[Sequence[Layer]], Iterator[Spot]],
    old: Array,
    before: Experiment,
    fresh: Array,
    after: Experiment,
) -> Array:
    found = fresh.copy()
    former = {key_of(spot): spot for spot in lying(before.plan.layers)}
    shapes, shapes_before = after.plan.shapes, before.plan.shapes
    depth, depth_before = len(shapes) - 1, len(shapes_before) - 1
    keeps_output = depth == depth_before and shapes[-1] == shapes_before[-1]
    for spot in lying(after.plan.layers):
        same = former.get(key_of(spot))
        is_kept = spot.number < min(depth, depth_before) or (keeps_output and spot.number == depth)
        if same is None or not is_kept:
            continue
        units = spot.parameter.units
        if spot.layer.is_head and spot.parameter.shape[units] != same.parameter.shape[units]:
            continue  # They would stand for other classes.
        pairs = [pairs_along(axis, same, spot, before, after) for axis in range(len(spot.parameter.shape))]
        news = np.ix_(*([new for new, _ in along] for along in pairs))
        olds = np.ix_(*([number for _, number in along] for along in pairs))
        array_of(found, spot)[news] = array_of(old, same)[olds]
    return found


def key_of(spot: Spot) -> tuple[object, ...]:
    """The common part of one parameter in two networks."""
    return type(spot.layer), spot.number, spot.parameter.name, spot.nth, len(spot.parameter.shape)


def array_of(flat: Array, spot: Spot) -> Array:
    """A view of the columns (P,) or (S,) in which it lies."""
    return flat[spot.columns].reshape(spot.parameter.shape)


def pairs_along(axis: int, old: Spot, new: Spot, before: Experiment, after: Experiment) -> Pairs:
    """The part that is kept along an axis of a parameter: units and inputs by their number, others only as a whole."""
    n, n_before = new.parameter.shape[axis], old.parameter.shape[axis]
    shown, shown_before = after.data.inputs, before.data.inputs
    reads_samples = axis == (new.parameter.units if new.number == 0 else new.parameter.inputs)
    if new.number <= 1 and reads_samples and (n, n_before) == (len(shown), len(shown_before)):
        places = {name: number for number, name in enumerate(shown_before)}
        return [(number, places[name]) for number, name in enumerate(shown) if name in places]
    if axis == new.parameter.inputs and places_of(new) != places_of(old):
        return []  # A number of a picture of another size shows another place.
    if axis in (new.parameter.units, new.parameter.inputs):
        return [(number, number) for number in range(min(n, n_before))]
    return [(number, number) for number in range(n)] if n == n_before else []


def places_of(spot: Spot) -> tuple[int, ...]:
    """The height and width of the pictures whose every number has a weight of its own; of others nothing."""
    layer, parameter = spot.layer, spot.parameter
    reads_all = parameter.inputs is not None and parameter.shape[parameter.inputs] == prod(layer.shape_in)
    return layer.shape_in[1:] if reads_all else ()
