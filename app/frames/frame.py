"""A frame is what one watcher is shown of a run, all of it taken from one state between two steps."""

from itertools import pairwise
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.frames.pictures import Looks, Pictures
from app.frames.scene import scene
from app.trainer.hosted_run import HostedRun, Watcher
from app.wire.views import Worked
from engine.data.tables import names_of
from engine.experiment import Experiment
from engine.layers.stages import shown, weighted
from engine.places import offsets
from engine.probes.boundary import MOST_SHOWN
from engine.probes.graph import graphs
from engine.probes.worked_example import Choice, worked_example
from engine.rates import coming_rate
from engine.run import Run

MOST_SENT = 4096
"""Of parameters: more would be most of a frame, and nobody could tell their links apart."""
WORKED_SECONDS = 0.45
"""How often a playing run's next step is worked out: nobody reads twenty formulas a second."""


class Frame(NamedTuple):
    """One snapshot for one watcher; `app.wire.messages` has the table of what is in it."""

    run: str
    watcher: str
    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def first_sent(run: Run) -> int:
    """From where on theta is sent: all of it, or all but W[1], or nothing (see MOST_SENT)."""
    P = run.theta.size
    if P <= MOST_SENT:
        return 0
    first = sum(prod(each.shape) for each in weighted(run.experiment.plan.layers)[0].parameters[:1])
    return first if P - first <= MOST_SENT else P


def sent_places(run: Run) -> list[dict[str, int]]:
    """Where in what is sent of theta each layer's parameters begin; weights where they lead from unit to unit."""
    start, plan = first_sent(run), run.experiment.plan
    links = [n_out * n_in for n_in, n_out in pairwise(plan.units)]
    of_layers = zip(offsets(plan.layers), weighted(plan.layers), links, strict=True)
    return [
        {
            letter: offset - start
            for letter, offset in found.items()
            if offset >= start and (letter != "W" or prod(layer.parameters[0].shape) == links)
        }
        for found, layer, links in of_layers
    ]


def frame_header(hosted: HostedRun) -> dict[str, Any]:
    """Everything of a frame that is a number or a word. The evaluation must have been taken."""
    run, evaluation = hosted.run, hosted.evaluation
    assert evaluation is not None
    return {
        "step": run.step,
        "epoch": run.epoch,
        "state": hosted.state,
        "diverged_at": hosted.diverged_at,
        "stopped_at": run.stopped_at,
        "best_step": None if run.best is None else run.best.step,
        "speed": hosted.speed,
        "pace": hosted.share.given if hosted.playing and hosted.speed is not None else 1.0,
        "sizes": run.experiment.plan.units,
        "learning_rate": coming_rate(run),
        "examined": run.shape.examined,
        **evaluation._asdict(),
    }


def focused_unit(hosted: HostedRun, watcher: Watcher) -> int | None:
    """The number of the unit that a watcher wants large, counted through all layers; None: no such unit.

    The single output is large already; of several, each can be asked for.
    """
    if watcher.views.focus is None:
        return None
    layer, unit = watcher.views.focus
    *hidden, n_out = hosted.run.experiment.plan.units[1:]
    sizes = [*(min(n, MOST_SHOWN) for n in hidden), *([n_out] if n_out > 1 else [])]
    if layer >= len(sizes) or unit >= sizes[layer]:
        return None
    return sum(sizes[:layer]) + unit


