"""Reshaping: a vector becomes a picture, as in a decoder behind the bottleneck."""

from math import prod
from typing import Annotated, Literal

from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.layers.description import Around, Description, Form
from engine.layers.layer import Layer, Region, whole
from engine.layers.working import Cell, Working, place_at

Side = Annotated[int, Field(ge=1, le=64)]


class ReshapeDescription(Description):
    """A vector as pictures of `channels` times `height` times `width` pixels."""

    kind: Literal["reshape"] = "reshape"
    channels: Annotated[int, Field(ge=1, le=512)]
    height: Side
    width: Side

    def shape_out(self, shape_in: Form) -> Form:
        if prod(shape_in) != self.channels * self.height * self.width:
            raise Fault(
                "{count} numbers are no picture of {channels}×{height}×{width}, which has {wanted}.",
                count=prod(shape_in),
                channels=self.channels,
                height=self.height,
                width=self.width,
                wanted=self.channels * self.height * self.width,
            )
        return self.channels, self.height, self.width

    def layer(self, shape_in: Form, around: Around) -> Layer:
        return Reshape()


class Reshape(Layer):
    """A = A_prev: samples are columns of n numbers whatever their shape is, and only the next layer reads it."""

    def reach(self, region: Region) -> Region:
        return whole(self.shape_in)

    def winner(self, pictures: Array, channel: int, row: int, column: int) -> tuple[int, int] | None:
        return None

    def forward(self, A_prev: Array) -> Array:
        return A_prev

    def backward(self, dA: Array) -> Array:
        return dA

    def working(self, cell: Cell) -> Working:
        return Working({}, {}, {"read": place_at(cell.shape_in, cell.number)})
