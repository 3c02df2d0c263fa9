"""A change of a run's experiment: what the run keeps of its parameters and its history, and when it begins anew."""

from engine.control import beginnings
from engine.experiment import Experiment
from engine.layers.stages import leaves


def form_of(experiment: Experiment) -> tuple[object, ...]:
    """The places of parameters and statistics, and their readers: runs of equal forms can exchange theta."""
    return experiment.data.inputs, experiment.plan.shapes, experiment.plan.form


def losses_of(experiment: Experiment) -> tuple[object, ...]:
    """The kinds of losses, and their data: losses of equal kinds can share one history."""
    return experiment.heads, experiment.sample.classes, experiment.data.n_validation > 0


def are_evaluated_alike(before: Experiment, after: Experiment) -> bool:
    """Whether the same parameters have the same losses and measures in both, which differ in rates or the method. A
    solver replaces the parameters."""
    is_same = (before.network, before.data, before.objective) == (after.network, after.data, after.objective)
    return is_same and before.descends and after.descends


def is_lost(before: Experiment, after: Experiment, step: int) -> bool:
    """Whether a run at `step` loses parameters or its history with `after`, or replaces parameters by a solver's."""
    is_to_solve = not after.descends and before.descends
    return (
        is_to_solve
        or begins_elsewhere(before, after, step)
        or form_of(before) != form_of(after)
        or losses_of(before) != losses_of(after)
    )


def begins_elsewhere(before: Experiment, after: Experiment, step: int) -> bool:
    """Whether a run at `step` should begin anew with `after`: its initial parameters or its data set are others.

    Initial parameters are given, or they depend on fields with `starts` (see `engine.control`), such as the seed and
    the initialiser, and in layers on the initial biases and the initial slopes of parametric ReLU. A change of one of
    these fields begins the training anew, because it would have no effect on a run in progress. A solver begins with
    other biases, too, but it can solve for the outputs of a trained network as it is.
    """
    if before.data.subject != after.data.subject or (step == 0 and before.descends != after.descends):
        return True
    of_parts = [
        [beginnings(getattr(each, part)) for part in Experiment.model_fields] for each in (before, after)
    ]
    starts, later = starts_of(before), starts_of(after)
    moved = (
        a != b
        for kind in starts.keys() & later.keys()
        for a, b in zip(starts[kind], later[kind], strict=False)
    )
    return of_parts[0] != of_parts[1] or any(moved)


def starts_of(experiment: Experiment) -> dict[str, list[tuple[object, ...]]]:
    """The settings of the initial parameters of each kind of layer, from the first layer on."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for layer in leaves(experiment.plan.described):
        if start := layer.beginnings():
            found.setdefault(layer.kind, []).append(start)
    return found
