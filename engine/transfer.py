"""Transfer: a run begins with the first layers of a network that was trained on other samples.

Layers are counted as they stand in a list of them, those with weights alone: a block is one, and what follows a layer
up to the next, such as its activation function, belongs to it. The output is the last.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from engine.array import Array
from engine.experiment import Experiment
from engine.fault import Fault
from engine.layers.layer import Form, Layer, as_text
from engine.layers.stages import leaves, weighted
from engine.places import places


class Piece(NamedTuple):
    """The learned parameters of a layer that computes."""

    shapes: tuple[Form, ...]
    """The shapes of its parameters, and then of its statistics."""
    theta: Array
    """Its columns (P,) of theta."""
    statistics: Array
    """Its columns (S,) of the statistics."""


Origin = tuple[Piece, ...]
"""The initial parameters of the lowest layers of a run, from below; empty: all are drawn."""


def n_layers(layers: Sequence[Layer]) -> int:
    """How many layers of weights there are, the output included."""
    return sum(bool(weighted([layer])) for layer in layers)


def lowest(layers: Sequence[Layer], count: int) -> list[Layer]:
    """The first `count` layers of weights, and all that belongs to them; of side outputs none."""
    found: list[Layer] = []
    for layer in layers:
        count -= bool(weighted([layer]))
        if count < 0:
            break
        if not layer.is_head:
            found.append(layer)
    return found


def origin_of(experiment: Experiment, theta: Array, statistics: Array, count: int) -> Origin:
    """The parts of theta (P,) and of the statistics (S,) of the first `count` layers, as views."""
    layers = experiment.plan.layers
    lying = {layer: (columns, learned) for layer, columns, learned in places(layers)}
    found = []
    for layer in leaves(lowest(layers, count)):
        shapes = tuple(array.shape for array in (*layer.parameters, *layer.statistics))
        if shapes:
            columns, learned = lying[layer]
            found.append(Piece(shapes, theta[columns], statistics[learned]))
    return tuple(found)


def put(origin: Origin, experiment: Experiment, theta: Array, statistics: Array) -> None:
    """Begin with it: write it over what was drawn, as far up as the network is still the one that it was meant for."""
    drawn = origin_of(experiment, theta, statistics, n_layers(experiment.plan.layers))
    for piece, taken in zip(drawn, origin, strict=False):
        if (piece.shapes, len(piece.theta)) != (taken.shapes, len(taken.theta)):
            break
        piece.theta[:], piece.statistics[:] = taken.theta, taken.statistics


def learned_shapes(experiment: Experiment, count: int) -> list[tuple[Form, ...]]:
    """The shapes of what the first `count` layers learn."""
    nothing = np.zeros(0)
    return [piece.shapes for piece in origin_of(experiment, nothing, nothing, count)]


def first_difference(one: list[tuple[Form, ...]], other: list[tuple[Form, ...]]) -> tuple[str, str]:
    """The first two shapes that are not the same, as people write them; 0 stands for none."""
    shapes = ([as_text(shape) for piece in pieces for shape in piece] for pieces in (one, other))
    return next((here, there) for here, there in zip_longest(*shapes, fillvalue="0") if here != there)


def transferred(
    saved: Experiment, changes: dict[str, dict[str, Any]], count: int | None, *, freeze: bool
) -> tuple[Experiment, int]:
    """The experiment of a run that begins with the first `count` layers of a saved network, all but the output if None,
    with the `changes`; and that count. Frozen layers stay as they are; the output always learns.

    Fault, or pydantic.ValidationError: it does not fit.
    """
    n = n_layers(saved.plan.layers)
    count = n - 1 if count is None else count
    if not 1 <= count <= n:
        raise Fault(
            "The saved network has {count} layers with weights, its output included: {wanted} of them cannot be taken.",
            where="layers",
            count=n,
            wanted=count,
        )
    if saved.network.weights is not None:
        saved = saved.changed({"network": {"weights": None}})
    experiment = saved.changed(changes)
    if experiment.data.shape_in != saved.data.shape_in:
        raise Fault(
            "The saved network reads {before}, but the samples of this data set are {after}.",
            where="data.kind",
            before=as_text(saved.data.shape_in),
            after=as_text(experiment.data.shape_in),
        )
    for number in range(1, count + 1):
        given, wanted = (learned_shapes(each, number) for each in (saved, experiment))
        if given != wanted:
            before, after = first_difference(given, wanted)
            raise Fault(
                "Layer {number} learns {before} in the saved network, but {after} here: take only the layers below it.",
                where="layers",
                number=number,
                before=before,
                after=after,
            )
    return (frozen(experiment, count) if freeze else experiment), count


def frozen(experiment: Experiment, count: int) -> Experiment:
    """The same, with the first `count` layers frozen, and so as a list of layers; its output learns."""
    staying, before = len(lowest(experiment.plan.layers, count)), experiment.plan.before
    stay = [layer.model_copy(update={"frozen": True}) for layer in before[:staying]]
    layers = [*stay, *before[staying:]]
    changes: dict[str, dict[str, object]] = {"network": {"layers": layers}}
    if experiment.has_centers:  # They stand in the list now.
        changes["objective"] = {"center_weight": 0}
    return experiment.changed(changes)
