"""Sheets: the numbers of a run as CSV files, for spreadsheets and other programs. Each is a module, which is registered
here."""

from collections.abc import Callable, Mapping

from engine.evaluation import Evaluation
from engine.run import Run
from engine.sheets.losses import losses_of
from engine.sheets.samples import samples_of
from engine.sheets.sheet import Sheet as Sheet
from engine.sheets.sheet import written as written

SHEETS: Mapping[str, Callable[[Run, Evaluation], Sheet]] = {
    "data": lambda run, evaluation: samples_of(run.experiment.data, run.dtype),
    "curve": losses_of,
}
"""By the name that a request gives."""
