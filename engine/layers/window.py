"""A window: a square of cells that moves over a picture."""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import BeforeValidator, Field

from engine.array import Array
from engine.fault import Fault
from engine.layers.layer import Form, Region

LARGEST = 11
"""AlexNet's first kernels."""

WIDEST = LARGEST - 1


def number_or_same(value: object) -> object:
    """Raises Fault where it is neither. The error of a union of types would name the types instead of the field."""
    if value != "same" and not (isinstance(value, int | float) and value in range(WIDEST + 1)):
        raise Fault('A padding is a number from 0 to {most}, or "same".', most=WIDEST)
    return value


Side = Annotated[int, Field(ge=1, le=LARGEST)]
Padding = Annotated[Literal["same"] | Annotated[int, Field(ge=0, le=WIDEST)], BeforeValidator(number_or_same)]


class Window(NamedTuple):
    """F by F cells that move by S, over pictures with a border of P cells around them."""

    side: int
    stride: int
    padding: int

    def numbers(self) -> dict[str, float]:
        """By the letters of formulas."""
        return {"F": self.side, "S": self.stride, "P": self.padding}

    def places(self, length: int) -> int:
        """The number of its places along a picture's side: (W - F + 2P)/S + 1, rounded down. Fault: none."""
        room = length - self.side + 2 * self.padding
        if room < 0:
            raise Fault(
                "The window does not fit into the picture: (W - F + 2P)/S + 1 = "
                "({width} - {side} + 2·{padding})/{stride} + 1 = {places}, and it must be 1 or more.",
                where="kernel",
                width=length,
                side=self.side,
                padding=self.padding,
                stride=self.stride,
                places=f"{room / self.stride + 1:.4g}",
            )
        return room // self.stride + 1

    def over(self, shape: Form, channels: int | None = None) -> Form:
        """The shape (C, H, W) of a picture with a pixel for each place of the window; by default with as many
        channels."""
        before, height, width = picture(shape)
        return before if channels is None else channels, self.places(height), self.places(width)

    def reach(self, region: Region) -> Region:
        """The cells in the windows of a region, borders included."""
        S, P, F = self.stride, self.padding, self.side
        top, left, bottom, right = region
        return Region(S * top - P, S * left - P, S * (bottom - 1) - P + F, S * (right - 1) - P + F)

    def cells(self, padded: Array, rows: int, columns: int) -> Iterator[Array]:
        """The numbers under each cell of the window, from the upper left one on: views (R, C, rows, columns, m)
        of padded pictures (R, C, H + 2P, W + 2P, m)."""
        height, width = self.stride * (rows - 1) + 1, self.stride * (columns - 1) + 1
        for i in range(self.side):
            for j in range(self.side):
                yield padded[:, :, i : i + height : self.stride, j : j + width : self.stride]

    def padded(self, A: Array, border: float = 0) -> Array:
        """Pictures (R, C, H, W, m) with the border around them; without one, as they are."""
        P = self.padding
        return A if P == 0 else np.pad(A, ((0, 0), (0, 0), (P, P), (P, P), (0, 0)), constant_values=border)

    def inner(self, padded: Array) -> Array:
        """The same without their border, a view."""
        P, (*_, height, width, _) = self.padding, padded.shape
        return padded[:, :, P : height - P, P : width - P]


def window(side: int, stride: int, padding: int | Literal["same"]) -> Window:
    """With the padding "same", it has a place for each pixel, or for each `stride`-th. Fault: its side is even then."""
    if padding != "same":
        return Window(side, stride, padding)
    if side % 2 == 0:
        raise Fault(
            'The padding "same" is (F - 1)/2 = ({side} - 1)/2 on every side: take an odd kernel.',
            where="padding",
            side=side,
        )
    return Window(side, stride, (side - 1) // 2)


def picture(shape: Form) -> tuple[int, int, int]:
    """Its channels, height and width. Fault: it is none."""
    if len(shape) == 2:
        raise Fault("This layer reads pictures of channels, rows and columns, but sequences come in.")
    if len(shape) != 3:
        raise Fault(
            "This layer reads pictures of channels, rows and columns, but {count} numbers in a row come in.",
            count=shape[0],
        )
    channels, height, width = shape
    return channels, height, width
