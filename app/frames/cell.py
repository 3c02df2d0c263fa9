"""A cell of a map: its window, its kernel, their products and their sum, for the sample that is looked at."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from app.frames.channel_maps import labels_of, viewed_or_first
from app.frames.look import Entry, Look, Sight, Watched
from app.frames.prediction import shown_for
from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.probes.cell import CellPlace, WorkedCell, worked_cell
from engine.shape import Shape


class ChosenCell(LookView):
    """A cell of A[layer]; see `engine.probes.cell.CellPlace`."""

    layer: int = Field(ge=1, le=256)
    unit: int = Field(default=0, ge=0, lt=100_000)
    row: int = Field(default=0, ge=0, lt=4096)
    column: int = Field(default=0, ge=0, lt=4096)
    channel: int | None = Field(default=None, ge=0, lt=100_000)
    weight: tuple[Annotated[int, Field(ge=0, lt=4096)], Annotated[int, Field(ge=0, lt=4096)]] | None = None


class CellView(LookView):
    cell: ChosenCell | None = None
    """A cell that is worked out, for `views.drawing` or `views.sample`, or else for the first sample."""


class CellWindow(Look):
    """It takes a pass of the sample forward and one back: while a run plays, about five frames a second contain it."""

    view = CellView
    seconds = 0.18
    when = "if `views.cell`"
    entries = (
        Entry(
            "cell",
            "the fields of `engine.probes.cell.WorkedCell` that are no arrays; null where there is no such cell",
        ),
        Entry("cell_window", "the numbers that the kernel sees in one channel", "f8", "(h, w)"),
        Entry("cell_inside", "1: they lie in the picture; 0: in the border", "u1", "(h, w)"),
        Entry("cell_kernel", "the weights for that channel", "f8", "(h, w)"),
        Entry("cell_gradient", "the derivatives of the sample's loss by these weights", "f8", "(h, w)"),
        Entry("cell_products", "the products of both", "f8", "(h, w)"),
        Entry(
            "cell_winners",
            "row and column in the map of the layer before from which each number was passed on; -1: of no single one",
            "i4",
            "(h, w, 2)",
        ),
        Entry(
            "cell_came",
            "the numbers that the chosen weight multiplies in all windows",
            "f8",
            "(rows, columns)",
        ),
        Entry("cell_deltas", "the derivatives by the sums of these windows", "f8", "(rows, columns)"),
        Entry("cell_sums", "the sum of the products in every channel that comes in", "f8", "(C,)"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        # Who has not asked for it must not be parted from others by when it is due.
        return None if views.of(CellView).cell is None else ()

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.found: dict[Any, WorkedCell | None] = {}
        for each in watched:
            cell, viewed = chosen_cell(each), viewed_or_first(each)
            key = viewed, cell
            if key in self.found:
                continue
            read = shown_for(each.run, viewed)
            place = CellPlace(**cell.model_dump())
            self.found[key] = read and worked_cell(
                cohort, each.replica, read[0], labels_of(each.run, viewed), place
            )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        worked = self.found[viewed_or_first(watched), chosen_cell(watched)]
        if worked is None:
            return {"cell": None}
        fields = worked._asdict()
        gathered = fields.pop("gathered")
        if gathered is not None:
            fields |= {"came": gathered.came, "deltas": gathered.deltas}
            fields["gathered"] = {"read": gathered.read._asdict(), "made": gathered.made._asdict()}
        arrays = {name: array for name, array in fields.items() if isinstance(array, np.ndarray)}
        others = {name: value for name, value in fields.items() if name not in arrays}
        return {
            "cell": {
                **others,
                "place": worked.place._asdict(),
                "fields": [[*each] for each in worked.fields],
            },
            **{f"cell_{name}": array for name, array in arrays.items()},
        }


def chosen_cell(watched: Watched) -> ChosenCell:
    cell = watched.views.of(CellView).cell
    assert cell is not None  # No other watcher sees the look.
    return cell
