"""The truth table: the outputs for every row of the table that a network learns."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import Views
from engine.cohort import Cohort
from engine.probes.truth_table import tables
from engine.shape import Shape


class TruthTable(Look):
    when = "of a truth table"
    entries = (Entry("table", "the outputs for each row; its inputs are in `points`", "f4", "(rows, n_out)"),)

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return None if shape.view == "samples" else ()

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.tables = tables(cohort)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        table = self.tables[watched.replica]
        return {} if table is None else {"table": table}
