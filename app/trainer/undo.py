"""Undo and redo: return to the state before a change of a run, and forth again."""

from collections.abc import Callable
from dataclasses import replace

import msgpack
import numpy as np

from app.errors import HostError
from app.trainer.formers import Former, Formers
from app.trainer.hosted_run import HostedRun
from app.trainer.run_document import packed, unpacked
from engine.changes import is_lost
from engine.left import left_by


def noting(hosted: HostedRun, change: Callable[[], None], gesture: int | None = None) -> None:
    """Carry out a change, and store the state before it; nothing is stored where it raises or changes nothing.

    Consecutive changes of one `gesture` count as one. A run at a moment of its past goes on from there.
    """
    formers, run, present = hosted.formers, hosted.run, hosted.present
    before, step, theta = run.experiment, run.step, run.theta
    continues = gesture is not None and gesture == formers.gesture
    former = None if continues else former_of(hosted)
    change()
    run = hosted.run  # a restored one is another object
    after = run.experiment
    # No change writes into theta, so that an unchanged theta is the same array.
    if after == before and run.step == step and (run.theta is theta or np.array_equal(run.theta, theta)):
        return
    lost = after == before or run.step < step or is_lost(before, after, step)
    if present is not None:
        leave(hosted, present)
    if former is None:
        # A loss by one change of a gesture is a loss by the whole gesture.
        if lost:
            lose(formers)
    else:
        formers.add(former._replace(is_lost=lost))
    formers.undone, formers.gesture, formers.step = [], gesture, run.step


def lose(formers: Formers) -> None:
    """Let undo restore the state before the latest change as it was, whatever the run learns since."""
    formers.done[-1:] = [each._replace(is_lost=True) for each in formers.done[-1:]]


def leave(hosted: HostedRun, present: HostedRun) -> None:
    """Go on from a moment of the past. Undo restores the present that was left."""
    formers = hosted.formers
    formers.add(former_of(present)._replace(is_lost=True))
    formers.gesture, formers.step = None, hosted.run.step
    if hosted.present is present:  # else it goes on elsewhere
        hosted.present, hosted.left = None, left_by(present.run, hosted.run.step)
    hosted.touch(full=True)


def undo(hosted: HostedRun) -> None:
    """Return to the state before the latest change. Raises HostError where there is none."""
    formers = hosted.formers
    if not formers.done:
        raise HostError("nothing-to-undo", None, "There is nothing to undo.")
    formers.place -= 1
    exchange(hosted, formers.done, formers.undone)


def redo(hosted: HostedRun) -> None:
    """Repeat the change that was undone last. Raises HostError where there is none."""
    formers = hosted.formers
    if not formers.undone:
        raise HostError("nothing-to-redo", None, "There is nothing to redo.")
    formers.place += 1
    exchange(hosted, formers.undone, formers.done)


def exchange(hosted: HostedRun, formers: list[Former], others: list[Former]) -> None:
    """Go to the latest of the `formers`, and push the present state onto the `others`."""
    former = formers.pop()
    others.append(former_of(hosted)._replace(is_lost=former.is_lost))
    hosted.formers.weigh()
    go_to(hosted, former)


def go_to(hosted: HostedRun, former: Former) -> None:
    """Restore the state, bit for bit. But where the run has learned since, and the change lost nothing, the run keeps
    its parameters, and continues under the former conditions."""
    formers, restored = hosted.formers, unpacked(msgpack.unpackb(former.state))
    if former.is_lost or hosted.run.step == formers.step:
        restored.run.ground = hosted.run.ground  # so that planes stay where they are
        timeline, left = former.timeline or hosted.timeline.until(restored.run.step), former.left
        hosted.run = restored.run
        hosted.begin_anew()
        hosted.timeline, hosted.left = timeline, left
        hosted.evaluation, hosted.evaluated_at = former.evaluation, hosted.run.step
        if restored.diverged_at is not None:
            hosted.stop()
            hosted.diverged_at = restored.diverged_at
    else:
        hosted.run.change(restored.run.experiment)
        hosted.go_on_changed()
    formers.step, formers.gesture = hosted.run.step, None


def former_of(hosted: HostedRun) -> Former:
    """The state of a run. Whether the coming change loses something is not known yet."""
    return Former(
        msgpack.packb(packed(hosted)),
        hosted.evaluation if hosted.is_evaluated else None,
        is_lost=False,
        table=hosted.run.experiment.data.lent_id,
        timeline=replace(hosted.timeline),
        left=hosted.left,
    )
