"""The heads of a network, with all that their descriptions leave open."""

from functools import lru_cache
from typing import NamedTuple

from engine.experiment.objective import Objective
from engine.fault import Fault
from engine.losses import LOSSES
from engine.measures import MEASURES
from engine.targets import Classes, Sample, StepClasses, StepValues, Targets, Values


class PlannedHead(NamedTuple):
    """Outputs of its own, which read a layer."""

    reads: int | None
    """The number of the layer; None: the last."""
    units: int
    targets: Targets
    n_classes: int
    """The number of classes; 0: a regression."""
    loss: str
    output: str | None
    """The chosen output function; None: the default one."""
    function: str
    """Through which the squared error reads its outputs."""
    weight: float
    measures: tuple[str, ...]


@lru_cache(maxsize=512)
def planned(objective: Objective, sample: Sample, only: str | None) -> tuple[PlannedHead, ...]:
    """The heads of an objective, the output first, for samples that have this; `only` is the one output function that
    can be learned through, if it is one. Fault: a head does not fit to the samples, or not to its place."""
    usual: Targets = Classes() if sample.classes[0] else Values()
    if sample.steps:
        usual = StepClasses() if sample.classes[0] else StepValues()
    found = []
    for number, head in enumerate(objective.described):
        loss, targets = LOSSES[head.loss], head.targets or usual
        try:
            units, n_classes = targets.n_out(sample, loss), targets.n_classes(sample)
        except Fault as fault:
            fault.where = objective.where(number, fault.where or "targets")
            raise
        if head.output is not None and not loss.has_output_of_choice:
            raise Fault(
                "This loss has an output function of its own: leave the output function out.",
                where=objective.where(number, "output"),
            )
        if any(MEASURES[measure].needs_classes and not n_classes for measure in head.measures or ()):
            raise Fault(
                "This measure needs classes, but the head says numbers.",
                where=objective.where(number, "measures"),
            )
        if any(MEASURES[measure].needs_boxes for measure in head.measures or ()) and not targets.are_boxes:
            raise Fault(
                "This measure needs a box, but the head says something else.",
                where=objective.where(number, "measures"),
            )
        measures = tuple(targets.measures if head.measures is None else head.measures)
        function = only or head.output or ("tanh" if n_classes else "linear")
        found.append(
            PlannedHead(
                head.reads, units, targets, n_classes, head.loss, head.output, function, head.weight, measures
            )
        )
    if found[0].reads is not None:
        raise Fault(
            "The first head is the output, which reads the last layer.", where=objective.where(0, "reads")
        )
    if getattr(found[0].targets, "label", 0):
        raise Fault(
            "The output tells the first label; further heads may tell the others.",
            where=objective.where(0, "targets.label"),
        )
    return tuple(found)
