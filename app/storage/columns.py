"""The columns of a visitor's file that go along with a saved network: its inputs and its labels.

Such a table has an id of its own, `digest.mask`: the digest of the file, and a bit for each column that goes along.
"""

from typing import Any

from app.csv.table import Table
from app.document.summary import with_experiment
from engine.experiment import ChosenColumns, Experiment


def parts_of(id: str) -> tuple[str, int | None]:
    """The id of the whole file, and the mask of the columns that came along; None for all columns."""
    whole, point, mask = id.partition(".")
    return whole, int(mask, 16) if point else None


def numbers_in(mask: int) -> list[int]:
    """The columns of a mask, counted from 0, in ascending order."""
    return [column for column in range(mask.bit_length()) if mask >> column & 1]


def only(table: Table, mask: int | None) -> Table:
    """The columns of a mask; raises IndexError where a column does not exist."""
    if mask is None:
        return table
    numbers = numbers_in(mask)
    return Table(tuple(table.columns[number] for number in numbers), table.values[numbers])


def narrowed(learned: ChosenColumns) -> ChosenColumns:
    """The same inputs and labels, of a table without other columns."""
    used = sorted(learned.columns)
    whole, mask = parts_of(learned.id)
    numbers = used if mask is None else [numbers_in(mask)[column] for column in used]
    fields: dict[str, Any] = {
        "id": f"{whole}.{sum(1 << number for number in numbers):x}",
        "inputs": tuple(used.index(column) for column in learned.inputs),
        "label": used.index(learned.label),
        "more_labels": tuple(
            label.model_copy(update={"column": used.index(label.column)}) for label in learned.more_labels
        ),
    }
    return learned.model_copy(update=fields)


def is_whole(experiment: Experiment) -> bool:
    """Whether it names a table with all of its columns."""
    table = experiment.data.own_table
    return table is not None and parts_of(table.id)[1] is None


def narrowed_experiment(experiment: Experiment) -> Experiment:
    """The same experiment, with a table of only the columns that it names."""
    table = experiment.data.own_table
    if table is None:
        return experiment
    data = experiment.data.model_copy(update={"table": narrowed(table)})
    return experiment.model_copy(update={"data": data})


def narrowed_run(checkpoint: bytes, experiment: Experiment) -> tuple[bytes, Experiment]:
    """The same run, with no other columns than those that it names."""
    experiment = narrowed_experiment(experiment)
    return with_experiment(checkpoint, experiment.model_dump(mode="json")), experiment
