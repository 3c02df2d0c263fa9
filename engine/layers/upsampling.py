"""Upsampling: every pixel becomes a square of equal ones, as in a decoder."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer, Region
from engine.layers.window import picture
from engine.layers.working import Cell, Working, sum_of


class UpsamplingDescription(Description):
    """Pictures that are so many times as high and as wide, each pixel that of its nearest neighbour before."""

    kind: Literal["upsampling"] = "upsampling"
    factor: Annotated[int, Field(ge=2, le=8)] = 2

    def shape_out(self, shape_in: Form) -> Form:
        channels, height, width = picture(shape_in)
        return channels, self.factor * height, self.factor * width

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return Upsampling(shape_in, self.factor)


class Upsampling(Layer):
    """A pixel (c, h, w) stands at (c, f h + i, f w + j) for all i, j below f: (R, C H W, m) to (R, C f H f W, m)."""

    def __init__(self, shape: Form, factor: int) -> None:
        self.shape = shape
        self.factor = factor

    def reach(self, region: Region) -> Region:
        top, left, bottom, right = region
        return Region(
            top // self.factor, left // self.factor, -(-bottom // self.factor), -(-right // self.factor)
        )

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        return row // self.factor, column // self.factor

    def forward(self, A_prev: Array) -> Array:
        R, (C, H, W), m, f = len(A_prev), self.shape, A_prev.shape[-1], self.factor
        A = np.empty((R, C, H, f, W, f, m), A_prev.dtype)
        A[:] = A_prev.reshape(R, C, H, 1, W, 1, m)
        return A.reshape(R, -1, m)

    def backward(self, dA: Array) -> Array:
        """The sum over each square."""
        R, (C, H, W), m, f = len(dA), self.shape, dA.shape[-1], self.factor
        squares = dA.reshape(R, C, H, f, W, f, m)
        dA_prev: Array = np.add.reduce(np.add.reduce(squares, axis=5), axis=3)
        return dA_prev.reshape(R, -1, m)

    def working(self, cell: Cell) -> Working:
        f = self.factor
        row, column = cell.row // f, cell.column // f
        sums = {}
        if cell.d_after is not None:
            dA = cell.picture(cell.d_after, cell.shape_out)[cell.unit]
            sums["back"] = sum_of(dA[f * row : f * row + f, f * column : f * column + f])
        return Working({}, sums, {"read": (cell.unit, row, column)})
