"""The worked example of any network: a cell of one layer, with all that it is made of and all that flows back.

What the course has no stages for, such as pictures and blocks, is told layer by layer. Layers themselves tell their
working (see `Layer.working`); it is the step that the run takes next, on a copy, as in `worked_example`.
"""

from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import dealing
from engine.array import Array
from engine.cohort import Cohort
from engine.layers.layer import Form, Layer, whole
from engine.layers.working import Cell, Record, Working, flat_index, place_at
from engine.network import Network
from engine.places import Place, parameters, place_of
from engine.probes.recording import recorded, recorded_both_ways
from engine.probes.worked_example import (
    MOST_TERMS,
    Choice,
    Kind,
    chosen,
    columns_of,
    take_step,
)
from engine.run import Run

FOLLOWING = {"normalization", "activation", "dropout", "center"}
"""Roles of layers that make of each number another, and are told with the layer that they read."""


class Told(NamedTuple):
    """A layer, and what it tells of the cell."""

    kind: str
    function: str
    """The activation function; of other layers ""."""
    before: float | None
    """The number that came in, where it stands at the same place."""
    after: float
    d_after: float | None
    d_before: float | None
    read: float | None
    """Of the cell of what came in that the chosen weight reads, or that was passed on; `d_read` is its gradient."""
    d_read: float | None
    working: Working | None


class WorkedLayer(NamedTuple):
    """All numbers of a step for one sample and one cell of one layer."""

    step: int
    kind: Kind
    sample: int
    nth: int
    batch: list[int]
    m: int
    layers: list[dict[str, Any]]
    """All that can be chosen: `kinds` (a layer, and those that follow it), `shape_in` and `shape_out`."""
    layer: int
    unit: int
    """The index of the cell among all numbers of the layer."""
    place: tuple[int, int, int]
    """Its channel, row and column."""
    parameter: int
    loss: float
    told: list[Told]
    """The layer, and those that follow it."""
    places: list[Place]
    """Of the unit's parameters: those of the kernel, the bias, and others."""
    columns: list[str]
    rates: dict[str, float]
    z: Array
    """(n_L,), the sums of the output."""
    a: Array
    targets: Array
    parameters: Array
    """(K, columns), as in `WorkedExample`."""


