"""A cell of a map worked out: the window that it reads, the kernel, their products, their sum, and what it becomes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.layers.layer import Form, Lattice, Layer, Region, Shown, Weighted, whole
from engine.layers.wiring import End, Stage, Wiring
from engine.layers.working import Passed
from engine.probes.receptive_field import FieldPart, receptive_field, shape_of, shown_of, weights_of
from engine.probes.recording import recorded
from engine.probes.way_back import way_back


class CellPlace(NamedTuple):
    """Which cell: of A[layer], `layer` from 1; a unit of a row has row 0 and column 0."""

    layer: int
    unit: int
    row: int
    column: int
    channel: int | None = None
    """The channel whose window is worked out; None: the one with the largest share of the sum."""
    weight: tuple[int, int] | None = None
    """Row and column of a weight in the kernel of this channel, whose gradient is gathered."""


class Gathered(NamedTuple):
    """The gradient of a weight: a sum over all windows of the map, in the pass of training."""

    read: Lattice
    """The cells that it multiplies."""
    made: Lattice
    """To whose sums it brings them."""
    came: NDArray[np.float64]
    """The numbers that it multiplies, (rows, columns)."""
    deltas: NDArray[np.float64]
    """The derivatives of the sample's loss by the sums."""


class WorkedCell(NamedTuple):
    """The cell for one sample."""

    place: CellPlace
    window: NDArray[np.float64]
    """The numbers of the channel in it, (height, width); 0 beyond the edge."""
    inside: NDArray[np.uint8]
    """1 inside the picture, 0 beyond its edge."""
    kernel: NDArray[np.float64]
    products: NDArray[np.float64]
    winners: NDArray[np.int32]
    """The row and the column in the map of the layer before from which a pooling took each number, (height, width, 2);
    -1: it is not one cell's."""
    gradient: NDArray[np.float64]
    """The derivative of the sample's loss by each weight of the kernel."""
    delta: float
    """The same by z."""
    sums: NDArray[np.float64]
    """The sum of the products for every channel that comes in, (C,)."""
    region: Region
    """The window among the cells that the weights read."""
    bias: float
    z: float
    steps: list[tuple[str, float]]
    """The values after z, by the kind of layer: normalised, perhaps with a shortcut added, and at last A."""
    source: tuple[int, int]
    """The layer whose channel that is, and its number there."""
    fields: list[FieldPart]
    """In the layers that it reads, and as the last one in the input, layer 0."""
    size: tuple[int, int]
    """The rows and columns of what the weights read."""
    gathered: Gathered | None


def worked_cell(
    cohort: Cohort, replica: int, X: Array, labels: Array | None, place: CellPlace
) -> WorkedCell | None:
    """The cell of a run's network for one sample X (n, 1) with these labels (see `engine.probes.way_back`); None:
    there is no such cell."""
    network = cohort.copied([replica])
    wiring = Wiring(network.layers)
    if not 0 < place.layer < len(wiring.stages) - 1:
        return None
    stage = wiring.stages[place.layer]
    weights, shown = weights_of(stage), shown_of(stage)
    if len(weights.shape_in) == 2 or not fits(place, shown.shape_out):
        return None  # A step of a sequence is no window of a picture.
    with np.errstate(over="ignore", invalid="ignore"):
        record = recorded(network, X[np.newaxis])
    own = Region(place.row, place.column, place.row + 1, place.column + 1)
    region = weights.reach(own)
    kernel = np.nan_to_num(weights.kernel(place.unit, place.row, place.column))
    pictures = np.nan_to_num(picture(record[weights].before, weights.shape_in))
    window, inside = cut(pictures, region)
    with np.errstate(over="ignore"):
        products = np.nan_to_num(window * kernel)
        sums = products.sum(axis=(1, 2))
    channel = place.channel if place.channel is not None else int(np.abs(sums).argmax())
    if not 0 <= channel < len(pictures):
        return None
    gradient, delta, gathered = back(cohort, replica, X, labels, place._replace(channel=channel))
    end, number = source_of(wiring, stage.reads, channel)
    return WorkedCell(
        place=place._replace(channel=channel),
        window=finite(window[channel]),
        inside=inside.astype(np.uint8),
        kernel=finite(kernel[channel]),
        products=finite(products[channel]),
        winners=winners(end, number, region, inside, record),
        gradient=gradient[channel],
        delta=delta,
        sums=finite(sums),
        region=region,
        bias=float(np.nan_to_num(weights.b[0, place.unit, 0])),
        z=at(record[weights].after, weights.shape_out, place),
        steps=steps(stage, shown, place, record),
        source=(end.stage, number),
        fields=receptive_field(wiring, place.layer, own),
        size=(pictures.shape[1], pictures.shape[2]),
        gathered=gathered,
    )