def frame_for(
    name: str,
    hosted: HostedRun,
    watcher_name: str,
    pictures: Pictures,
    replica: int,
    answer: dict[str, NDArray[Any]],
    taken: float,
) -> Frame:
    """The frame of `hosted`, the cohort's run number `replica`, for one of its watchers, with the `answer` to what
    that one asked."""
    watcher = hosted.watchers[watcher_name]
    unit = focused_unit(hosted, watcher)
    header = {
        **frame_header(hosted),
        "full": watcher.full,
        "taken": taken,
        "focus": None if unit is None else watcher.views.focus,
        "sample": None if watcher.views.drawing is not None else watcher.views.sample,
    }
    arrays = {
        "losses": np.concatenate(watcher.losses) if watcher.losses else np.zeros(0, np.float32),
        "theta": hosted.run.theta[first_sent(hosted.run) :].astype(np.float32),
        **pictures.arrays(replica, unit),
        **answer,
    }
    if hosted.run.kept is not None:
        arrays["kept"] = hosted.run.kept
    if watcher.views.worked is not None and (
        hosted.state != "playing" or watcher.next_frame >= watcher.next_worked
    ):
        watcher.next_worked = watcher.next_frame + WORKED_SECONDS
        worked, of_worked = work_out(hosted, watcher.views.worked)
        header["worked"] = worked
        arrays |= of_worked
    if watcher.full:
        header |= {**full_header(hosted.run), **hosted.past.counts}
        arrays |= full_arrays(hosted, pictures.looks)
    return Frame(name, watcher_name, header, arrays)


def full_header(run: Run) -> dict[str, Any]:
    """What only the header of a full frame has: what the run is about."""
    experiment, data = run.experiment, run.experiment.data
    return {
        "experiment": drawn(experiment),
        "n_train": data.n_train,
        "n_validation": data.n_validation,
        "domain": data.domain,
        "targets": None if run.shape.problem == "regression" else run.loss.targets,
        "places": sent_places(run),
        "names": names(run),
        "milestones": run.milestones,
    }


def drawn(experiment: Experiment) -> dict[str, Any]:
    """The experiment as the page draws it: a list of layers has units and activation functions beside it, as a stack of
    dense layers has, and a list of heads the loss of the output."""
    description = experiment.model_dump(mode="json")
    if experiment.network.layers is not None:
        functions = [layer.name for layer in shown(experiment.plan.layers)]
        description["network"] |= {"hidden": experiment.plan.units[1:-1], "activations": functions}
    if experiment.objective.heads is not None:
        output = experiment.heads[0]
        description["objective"] |= {"loss": output.loss, "output": output.output}
    return description


def names(run: Run) -> dict[str, Any] | None:
    """What the columns of a person's own table are called, and what a label of 0 and one of 1 stand for."""
    table = run.experiment.data.own_table
    if table is None:
        return None
    dataset = run.dataset
    return {
        **names_of(table)._asdict(),
        "mean": dataset.label_means[0],
        "deviation": dataset.label_deviations[0],
    }


def work_out(hosted: HostedRun, view: Worked) -> tuple[dict[str, Any] | None, dict[str, NDArray[Any]]]:
    """The worked example of a run as plain values and arrays."""
    example = worked_example(hosted.run, Choice(**view.model_dump()))
    if example is None:
        return None, {}
    fields = example._asdict()
    fields["places"] = [place._asdict() for place in example.places]
    arrays = {
        name: array.astype(np.float32) for name, array in fields.items() if isinstance(array, np.ndarray)
    }
    return (
        {name: field for name, field in fields.items() if name not in arrays},
        {f"worked_{name}": array for name, array in arrays.items()},
    )


def full_arrays(hosted: HostedRun, looks: Looks) -> dict[str, NDArray[Any]]:
    """What only full frames carry: the samples, the features and the history."""
    run = hosted.run
    arrays: dict[str, NDArray[Any]] = {
        **scene(run, looks.resolution, looks.stride, test=looks.test),
        "graphs": graphs(run.experiment).astype(np.float32),
        "history_steps": run.losses.steps.astype(np.float64),
        "history_losses": run.losses.values[:, 0],
        "evaluation_steps": run.evaluations.steps.astype(np.float64),
        "evaluation_train": run.evaluations.values[:, 0],
        "evaluation_test": run.evaluations.values[:, 1],
    }
    if run.experiment.data.n_validation:
        arrays["evaluation_validation"] = run.evaluations.values[:, 2]
    return arrays