def worked_layer(run: Run, choice: Choice) -> WorkedLayer | None:
    """Work out a run's next step; None: its numbers have become too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = work_out(run, choice)
    numbers = np.array([*found.rates.values(), found.loss, *(each.after for each in found.told)])
    arrays = [numbers, *(field for field in found if isinstance(field, np.ndarray))]
    return found if all(np.isfinite(array).all() for array in arrays) else None


def work_out(run: Run, choice: Choice) -> WorkedLayer:
    twin = Run(run.experiment, run.dtype)
    twin.restore(run.checkpoint())
    cohort = Cohort([twin])
    batch, nth, kind = chosen(twin, choice)
    data = twin.dataset
    if kind == "batch":
        X, Y = dealing.batch(twin, batch, len(batch))
    else:
        X = columns_of([data.X_train, data.X_validation, data.X_test], batch)
        Y = columns_of([twin.Y_train, twin.Y_validation, twin.Y_test], batch)
    columns = {"before": cohort.theta[0].copy()}
    trains = kind in ("batch", "alone")
    if trains:
        # This also draws what chance decides, which stays so in all that follows.
        gradient = cohort.descent(X[np.newaxis], Y[np.newaxis])[0].copy()
    network = cohort.network
    record: Record = (
        recorded_both_ways(network, cohort.loss, X[np.newaxis], Y[np.newaxis])
        if trains
        else recorded(network, X[np.newaxis])
    )
    if trains:
        columns |= {"data": network.gradient[0] / X.shape[1], "gradient": gradient}
        for frozen in network.frozen:
            columns["data"][frozen] = 0
    groups = groups_of(network, record)
    number = min(choice.layer, len(groups) - 1)
    group = groups[number]
    unit = min(choice.unit, prod(group[0].told_shape) - 1)
    place = place_at(group[0].told_shape, unit)
    belonging = parameters_of(network, group, place[0])
    parameter = min(choice.parameter, max(0, len(belonging) - 1))
    owner, letter, weight = owned(network, belonging, parameter)
    told = []
    for layer in group:
        passed = layer.passed(record)
        cell = Cell(
            *(None if each is None else each[0] for each in passed),
            nth=nth,
            shape_in=layer.shape_in,
            shape_out=layer.told_shape,
            unit=place[0],
            row=place[1],
            column=place[2],
            letter=letter if layer is owner else "",
            weight=weight,
            record=record,
        )
        told.append(tell(layer, cell))
    losses = cohort.loss.value(sums_of(network, record), Y[np.newaxis])[0]
    rates: dict[str, float] = {}
    if kind != "use":  # From here on, the layers hold the values after the step.
        rates = take_step(cohort, X, Y, columns)
        after = cohort.loss.value(cohort.network.forward(X[np.newaxis]), Y[np.newaxis])
        rates |= {"mean_loss": float(losses.mean()), "mean_loss_after": float(after.mean())}
        rates["loss_after"] = float(after[0, nth])
    output = cohort.loss.output.function(record_output := sums_of(network, record)[:, : network.n_out])
    return WorkedLayer(
        step=run.step,
        kind=kind,
        sample=int(batch[nth]),
        nth=nth,
        batch=batch[:MOST_TERMS].tolist(),
        m=len(batch),
        layers=[about(group) for group in groups],
        layer=number,
        unit=unit,
        place=place,
        parameter=parameter,
        loss=float(losses[nth]),
        told=told,
        places=[place_of(run.experiment, p) for p in belonging.tolist()],
        columns=list(columns),
        rates=rates,
        z=record_output[0, :, nth],
        a=output[0, :, nth],
        targets=Y[: network.n_out, nth],
        parameters=np.stack([values[belonging] for values in columns.values()], axis=-1),
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


def about(group: list[Layer]) -> dict[str, Any]:
    first = group[0]
    return {
        "kinds": [layer.description.kind for layer in group if hasattr(layer, "description")],
        "shape_in": first.shape_in,
        "shape_out": first.told_shape,
    }


def parameters_of(network: Network, group: list[Layer], unit: int) -> NDArray[np.intp]:
    """The indices in theta of what belongs to one unit of these layers."""
    found = [np.zeros(0, np.intp)]
    for spot in parameters(network.layers):
        if spot.layer in group and spot.parameter.is_trainable:
            shape = spot.parameter.shape
            columns = np.arange(prod(shape)).reshape(shape) + spot.columns.start
            found.append(np.take(columns, unit, axis=spot.parameter.units).ravel())
    return np.concatenate(found)


def owned(
    network: Network, belonging: NDArray[np.intp], parameter: int
) -> tuple[Layer | None, str, int]:
    """The layer that a parameter belongs to, its letter, and its number among those of its unit with this letter."""
    if not len(belonging):
        return None, "", 0
    index = int(belonging[parameter])
    for spot in parameters(network.layers):
        if spot.columns.start <= index < spot.columns.stop:
            before = (belonging[:parameter] >= spot.columns.start) & (belonging[:parameter] < spot.columns.stop)
            return spot.layer, spot.parameter.letter, int(before.sum())
    raise IndexError(f"theta has no parameter {index}")


def tell(layer: Layer, cell: Cell) -> Told:
    """What a layer says of the cell; where it reads numbers of the same form, that in the same place is what came in."""
    is_alike = cell.before.shape == cell.after.shape
    working = layer.working(cell)
    places = {} if working is None else working.places
    read = places.get("read", places.get("winner"))
    number = lambda A: None if A is None else float(A[cell.index, cell.nth])  # noqa: E731
    return Told(
        kind=layer.description.kind,
        function=layer.name if layer.role == "activation" else "",
        before=number(cell.before) if is_alike else None,
        after=float(cell.after[cell.index, cell.nth]),
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
    return np.concatenate(
        [record[network.output].after, *(side.Z for side in network.sides)], axis=1
    )
