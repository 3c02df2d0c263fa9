"""A group: runs of one shape that train as cohorts, and are evaluated and shown together."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.frames.frame import Frame, frame_of, looks_at
from app.frames.look import Sight
from app.trainer.audience import Audience, audiences, losses_of, note_shown
from app.trainer.hosted_run import HostedRun
from engine.cohort import Cohort
from engine.probes.samples import MOST_CELLS
from engine.timeline import Timeline

MAPPED_NUMBERS = 5 * 2**18
"""The most activations that are mapped at a time (5 MB), so that they fit into the processor's cache: enough for the
largest cohort of the default network."""

Item = TypeVar("Item")


class Member(NamedTuple):
    """A run that is due."""

    name: str
    hosted: HostedRun
    on_beat: bool
    plan: tuple[object, ...]
    """The plan of the run at the time it was found due."""
    alone: str | None = None
    """Its name, if it must be trained alone."""


class Showing(NamedTuple):
    """A run whose frames are due, and its audiences that share a sight. A run is mapped once for all of them."""

    hosted: HostedRun
    audiences: list[Audience]


def show_due(members: Sequence[Member], now: float) -> Iterator[Frame]:
    """Evaluate the runs that need it, and yield the frames due at `now`, for runs of one shape."""
    evaluate(
        [
            hosted
            for _, hosted, on_beat, *_ in members
            if not hosted.rests and (on_beat or hosted.due_watchers(now))
        ]
    )
    due: dict[Sight, dict[str, Showing]] = defaultdict(dict)
    for name, hosted, *_ in members:
        for audience in audiences(name, hosted, now):
            [watcher, *_] = audience.watchers.values()
            showing = due[hosted.sight_for(watcher)].setdefault(name, Showing(hosted, []))
            showing.audiences.append(audience)
    run = members[0].hosted.run
    units = sum(run.experiment.plan.units[1:])
    for sight, showings in due.items():
        places = sight.resolution**2 if run.shape.view != "samples" else MOST_CELLS
        for some in chunks(list(showings.values()), max(1, MAPPED_NUMBERS // (units * places))):
            yield from show(some, sight, now)


def cohort_of(members: Sequence[HostedRun]) -> Cohort:
    """The cohort of these runs, which they keep."""
    cohort = Cohort.of([hosted.run for hosted in members])
    for hosted in members:
        hosted.cohort = hosted.run.cohort
    return cohort


def train(members: Sequence[HostedRun], iterations: int) -> None:
    """Train for so many steps, and record the losses for the watchers."""
    for hosted in members:
        if not hosted.in_training:  # else its turn began with it
            hosted.secure()
    cohort = cohort_of(members)
    before = [hosted.run.step for hosted in members]
    losses = cohort.train(iterations)
    rows = sent(losses.T)
    # The losses after a run has stopped by itself are NaN, too.
    finite = np.logical_and.reduce(np.isfinite(sent(cohort.theta)), axis=1)
    finite &= np.logical_and.reduce(np.isfinite(rows), axis=1)
    for hosted, start, row, is_finite in zip(members, before, rows, finite, strict=True):
        column = row[: hosted.run.step - start]
        hosted.note_steps(iterations)
        if not (is_finite or (np.isfinite(column).all() and np.isfinite(sent(hosted.run.theta)).all())):
            # A step begins with the loss that it finds. If every loss is finite but the last update is not, the next
            # loss would be infinite.
            [after, *_] = [*np.flatnonzero(~np.isfinite(column)).tolist(), len(column)]
            diverge(hosted, start + after, finite_steps=max(0, after - 1))
            continue
        if hosted.run.stopped_at is not None:
            hosted.stop()
        if hosted.present is None:  # else they have been sent before
            for watcher in hosted.watchers.values():
                watcher.losses.append(column)


def evaluate(members: Sequence[HostedRun]) -> None:
    """Compute the losses over the whole sets for runs with a new state; an infinite loss is a divergence."""
    members = [hosted for hosted in members if not hosted.is_evaluated]
    if not members:
        return
    for hosted, evaluation in zip(members, cohort_of(members).evaluate(), strict=True):
        step = hosted.run.step
        while not np.isfinite(sent(evaluation.losses)).all():
            diverge(hosted, step)
            [evaluation] = cohort_of([hosted]).evaluate()
        hosted.evaluation, hosted.evaluated_at = evaluation, hosted.run.step
        hosted.made.clear()


def sent(numbers: ArrayLike) -> NDArray[np.float32]:
    """Losses or parameters as frames and histories have them, in four bytes: a number of double precision that is too
    large for them is infinite."""
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(numbers, np.float32)


def diverge(hosted: HostedRun, step: int, finite_steps: int = 0) -> None:
    """Stop a run whose loss is infinite after `step`, in its last finite state.

    That state is so many steps after the start of this slice, so that the page shows how the losses grow. If its loss
    over the whole sets is infinite as well, the run returns to the start of the slice, and if that fails, to step 0.
    """
    hosted.stop()
    hosted.diverged_at = hosted.diverged_at or step
    if hosted.safe is None:
        hosted.run.restart(hosted.run.experiment)
        hosted.timeline = Timeline()
    else:
        hosted.run.restore(hosted.safe)
        if finite_steps:
            cohort_of([hosted]).train(finite_steps)
            # In double precision, the parameters may have been too large before any loss was.
            if not np.isfinite(sent(hosted.run.theta)).all():
                diverge(hosted, step)
        else:
            hosted.safe = None
    hosted.drop_losses()  # Some may be of steps after that state.
    hosted.touch(full=True)


def show(showings: Sequence[Showing], sight: Sight, now: float) -> Iterator[Frame]:
    """Compute every look once for all runs, and then make a frame for each of their audiences."""
    taken = time.time()
    cohort = cohort_of([showing.hosted for showing in showings])
    due = [
        (audience, audience.watched(replica))
        for replica, showing in enumerate(showings)
        for audience in showing.audiences
    ]
    [first, *others] = [showing.hosted for showing in showings]
    is_alone = not others and first.is_heavy and first.run.shape.view == "samples"
    looks = looks_at(cohort, sight, [watched for _, watched in due], first.made if is_alone else {})
    for audience, watched in due:
        # Watchers may have left or changed their views while the looks of a heavy run were computed.
        if watchers := audience.present():
            frame = frame_of(audience.run, watched, looks, taken, losses_of(watchers))
            goes_on = any(look.goes_on(watched) for look in looks)
            # Before the frame is handed over: the turn may be interrupted there, and a watcher may change its views,
            # which keep the losses that it has not been sent.
            note_shown(watchers, None if goes_on else audience.hosted.version, now)
            yield frame


def chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Consecutive parts of at most `size` items."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
