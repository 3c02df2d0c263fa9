"""Transfer: a new run begins with the first layers of a saved network, and learns something else."""

from typing import Any, NamedTuple

from pydantic import ValidationError

from app.document.origin import beginning
from app.document.summary import summary
from app.errors import Refusal, explain
from app.runs.opening import opening_saved
from app.runs.owned import Owned
from app.runs.runs import Runs
from app.storage.columns import narrowed_experiment
from engine.experiment import Experiment
from engine.fault import Fault
from engine.transfer import transferred


class Transfer(NamedTuple):
    """The start of a run from a saved network."""

    layers: int | None
    """With so many layers of it, counted as in `engine.transfer`; None: with all but the output."""
    freeze: bool
    """Whether these layers stay unchanged while the others learn."""
    changes: dict[str, dict[str, Any]]
    """Other changes of the saved network's experiment, such as another data set."""


async def begin_by_transfer(
    runs: Runs, visitor: str, checkpoint: bytes, wanted: Transfer, address: str
) -> tuple[Owned, Experiment]:
    """A new run of the visitor's that begins with the first layers of a saved network. Raises Refusal."""
    with opening_saved():
        saved = Experiment.model_validate(summary(checkpoint).experiment)
    try:
        experiment, count = transferred(saved, wanted.changes, wanted.layers, freeze=wanted.freeze)
    except ValidationError as error:
        raise explain(error.errors(), Experiment) from None
    except Fault as fault:
        raise Refusal("does-not-fit", fault.where, fault.text, **fault.values) from None
    if await runs.is_anothers(visitor, experiment):
        asked, given = experiment.data, saved.data
        if asked.lent_id is not None and (asked.lent_id, asked.own_table) != (
            given.lent_id,
            given.own_table,
        ):
            await runs.datasets.own(visitor, asked.lent_id)  # The file of another visitor is refused.
        experiment = narrowed_experiment(experiment)
    with opening_saved():
        document = beginning(checkpoint, saved, experiment, count)
    return await runs.create(visitor, experiment, address, document), experiment
