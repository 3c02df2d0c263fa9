"""The kinds of runs that train side by side in a random schedule: light and heavy ones, families and searches."""

from typing import Any

from app.document.family import beginning
from app.document.search import beginning as document_of_search
from engine.experiment import Experiment
from engine.family import Variation
from engine.search.search import Search

KINDS: dict[str, dict[str, dict[str, Any]]] = {
    "light": {"network": {"hidden": [3]}},
    "heavy": {"network": {"hidden": [9, 9], "dropout": "inverted"}, "optimizer": {"kind": "momentum"}},
}
SEARCH: dict[str, Any] = {
    "dimensions": [{"field": "optimizer.learning_rate", "low": 0.001, "high": 3, "scale": "log"}],
    "strategies": ["random", "grid"],
    "trials": 3,
    "steps": 20,
}


def begun(kind: str) -> tuple[Experiment, bytes | None]:
    """What a host is asked to start: the experiment of a run, and the document of a family or a search."""
    experiment = Experiment().changed({"data": {"samples": 60}})
    document = None
    if kind == "family":
        varied = [Variation.model_validate({"field": "training.seed", "values": [1, 2, 3]})]
        document = beginning(experiment.changed(KINDS["light"]), varied)
    elif kind == "search":
        document = document_of_search(
            experiment.changed({"data": {"validation_share": 0.3}}),
            Search.model_validate(SEARCH),
        )
    else:
        experiment = experiment.changed(KINDS[kind])
    return experiment, document
