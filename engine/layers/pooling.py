"""Pooling: of each window of a channel only the largest number is passed on, or the average."""

from math import inf
from typing import Literal

import numpy as np

from engine.array import Array
from engine.fault import Fault
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer, Region, whole
from engine.layers.window import Padding, Side, Window, picture, window
from engine.layers.working import Cell, Working, flat_index, sum_of
from engine.pauses import pause


class PoolingDescription(Description):
    """A smaller picture of each channel."""

    kind: Literal["pooling"] = "pooling"
    function: Literal["max", "average"] = "max"
    kernel: Side = 2
    """F: a window is F by F pixels large."""
    stride: Side | None = None
    """S: how far it moves from one place to the next; null: F, so that windows do not overlap."""
    padding: Padding = 0
    """P: how wide a border is laid around each picture: of zeros for the average, of nothing for the largest."""

    @property
    def window(self) -> Window:
        """Fault: a window would lie in the border as a whole."""
        found = window(self.kernel, self.stride or self.kernel, self.padding)
        if 2 * found.padding > found.side:
            raise Fault(
                "A pooling window of {side} may have a padding of {most} at most, half of it.",
                where="padding",
                side=found.side,
                most=found.side // 2,
            )
        return found

    def shape_out(self, shape_in: Form) -> Form:
        return self.window.over(shape_in)

    def layer(self, shape_in: Form, around: Around) -> Layer:
        pooling = MaxPooling if self.function == "max" else AveragePooling
        return pooling(shape_in, self.window)


class Pooling(Layer):
    """The base of both kinds. Pictures are (R, C H W, m)."""

    border: float

    def __init__(self, shape: Form, window: Window) -> None:
        self.shape = shape
        self.window = window
        _, self.rows, self.columns = window.over(shape)

    def reach(self, region: Region) -> Region:
        return self.window.reach(region)

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        return None

    def padded(self, A_prev: Array) -> Array:
        """(R, C, H + 2P, W + 2P, m)"""
        pictures = A_prev.reshape(len(A_prev), *self.shape, A_prev.shape[-1])
        return self.window.padded(pictures, self.border)

    def cells(self, padded: Array) -> list[Array]:
        """For each cell of the window what it sees at all places, (R, C, H_out, W_out, m)."""
        return list(self.window.cells(padded, self.rows, self.columns))

    def forward(self, A_prev: Array) -> Array:
        """Cache the pictures, and what was made of them."""
        self.pictures = self.padded(A_prev)
        self.pooled = self.pool(self.cells(self.pictures))
        return flat(self.pooled)

    def predict(self, A_prev: Array) -> Array:
        return flat(self.pool(self.cells(self.padded(A_prev))))

    def seen(self, cell: Cell) -> Array:
        """The numbers of the window, the border left out."""
        top, left, bottom, right = self.reach(Region(cell.row, cell.column, cell.row + 1, cell.column + 1))
        return cell.came[cell.unit, max(0, top) : bottom, max(0, left) : right]

    def pool(self, cells: list[Array]) -> Array:
        """The pooled numbers of all windows, (R, C, H_out, W_out, m)."""
        raise NotImplementedError


class MaxPooling(Pooling):
    """A = the largest number of each window."""

    border = -inf

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        """The largest number of a window: of equal ones the first, row by row."""
        seen = self.window.reach(Region(row, column, row + 1, column + 1))
        top, left = max(0, seen.top), max(0, seen.left)
        cells = pictures[channel, top : seen.bottom, left : seen.right]
        i, j = np.unravel_index(cells.argmax(), cells.shape)
        return top + int(i), left + int(j)

    def pool(self, cells: list[Array]) -> Array:
        largest = cells[0].copy()
        for cell in cells[1:]:
            np.maximum(largest, cell, out=largest)
            pause()
        return largest

    def backward(self, dA: Array) -> Array:
        """The gradient goes to the largest number alone: of equal ones to the first, row by row."""
        dA = dA.reshape(self.pooled.shape)
        found = np.zeros_like(self.pictures)
        waiting = np.ones(dA.shape, bool)
        overlap = self.window.stride < self.window.side
        for cell, d_cell in zip(self.cells(self.pictures), self.cells(found), strict=True):
            is_largest = cell == self.pooled
            is_largest &= waiting
            waiting ^= is_largest
            if overlap:
                d_cell += dA * is_largest
            else:
                np.multiply(dA, is_largest, out=d_cell)
            pause()
        return flat(self.window.inner(found))

    def working(self, cell: Cell) -> Working:
        winner = self.winner(cell.came, cell.unit, cell.row, cell.column)
        assert winner is not None
        sums = {"window": sum_of(self.seen(cell))}
        numbers = self.window.numbers()
        if cell.d_before is not None:
            numbers["back"] = float(cell.d_before[flat_index(cell.shape_in, cell.unit, *winner), cell.nth])
        return Working(numbers, sums, {"winner": (cell.unit, *winner)})


class AveragePooling(Pooling):
    """A = the average of each window; the border counts as zeros."""

    border = 0

    def pool(self, cells: list[Array]) -> Array:
        total = cells[0].copy()
        for cell in cells[1:]:
            total += cell
            pause()
        total /= len(cells)
        return total

    def backward(self, dA: Array) -> Array:
        """Every number of a window has its equal share of the gradient."""
        share = dA.reshape(self.pooled.shape) / self.window.side**2
        found = np.zeros_like(self.pictures)
        for d_cell in self.cells(found):
            d_cell += share
            pause()
        return flat(self.window.inner(found))

    def working(self, cell: Cell) -> Working:
        numbers = {"count": float(self.window.side**2), **self.window.numbers()}
        if cell.d_after is not None:
            numbers["share"] = float(cell.d_after[cell.number, cell.nth]) / self.window.side**2
        return Working(numbers, {"window": sum_of(self.seen(cell))}, {})


class GlobalAverageDescription(Description):
    """One number for each channel: its average over the whole picture (Lin, Chen and Yan, 2014, section 3.2)."""

    kind: Literal["global_average"] = "global_average"

    def shape_out(self, shape_in: Form) -> Form:
        return picture(shape_in)[:1]

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return GlobalAverage(shape_in)


class GlobalAverage(Layer):
    """A = the average of each channel: (R, C H W, m) to (R, C, m)."""

    def __init__(self, shape: Form) -> None:
        self.channels, height, width = shape
        self.places = height * width

    def reach(self, region: Region) -> Region:
        return whole(self.shape_in)

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        return None

    def forward(self, A_prev: Array) -> Array:
        A: Array = A_prev.reshape(len(A_prev), self.channels, self.places, -1).mean(axis=2)
        return A

    def backward(self, dA: Array) -> Array:
        """Every pixel has its equal share of the gradient."""
        return (dA / self.places).repeat(self.places, axis=1)

    def working(self, cell: Cell) -> Working:
        numbers = {"count": float(self.places)}
        if cell.d_after is not None:
            numbers["share"] = float(cell.d_after[cell.number, cell.nth]) / self.places
        return Working(numbers, {"window": sum_of(cell.came[cell.unit])}, {})


def flat(pictures: Array) -> Array:
    """(R, C, H, W, m) as (R, C H W, m)."""
    return pictures.reshape(len(pictures), -1, pictures.shape[-1])
