"""The experiment: the description of a run."""

from collections.abc import Mapping
from typing import Any

from app.frames.look import Entry, Look, Watched
from app.frames.wired import stages_in, wiring_in
from engine.data.tables import names_of
from engine.experiment import Experiment
from engine.layers.stages import shown
from engine.layers.wiring import Wiring
from engine.run import Run


class ShownExperiment(Look):
    entries = (
        Entry(
            "experiment",
            "a map; a list of layers has `hidden` and `activations` beside it, as a stack of dense layers has, and "
            "`stages`: of each hidden layer what it is made of, and `wiring`: what it reads, where shortcuts pass "
            "layers, branches join and side outputs leave; a list of heads the loss and the output function of its "
            "output",
            is_full=True,
        ),
        Entry("n_train", "how many of the points, the first ones, are training samples", is_full=True),
        Entry(
            "n_validation",
            "how many after them are validation samples; of a truth table every set is the table",
            is_full=True,
        ),
        Entry("domain", "the lowest and the highest value along every axis", is_full=True),
        Entry(
            "targets",
            "the target of an output for other classes than its own, and for its own; null for a regression",
            is_full=True,
        ),
        Entry(
            "names",
            "null; of a visitor's own table the names of its columns: `inputs`, `label`, `more_labels` and, of "
            "classes, `classes`, else null; a label x stands for `mean` + x `deviation` (0 and 1 unless standardised)",
            is_full=True,
        ),
        Entry(
            "class_names",
            "null; of some data sets what their classes are called, in English or as a person calls them",
            is_full=True,
        ),
        Entry(
            "symbols", "null; of sequences of symbols, those of which one may type a sequence", is_full=True
        ),
        Entry(
            "milestones",
            '`[step, {"part.field": [before, after]}]` for each step after which the conditions changed; null also '
            "stands for a value that is too long to send",
            is_full=True,
        ),
    )

    def of(self, watched: Watched) -> Mapping[str, Any]:
        run = watched.run
        experiment, data = run.experiment, run.experiment.data
        return {
            "experiment": drawn(experiment),
            "n_train": data.n_train,
            "n_validation": data.n_validation,
            "domain": data.domain,
            "targets": None if run.shape.problem == "regression" else run.loss.targets,
            "names": names(run),
            "class_names": data.class_names,
            "symbols": data.typed_symbols,
            "milestones": watched.standing.traced.milestones,
        }


def drawn(experiment: Experiment) -> dict[str, Any]:
    """The experiment for the page's drawing. A list of layers is accompanied by units and activation functions, as in a
    stack of dense layers, and a list of heads by the loss of the output."""
    described = experiment.model_dump(mode="json")
    if experiment.network.layers is not None:
        functions = [layer.name for layer in shown(experiment.plan.layers)]
        wiring = Wiring(experiment.plan.layers)
        described["network"] |= {
            "hidden": experiment.plan.units[1:-1],
            "activations": functions,
            "stages": stages_in(experiment.plan, wiring),
            "wiring": wiring_in(experiment, wiring),
        }
    if experiment.objective.heads is not None:
        output = experiment.heads[0]
        described["objective"] |= {"loss": output.loss, "output": output.output}
    return described


def names(run: Run) -> dict[str, Any] | None:
    """The column names of a visitor's own table, and the scale of its labels."""
    table = run.experiment.data.own_table
    if table is None:
        return None
    dataset = run.dataset
    return {
        **names_of(table)._asdict(),
        "mean": dataset.label_means[0],
        "deviation": dataset.label_deviations[0],
    }
