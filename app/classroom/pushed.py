"""Changes that were pushed to all at a task: whoever begins it later begins with them."""

from contextlib import suppress

from pydantic import ValidationError

from app.classroom.classroom import Changes, Classroom
from engine.experiment import Experiment


def pushed_onto(experiment: Experiment, classroom: Classroom, task: str) -> Experiment:
    """The experiment of a task with what was pushed to all at it, where a later release still allows that."""
    with suppress(ValidationError):
        return experiment.changed(classroom.pushed.get(task, {}))
    return experiment


def note_pushed(classroom: Classroom, changes: Changes) -> None:
    """Let the present task begin with the changes from now on, where they fit it."""
    task = classroom.present or ""
    experiment = classroom.task(task).experiment if task else Experiment()
    former = classroom.pushed.get(task, {})
    merged = {part: {**former.get(part, {}), **changes.get(part, {})} for part in {**former, **changes}}
    try:
        experiment.changed(merged)
    except ValidationError:
        return
    classroom.pushed = {**classroom.pushed, task: merged}
