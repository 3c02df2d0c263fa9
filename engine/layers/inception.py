"""An Inception block: branches that read the same, side by side, and give their channels one after the other."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.fault import Fault
from engine.layers.block import Block
from engine.layers.building import built, shape_after
from engine.layers.description import Around, Description, Form
from engine.layers.kinds import AnyLayer
from engine.layers.layer import Layer, as_text
from engine.layers.trace import Trace
from engine.layers.wiring import Path, Wiring
from engine.layers.working import Cell, Working

Branch = tuple[AnyLayer, ...]


class InceptionDescription(Description):
    """Branches of layers, such as convolutions of 1 by 1, 3 by 3 and 5 by 5 and a pooling (Szegedy et al., 2015). One
    without layers passes on what comes in."""

    kind: Literal["inception"] = "inception"
    branches: Annotated[tuple[Branch, ...], Field(min_length=1, max_length=8)]

    def leaves(self) -> list[Description]:
        return [leaf for branch in self.branches for layer in branch for leaf in layer.leaves()]

    def shapes(self, shape_in: Form) -> list[Form]:
        """The shape of each branch's output. Fault: one does not fit, or they do not fit together."""
        shapes = []
        for number, branch in enumerate(self.branches):
            shapes.append(shape_after(branch, shape_in, f"branches.{number}"))
        for first, second in pairwise(shapes):
            if first[1:] != second[1:]:
                raise Fault(
                    "The branches give pictures of {first} and of {second}: put together those of one size only.",
                    where="branches",
                    first=as_text(first[1:]) or "1×1",
                    second=as_text(second[1:]) or "1×1",
                )
        return shapes

    def shape_out(self, shape_in: Form) -> Form:
        shapes = self.shapes(shape_in)
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])

    def structure(self) -> tuple[object, ...]:
        held = tuple(tuple(layer.structure() for layer in branch) for branch in self.branches)
        return tuple(held if field == "branches" else value for field, value in self)

    def layer(self, shape_in: Form, around: Around) -> Layer:
        alone = around._replace(following=None)
        return Inception([Block(built(branch, shape_in, alone)) for branch in self.branches])


class Inception(Block):
    """A = the branches' channels, one after the other."""

    def __init__(self, branches: Sequence[Block]) -> None:
        super().__init__(branches)
        self.branches = branches

    def wire(self, wiring: Wiring, path: Path) -> Path:
        count = len(self.branches)
        return wiring.join(
            path,
            [
                branch.wire(wiring, wiring.branch(path, number, count))
                for number, branch in enumerate(self.branches)
            ],
        )

    def forward(self, A_prev: Array) -> Array:
        found = [branch.forward(A_prev) for branch in self.branches]
        self.ends = np.cumsum([A.shape[1] for A in found]).tolist()
        return joined(found)

    def predict(self, A_prev: Array) -> Array:
        return joined([branch.predict(A_prev) for branch in self.branches])

    def trace(self, trace: Trace, A_prev: str) -> str:
        reads = tuple(branch.trace(trace, A_prev) for branch in self.branches)
        return trace.join("concatenate", reads, self.shape_out)

    def backward(self, dA: Array) -> Array:
        """Each branch has the gradient of its own channels; their gradients of the input add up."""
        shares = np.split(dA, self.ends[:-1], axis=1)
        first, *others = (branch.backward(share) for branch, share in zip(self.branches, shares, strict=True))
        for dA_prev in others:
            first = first + dA_prev
        return first

    def told(self) -> list[Layer]:
        return [*super().told(), self]

    def working(self, cell: Cell) -> Working:
        """The branch that the channel comes from, and the place of the cell in what that branch gives."""
        before = 0
        for number, branch in enumerate(self.branches):
            count = cell.record[branch].after.shape[1] * self.shape_out[0] // cell.after.shape[0]
            if cell.unit < before + count:
                place = cell.unit - before, cell.row, cell.column
                return Working({"branch": number}, {}, {"branch": place})
            before += count
        raise IndexError(f"no branch has the channel {cell.unit}")


def joined(outputs: list[Array]) -> Array:
    """(R, n, m) of each, one under the other. A branch that has no weights may have one row for all runs."""
    R = max(len(A) for A in outputs)
    return np.concatenate([A if len(A) == R else A.repeat(R, axis=0) for A in outputs], axis=1)
