"""One cell of a layer: its input, its output and the working in between."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.layers.layer import Form, Layer, whole
from engine.layers.working import Cell, Record, Working, flat_index
from engine.network import Network
from engine.probes.own_parameters import owned


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
    """The input that the chosen weight reads, or that pooling passes on; `d_read` is its gradient."""
    d_read: float | None
    working: Working | None


def tell_all(
    network: Network,
    group: list[Layer],
    record: Record,
    place: tuple[int, int, int],
    nth: int,
    index: NDArray[np.intp],
) -> list[Told]:
    """A cell in each layer of a group, with the parameter of this index in theta, if there is one."""
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
            weight=weight if layer is owner or letter == "W" else 0,
            record=record,
        )
        told.append(tell(layer, cell))
    return told


def tell(layer: Layer, cell: Cell) -> Told:
    """The cell in this layer; its input is the number in the same place, where there is one."""
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
