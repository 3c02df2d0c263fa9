"""Published examples that one works out by hand, as experiments: each runs with the numbers that are printed."""

from typing import Any, NamedTuple

from engine.experiment import Experiment


class Example(NamedTuple):
    """An experiment, and what it is known for. All texts are English, and keys of their translations."""

    title: str
    about: str
    changes: dict[str, dict[str, Any]]
    """To the default experiment."""

    @property
    def experiment(self) -> Experiment:
        return Experiment().changed(self.changes)


EXAMPLES: dict[str, Example] = {
    "back-propagation": Example(
        "One step of back-propagation",
        "Matt Mazur, 2015: the inputs 0.05 and 0.10 are to give 0.01 and 0.99, with the first weights as "
        "printed; biases do not learn.",
        {
            "data": {"kind": "numbers", "rows": [[0.05, 0.1, 0.01, 0.99]], "targets": 2},
            "network": {
                "hidden": [2],
                "activation": "sigmoid",
                "biases": "fixed",
                "weights": [
                    {"W": [[0.15, 0.2], [0.25, 0.3]], "b": [0.35, 0.35]},
                    {"W": [[0.4, 0.45], [0.5, 0.55]], "b": [0.6, 0.6]},
                ],
            },
            "objective": {"output": "sigmoid"},
            "optimizer": {"learning_rate": 0.5},
            "training": {"batch_size": 1, "precision": "double"},
        },
    ),
    "vote": Example(
        "A judge's vote",
        "One linear neuron: the marks 1, 3 and 2 with the weights 4, 1 and −3 give the vote 1, and it should be 3.",
        {
            "data": {"kind": "numbers", "rows": [[1, 3, 2, 3]]},
            "network": {"hidden": [], "biases": "fixed", "weights": [{"W": [[4, 1, -3]], "b": [0]}]},
            "objective": {"output": "linear"},
            "optimizer": {"learning_rate": 0.05},
            "training": {"batch_size": 1, "precision": "double"},
        },
    ),
}
"""By name, in the order in which they are offered."""