def finite(values: Array) -> NDArray[np.float64]:
    """In double precision, in which a number of either precision is shown as it is; infinity is the largest number."""
    return np.nan_to_num(values.astype(FLOAT64))


def picture(A: Array, shape: Form) -> Array:
    """The numbers of one sample, (1, n, 1), as (C, H, W); numbers in a row have one cell each."""
    _, _, height, width = whole(shape)
    pictures: Array = A[0, :, 0].reshape(-1, height, width)
    return pictures


def fits(place: CellPlace, shape: Form) -> bool:
    region = whole(shape)
    return place.unit < shape[0] and place.row < region.bottom and place.column < region.right


def at(A: Array, shape: Form, place: CellPlace) -> float:
    return float(np.nan_to_num(picture(A, shape)[place.unit, place.row, place.column]))


def cut(pictures: Array, region: Region) -> tuple[Array, NDArray[np.bool_]]:
    """The cells of pictures (C, H, W) in a region, zeros outside, and which of them lie inside."""
    _, height, width = pictures.shape
    rows, columns = np.arange(region.top, region.bottom), np.arange(region.left, region.right)
    inside = ((rows >= 0) & (rows < height))[:, np.newaxis] & ((columns >= 0) & (columns < width))
    cells = pictures[:, rows.clip(0, height - 1)[:, np.newaxis], columns.clip(0, width - 1)]
    return np.where(inside, cells, 0), inside


def steps(
    stage: Stage, shown: Shown, place: CellPlace, record: dict[Layer, Passed]
) -> list[tuple[str, float]]:
    """The values of the cell after the weights, up to A; what a shortcut added is a step of its own."""
    found: list[tuple[str, float]] = []
    latest: Layer = weights_of(stage)
    for layer in stage.layers[stage.layers.index(latest) + 1 : stage.layers.index(shown) + 1]:
        came, before = record[layer].before, record[latest].after
        if came is not before:  # A shortcut was added in between.
            found.append(("shortcut", at(came, layer.shape_in, place) - at(before, layer.shape_in, place)))
        found.append((layer.description.kind, at(record[layer].after, layer.shape_out, place)))
        latest = layer
    return found


def back(
    cohort: Cohort, replica: int, X: Array, labels: Array | None, place: CellPlace
) -> tuple[NDArray[np.float64], float, Gathered | None]:
    """The gradients of the cell's kernel, (C, height, width), and of its z, and of what the chosen weight's is the sum;
    0 below the first layer that learns."""
    network, dA = way_back(cohort, replica, X, labels)
    weights = weights_of(Wiring(network.layers).stages[place.layer])
    weights.W = weights.dW  # of this copy: its kernel is then the gradient.
    kernel = finite(weights.kernel(place.unit, place.row, place.column))
    if weights not in dA:
        return kernel, 0.0, None
    delta = at(dA[weights], weights.shape_out, place)
    return kernel, delta, None if place.weight is None else gather(weights, dA[weights], place, kernel.shape)


def gather(weights: Weighted, dZ: Array, place: CellPlace, kernel: tuple[int, ...]) -> Gathered | None:
    """The terms of the chosen weight's gradient; None if the kernel has no such weight."""
    assert place.weight is not None and place.channel is not None
    i, j = place.weight
    if not (i < kernel[1] and j < kernel[2]):
        return None
    read, made = weights.joins(place.row, place.column, i, j)
    came = picture(weights.A_prev[..., :1], weights.shape_in)[place.channel]
    deltas = picture(dZ, weights.shape_out)[place.unit]
    return Gathered(read, made, finite(read.of(came)), finite(made.of(deltas)))


def source_of(wiring: Wiring, reads: tuple[End, ...], channel: int) -> tuple[End, int]:
    """The layer that a channel comes from, where several are joined, and its number there."""
    for end in reads[:-1]:
        count = shape_of(wiring, end.stage)[0]
        if channel < count:
            return end, channel
        channel -= count
    return reads[-1], channel


def winners(
    end: End, channel: int, region: Region, inside: NDArray[np.bool_], record: dict[Layer, Passed]
) -> NDArray[np.int32]:
    """For each cell of the window the cell in the map of the layer before from which it was passed on."""
    found = np.full((*inside.shape, 2), -1, np.int32)
    for i, j in np.argwhere(inside).tolist():
        cell: tuple[int, int] | None = (region.top + i, region.left + j)
        for layer in reversed(end.passed):
            if cell is None:
                break
            cell = layer.winner(picture(record[layer].before, layer.shape_in), channel, *cell)
        if cell is not None:
            found[i, j] = cell
    return found
