"""The worked example of any network: a cell of one layer, with all that it is made of and all that flows back.

What the course has no stages for, such as pictures and blocks, is told layer by layer. Layers themselves tell their
working (see `Layer.working`); it is the step that the run takes next, on a copy, as in `worked_example`.
"""

from math import isqrt, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.layers.layer import Form, Layer, whole
from engine.layers.stages import stages
from engine.layers.working import Cell, Record, Working, flat_index, place_at
from engine.network import Network
from engine.places import parameters
from engine.probes.recording import recorded, recorded_both_ways
from engine.probes.worked_example import (
    MOST_TERMS,
    AnswerOf,
    Choice,
    Kind,
    answers_of,
    chosen,
    samples_of,
    take_step,
)
from engine.run import Run

MOST_LISTED = 64
"""The most parameters of a unit that are listed, besides the chosen one."""

FOLLOWING = {"normalization", "activation", "dropout", "center"}
"""Roles of layers that make of each number another, and are told with the layer that they read."""


class Told(NamedTuple):
    """A layer, and what it tells of the cell."""

    kind: str
    settings: dict[str, Any]
    """The fields of its description that are numbers or words."""
    before: float | None
    """The number that came in, where it stands at the same place."""
    after: float
    d_after: float | None
    d_before: float | None
    read: float | None
    """Of the cell of what came in that the chosen weight reads, or that was passed on; `d_read` is its gradient."""
    d_read: float | None
    working: Working | None


class Own(NamedTuple):
    """An array of parameters of which a part belongs to the unit, numbered as `WorkedLayer.parameters` are."""

    letter: str
    layer: int
    """l, where it belongs to A[l]."""
    row: int
    """The unit."""
    read: Form
    """The shape of what they read; (): a single number."""
    moves: bool


class WorkedLayer(NamedTuple):
    """All numbers of a step for one sample and one cell of one layer; fields are as in `WorkedExample`."""

    step: int
    kind: Kind
    sample: int
    nth: int
    batch: list[int]
    m: int
    layers: list[dict[str, Any]]
    """All that can be chosen: `kinds` (a layer, and those that follow it), `shape_in`, `shape_out`, `number` (l, where
    it belongs to A[l]) and `head` (null: it is no output)."""
    layer: int
    unit: int
    """The index of the cell among all numbers of the layer."""
    place: tuple[int, int, int]
    """Its channel, row and column."""
    parameter: int
    loss: float
    told: list[Told]
    """The layer, and those that follow it."""
    own: list[Own]
    """Of the unit's parameters: those of the kernel, the bias, and others."""
    heads: list[AnswerOf]
    columns: list[str]
    rates: dict[str, float]
    z: Array
    """The sums of all heads; `a` and `targets` are the same."""
    a: Array
    targets: Array
    losses: Array
    """Of the first samples of the batch."""
    listed: list[int]
    """Which parameters are told: the first ones, and the chosen one."""
    parameters: Array
    """(K, columns), of the listed ones."""
    kernel: Array
    """(H, W), the weights before the step that read the channel of the chosen one, or the first channel; (0, 0) where
    there are no weights."""
    map: Array
    """(H, W), what the layer answers in the channel for the sample; numbers in a row are one row, (1, n)."""
    d_map: Array
    """Its gradient; (0, 0) where there is none."""


