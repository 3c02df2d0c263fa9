"""Changes of a hosted run by command: a reset, another experiment, parameters that are set by hand."""

from typing import Any

import msgpack
from pydantic import ValidationError

from app.document.versions import upgraded
from app.errors import HostError, explain
from app.frames.ground import ChosenPlane
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import unpacked
from engine.changes import are_evaluated_alike, begins_elsewhere
from engine.data import Dataset, Unavailable, dataset_of
from engine.editing import set_parameter, set_parameters
from engine.experiment import Experiment
from engine.fault import Fault
from engine.probes.ground import theta_at


def reset(hosted: HostedRun, experiment: Experiment) -> None:
    """Pause at step 0."""
    hosted.stop()
    restart(hosted, experiment)


def restart(hosted: HostedRun, experiment: Experiment) -> None:
    """Begin anew; a run that plays goes on playing."""
    hosted.run.restart(experiment)
    hosted.begin_anew()


def change(hosted: HostedRun, command: dict[str, Any]) -> None:
    """Go on with another experiment, or begin anew where it begins elsewhere. Raises HostError, and nothing
    changes."""
    before = hosted.run.experiment
    try:
        experiment = before.changed(command["changes"])
    except ValidationError as error:
        refusal = explain(error.errors(), Experiment)
        raise HostError(refusal.code, refusal.where, refusal.text, **refusal.values) from None
    dataset = check_data(experiment)  # A reference, until the run holds one.
    begins = command.get("begins") or begins_elsewhere(before, experiment, hosted.run.step)
    if begins and not command.get("keep_weights"):
        restart(hosted, experiment)
    else:
        theta = hosted.run.theta
        hosted.run.change(experiment)
        is_same = hosted.run.theta is theta and are_evaluated_alike(before, experiment)
        hosted.go_on_changed(is_evaluated=is_same)
    del dataset


def set_by_hand(hosted: HostedRun, command: dict[str, Any]) -> None:
    """Set a parameter. Where the loss becomes infinite with the new value, the run returns to the state before. Raises
    HostError, and nothing changes."""
    former = hosted.run.checkpoint()
    try:
        set_parameter(
            hosted.run,
            command["parameter"],
            command["layer"],
            command["unit"],
            command.get("input", 0),
            command["value"],
        )
    except Fault as fault:
        raise HostError("invalid", None, fault.text, **fault.values) from None
    hosted.go_on_changed()
    hosted.safe = former


def put_on_ground(hosted: HostedRun, command: dict[str, Any]) -> None:
    """Take the parameters of a point of a plane. Raises HostError, and nothing changes."""
    former, run = hosted.run.checkpoint(), hosted.run
    try:
        choice = ChosenPlane.model_validate(command["ground"]).choice
        set_parameters(run, theta_at(run, choice, command["at"]))
    except Fault as fault:
        raise HostError("invalid", None, fault.text, **fault.values) from None
    hosted.go_on_changed()
    hosted.safe = former


def restore(hosted: HostedRun, state: bytes) -> None:
    """Return to a state of the run that was kept elsewhere, bit for bit, and pause. Raises HostError or Refusal, and
    nothing changes."""
    document = msgpack.unpackb(state)
    dataset = check_data(Experiment.model_validate(upgraded(document)["experiment"]))
    former = unpacked(document)
    hosted.stop()
    hosted.run, hosted.speed = former.run, former.speed
    hosted.begin_anew()
    hosted.timeline, hosted.present = former.timeline, former.present
    hosted.diverged_at = former.diverged_at
    del dataset


def check_data(experiment: Experiment) -> Dataset:
    """The data of an experiment, in its precision. Raises HostError where they are not on this machine."""
    try:
        return dataset_of(experiment.data, experiment.dtype)
    except Unavailable as error:
        raise HostError(error.code, error.where, error.text, **error.values) from None
