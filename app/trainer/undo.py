"""Undo and redo: return to the state before a change of a run, and forth again."""

from collections.abc import Callable

import msgpack
import numpy as np

from app.errors import HostError
from app.trainer.hosted_run import HostedRun
from app.trainer.past import MOST_FORMER, Former, Past
from app.trainer.run_document import packed, unpacked
from engine.changes import is_lost


def noting(hosted: HostedRun, change: Callable[[], None], gesture: int | None = None) -> None:
    """Carry out a change, and store the state before it; nothing is stored where it raises or changes nothing.

    Consecutive changes of one `gesture` count as one.
    """
    past, run = hosted.past, hosted.run
    before, step, theta = run.experiment, run.step, run.theta
    continues = gesture is not None and gesture == past.gesture
    former = None if continues else former_of(hosted)
    change()
    run = hosted.run  # a restored one is another object
    after = run.experiment
    # No change writes into theta, so that an unchanged theta is the same array.
    if after == before and run.step == step and (run.theta is theta or np.array_equal(run.theta, theta)):
        return
    lost = after == before or run.step < step or is_lost(before, after, step)
    if former is None:
        # A loss by one change of a gesture is a loss by the whole gesture.
        if lost:
            lose(past)
    else:
        past.done = [*past.done, former._replace(is_lost=lost)][-MOST_FORMER:]
        past.place += 1
    past.undone, past.gesture, past.step = [], gesture, run.step


def lose(past: Past) -> None:
    """Let undo restore the state before the latest change as it was, whatever the run learns since."""
    past.done[-1:] = [each._replace(is_lost=True) for each in past.done[-1:]]


def undo(hosted: HostedRun) -> None:
    """Return to the state before the latest change. Raises HostError where there is none."""
    past = hosted.past
    if not past.done:
        raise HostError("nothing-to-undo", None, "There is nothing to undo.")
    past.place -= 1
    exchange(hosted, past.done, past.undone)


def redo(hosted: HostedRun) -> None:
    """Repeat the change that was undone last. Raises HostError where there is none."""
    past = hosted.past
    if not past.undone:
        raise HostError("nothing-to-redo", None, "There is nothing to redo.")
    past.place += 1
    exchange(hosted, past.undone, past.done)


def exchange(hosted: HostedRun, formers: list[Former], others: list[Former]) -> None:
    """Go to the latest of the `formers`, and push the present state onto the `others`."""
    former = formers.pop()
    others.append(former_of(hosted)._replace(is_lost=former.is_lost))
    go_to(hosted, former)


def go_to(hosted: HostedRun, former: Former) -> None:
    """Restore the state, bit for bit. But where the run has learned since, and the change lost nothing, the run keeps
    its parameters, and continues under the former conditions."""
    past, restored = hosted.past, unpacked(msgpack.unpackb(former.state))
    if former.is_lost or hosted.run.step == past.step:
        hosted.run = restored.run
        hosted.begin_anew()
        hosted.evaluation = former.evaluation
        if restored.diverged_at is not None:
            hosted.stop()
            hosted.diverged_at = restored.diverged_at
    else:
        hosted.run.change(restored.run.experiment)
        hosted.go_on_changed()
    past.step, past.gesture = hosted.run.step, None


def former_of(hosted: HostedRun) -> Former:
    """The present state. Whether the coming change loses something is not known yet."""
    state = msgpack.packb(packed(hosted))
    return Former(state, hosted.evaluation, is_lost=False, table=hosted.run.experiment.data.lent_id)