def worked_layer(run: Run, choice: Choice) -> WorkedLayer | None:
    """Work out a run's next step; None: its numbers have become too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = work_out(run, choice)
    numbers = np.array([*found.rates.values(), found.loss, *(each.after for each in found.told)])
    arrays = [numbers, *(field for field in found if isinstance(field, np.ndarray))]
    return found if all(np.isfinite(array).all() for array in arrays) else None


def work_out(run: Run, choice: Choice) -> WorkedLayer:
    """The same, without a check of the numbers."""
    twin = Run(run.experiment, run.dtype)
    twin.restore(run.checkpoint())
    cohort = Cohort([twin])
    batch, nth, kind = chosen(twin, choice)
    X, Y = samples_of(twin, batch, kind)
    network = cohort.network
    columns = {"before": cohort.theta[0].copy()}
    if kind in ("use", "solve"):
        cohort.read_rates()
        record: Record = recorded(network, X[np.newaxis])
    else:
        # This also draws what chance decides, which stays so in all that follows.
        gradient = cohort.descent(X[np.newaxis], Y[np.newaxis])[0].copy()
        record = recorded_both_ways(network, cohort.loss, X[np.newaxis], Y[np.newaxis])
        columns |= {"data": network.gradient[0] / len(batch), "gradient": gradient}
        for frozen in network.frozen:
            columns["data"][frozen] = 0
    groups = groups_of(network, record)
    number = min(choice.layer, len(groups) - 1)
    group = groups[number]
    place = place_at(group[0].told_shape, choice.unit)
    own, belonging = parameters_of(network, group, place[0])
    parameter = min(choice.parameter, max(0, len(belonging) - 1))
    listed = sorted({*range(min(MOST_LISTED, len(belonging))), *([parameter] if len(belonging) else [])})
    told = tell_all(network, group, record, place, nth, belonging[parameter : parameter + 1])
    A, dA = ends_of(group, record, nth)
    Z = sums_of(network, record)
    losses = cohort.loss.value(Z, Y[np.newaxis])[0]
    heads = answers_of(twin, Z[0, :, nth : nth + 1], Y[:, nth : nth + 1])
    answers = [head.loss.output.function(Z[:, head.rows])[0, :, nth] for head in twin.heads]
    rates: dict[str, float] = {}
    if kind != "use":  # From here on, the layers hold the values after the step.
        rates = take_step(cohort, X, Y, columns)
        after = cohort.loss.value(cohort.network.forward(X[np.newaxis]), Y[np.newaxis])
        rates |= {"mean_loss": float(losses.mean()), "mean_loss_after": float(after.mean())}
        rates["loss_after"] = float(after[0, nth])
    return WorkedLayer(
        step=run.step,
        kind=kind,
        sample=int(batch[nth]),
        nth=nth,
        batch=batch[:MOST_TERMS].tolist(),
        m=len(batch),
        layers=[about(network, group) for group in groups],
        layer=number,
        unit=flat_index(group[0].told_shape, *place),
        place=place,
        parameter=parameter,
        loss=float(losses[nth]),
        told=told,
        own=own,
        heads=heads,
        columns=list(columns),
        rates=rates,
        z=Z[0, :, nth],
        a=np.concatenate(answers),
        targets=Y[:, nth],
        losses=losses[:MOST_TERMS],
        listed=listed,
        parameters=np.stack([values[belonging[listed]] for values in columns.values()], axis=-1),
        kernel=kernel_of(own, columns["before"][belonging], parameter),
        map=map_of(group, A, place[0]),
        d_map=np.zeros((0, 0)) if dA is None else map_of(group, dA, place[0]),
    )


def groups_of(network: Network, record: Record) -> list[list[Layer]]:
    """The layers that are told, each with those that follow it and make of each of its numbers another."""
    groups: list[list[Layer]] = []
    for layer in (part for each in network.layers for part in each.told()):
        read = layer.passed(record).before
        if groups and layer.role in FOLLOWING and read is groups[-1][-1].passed(record).after:
            groups[-1].append(layer)
        else:
            groups.append([layer])
    return groups


def about(network: Network, group: list[Layer]) -> dict[str, Any]:
    numbers = {layer: number for number, stage in enumerate(stages(network.layers)) for layer in stage}
    first, last = group[0], group[-1]
    heads: dict[Layer, int] = {network.output: 0}
    heads |= {side: side.head for side in network.sides}
    return {
        "kinds": [layer.description.kind for layer in group],
        "shape_in": first.shape_in,
        "shape_out": first.told_shape,
        "number": numbers.get(first, numbers.get(last)),
        "head": heads.get(first),
    }


def parameters_of(network: Network, group: list[Layer], unit: int) -> tuple[list[Own], NDArray[np.intp]]:
    """What belongs to one unit of these layers, and its indices in theta."""
    own, found = [], [np.zeros(0, np.intp)]
    for spot in parameters(network.layers):
        if spot.layer not in group or not spot.parameter.is_trainable:
            continue
        shape = spot.parameter.shape
        columns = np.arange(prod(shape)).reshape(shape) + spot.columns.start
        found.append(np.take(columns, unit, axis=spot.parameter.units).ravel())
        read = read_by(spot.layer, len(found[-1])) if spot.parameter.inputs is not None else ()
        own.append(Own(spot.parameter.letter + "′" * spot.nth, spot.number, unit, read, moves=spot.moves))
    return own, np.concatenate(found)


def read_by(layer: Layer, count: int) -> Form:
    """The shape in which a unit's weights lie: as what they read or, of kernels, with a square for each channel."""
    if prod(layer.shape_in) == count:
        return layer.shape_in
    side = isqrt(count // layer.shape_in[0])
    return layer.shape_in[0], side, side


def kernel_of(own: list[Own], values: Array, parameter: int) -> Array:
    """Of a unit's parameters with these values, the weights for one channel of what it reads."""
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


def tell_all(
    network: Network,
    group: list[Layer],
    record: Record,
    place: tuple[int, int, int],
    nth: int,
    index: NDArray[np.intp],
) -> list[Told]:
    """What each layer of a group tells of a cell, and of the parameter with this index in theta, if there is one."""
    owner, letter, weight = owned(network, int(index[0]), place[0]) if len(index) else (None, "", 0)
    told = []
    for layer in group:
        passed = layer.passed(record)
        cell = Cell(
            before=passed.before[0],
            after=passed.after[0],
            d_after=None if passed.d_after is None else passed.d_after[0],
            d_before=None if passed.d_before is None else passed.d_before[0],
            nth=nth,
            shape_in=layer.shape_in,
            shape_out=layer.told_shape,
            unit=place[0],
            row=place[1],
            column=place[2],
            letter=letter if layer is owner else "",
            weight=weight if letter == "W" else 0,
            record=record,
        )
        told.append(tell(layer, cell))
    return told


def owned(network: Network, index: int, unit: int) -> tuple[Layer, str, int]:
    """The layer to which a parameter with this index in theta belongs, its letter, and its number among those of its
    unit with this letter."""
    for spot in parameters(network.layers):
        if spot.columns.start <= index < spot.columns.stop:
            shape = spot.parameter.shape
            columns = np.arange(prod(shape)).reshape(shape) + spot.columns.start
            of_unit = np.take(columns, unit, axis=spot.parameter.units).ravel()
            return spot.layer, spot.parameter.letter, int(np.searchsorted(of_unit, index))
    raise IndexError(f"theta has no parameter {index}")


def ends_of(group: list[Layer], record: Record, nth: int) -> tuple[Array, Array | None]:
    """What goes out of a group for the sample, (n,), and its gradient."""
    _, after, d_after, _ = group[-1].passed(record)
    return after[0, :, nth], None if d_after is None else d_after[0, :, nth]


def map_of(group: list[Layer], A: Array, channel: int) -> Array:
    """A channel (H, W) of what a group gives; numbers in a row are one row."""
    shape = group[0].told_shape
    found: Array = A.reshape(shape)[channel] if len(shape) == 3 else A.reshape(1, -1)
    return found


def tell(layer: Layer, cell: Cell) -> Told:
    """What a layer says of the cell; what came in is the number in the same place, where there is one."""
    is_alike = cell.before.shape == cell.after.shape
    working = layer.working(cell)
    places = {} if working is None else working.places
    read = places.get("read", places.get("winner"))

    def number(A: Array | None) -> float | None:
        return None if A is None else float(A[cell.number, cell.nth])

    settings = {
        name: value
        for name, value in layer.description
        if isinstance(value, (int, float, str)) and name != "kind"
    }
    return Told(
        kind=layer.description.kind,
        settings=settings,
        before=number(cell.before) if is_alike else None,
        after=float(cell.after[cell.number, cell.nth]),
        d_after=number(cell.d_after),
        d_before=number(cell.d_before) if is_alike else None,
        read=at(cell.before, cell.shape_in, read, cell.nth),
        d_read=at(cell.d_before, cell.shape_in, read, cell.nth),
        working=working,
    )


def at(A: Array | None, shape: Form, place: tuple[int, ...] | None, nth: int) -> float | None:
    """The number of a sample at a place; None: beyond the edge, or not asked for."""
    if A is None or place is None:
        return None
    unit, row, column = place
    _, _, height, width = whole(shape)
    if not (0 <= row < height and 0 <= column < width):
        return None
    return float(A[flat_index(shape, unit, row, column), nth])


def sums_of(network: Network, record: Record) -> Array:
    """Z of all heads in the recorded pass, (1, n, m)."""
    return np.concatenate([record[network.output].after, *(side.Z for side in network.sides)], axis=1)
