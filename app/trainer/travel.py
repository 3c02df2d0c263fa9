"""Travelling: a run stands at a moment of its past, and everything that is seen of it is of that moment.

The run returns to the keyframe before it, and takes the steps from there again, in turns with others as any steps. The
state in which it left the present is set aside. It returns to it as it was; or it goes on from the moment, and undo
leads to the present that was left.
"""

from dataclasses import replace
from typing import Any

from app.errors import HostError
from app.trainer.changes import check_data
from app.trainer.group import train
from app.trainer.hosted_run import HostedRun
from app.trainer.undo import leave
from engine.pauses import pause

AT_ONCE = 100
"""Steps between two pauses at least."""


def travel(hosted: HostedRun, command: dict[str, Any]) -> None:
    """Carry out a `travel` command of `app.wire`. Raises HostError, and nothing changes."""
    present = hosted.present or hosted
    step = wanted(hosted, present, command)
    if step == present.run.step:
        return return_to_present(hosted)
    keyframe = present.timeline.before(step)
    dataset = check_data(keyframe.experiment)  # a reference, until the run holds one
    run = keyframe.run(present.run.origin)
    del dataset
    hosted.stop()
    if hosted.present is None:
        hosted.present = replace(hosted, watchers={}, made={}, cohort=None, safe=None)
        hosted.formers.gesture = None
    is_alike = run.experiment == hosted.run.experiment
    if is_alike:
        run.axes = dict(hosted.run.axes)
    run.ground = hosted.run.ground  # so that planes stay where they are
    hosted.run = run
    hosted.timeline = hosted.present.timeline.until(run.step)
    hosted.stand_elsewhere(full=not is_alike)
    hosted.owed = step - run.step
    hosted.settle()


def return_to_present(hosted: HostedRun) -> None:
    """Leave a moment of the past: the run is as it was in the present."""
    present = hosted.present
    if present is None:
        return
    is_alike = present.run.experiment == hosted.run.experiment
    hosted.present = None
    hosted.stop()
    hosted.run, hosted.timeline = present.run, present.timeline
    hosted.stand_elsewhere(full=not is_alike)
    hosted.evaluation, hosted.evaluated_at = present.evaluation, present.evaluated_at
    hosted.diverged_at = present.diverged_at


def go_on_from_there(hosted: HostedRun, present: HostedRun) -> None:
    """Let a run at a moment of its past take its next steps from there, and leave the present."""
    hosted.settle()
    leave(hosted, present)


def arrive(hosted: HostedRun) -> None:
    """Take the steps that are missing on the way to a moment of the past."""
    while hosted.present is not None and hosted.owed:
        train([hosted], min(hosted.owed, AT_ONCE))
        pause()


def wanted(hosted: HostedRun, present: HostedRun, command: dict[str, Any]) -> int:
    """The step that a `travel` command asks for. Steps and epochs back and forth are counted from where the run is, or
    is on its way to, and end where the past does. Raises HostError."""
    first, last = present.timeline.first, present.run.step
    goal = hosted.run.step + hosted.owed
    match command:
        case {"step": int(step)}:
            pass
        case {"iterations": int(iterations)}:
            step = goal + iterations
        case {"epochs": int(epochs)}:
            step = epochs_away(hosted, present, goal, epochs)
        case _:
            return last
    if first is None or first >= last:
        raise HostError(
            "no-past",
            None,
            "Nothing of the past is kept: the run has taken no step yet, or its network is too large.",
        )
    if command.get("step") is None:
        return min(max(step, first), last)
    if step < first:
        raise HostError(
            "before-the-past",
            "step",
            "The past of this run begins after iteration {first}: nothing from before is kept.",
            first=first,
        )
    if step > last:
        raise HostError(
            "not-taken-yet",
            "step",
            "The run is at iteration {last}: it has not come to iteration {step} yet.",
            last=last,
            step=step,
        )
    return step


def epochs_away(hosted: HostedRun, present: HostedRun, goal: int, epochs: int) -> int:
    """The step at which an epoch begins, so many after the `goal` or, of a negative number, before it."""
    n_train, batch_size = hosted.run.experiment.data.n_train, hosted.run.experiment.batch_size
    seen = hosted.run.samples_seen + hosted.owed * batch_size
    if epochs > 0:
        return max(goal + 1, present.timeline.epoch_begins(seen // n_train + epochs))
    # From the middle of an epoch, the first one leads to its beginning.
    before = (seen - batch_size) // n_train + 1
    return min(goal - 1, present.timeline.epoch_begins(before + epochs))
