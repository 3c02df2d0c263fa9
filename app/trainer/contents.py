"""The contents of a run as plain values, for the server: its learned parameters, and its sheets."""

from typing import Any

from app.errors import HostError
from app.trainer.group import evaluate
from app.trainer.hosted_run import HostedRun
from engine.fault import Fault
from engine.meaning import meaning_of
from engine.run import Run
from engine.sheets import SHEETS, written


def weights_of(run: Run) -> dict[str, Any]:
    """The learned parameters of a run, and the scale of its data set and its meaning (see `engine.export.Weights`)."""
    data = run.dataset
    return {
        "experiment": run.experiment.model_dump(mode="json"),
        "step": run.step,
        "labels": list(zip(data.label_means, data.label_deviations, strict=True)),
        "meaning": meaning_of(run.experiment),
        "theta": run.theta.tobytes(),
        "statistics": run.statistics.tobytes(),
        "mean": data.mean.tobytes(),
        "deviation": data.deviation.tobytes(),
    }


def sheet_of(hosted: HostedRun, name: str) -> dict[str, Any]:
    """A sheet of `engine.sheets` as a CSV file; and the id of a visitor's own data where they are in it. Raises
    HostError."""
    evaluate([hosted])
    assert hosted.evaluation is not None
    try:
        csv = written(SHEETS[name](hosted.run, hosted.evaluation))
    except Fault as fault:
        raise HostError("cannot-export", fault.where, fault.text, **fault.values) from None
    return {"csv": csv, "lent": hosted.run.experiment.data.lent_id if name == "data" else None}
