"""The timeline of a run: keyframes, from which the engine computes every step since again, bit for bit.

A keyframe is the whole state of a run before some of its steps. Later steps follow from it alone, until a person
changes the run: therefore the first steps after a change begin with a keyframe of their own. The regular keyframes
between them are thinned as the run goes on. Those of changes go last, the oldest first: the timeline then begins later.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.checkpoint import Checkpoint
from engine.experiment import Experiment
from engine.pauses import pause
from engine.run import Run
from engine.transfer import Origin

MOST_REGULAR, MOST_OF_CHANGES = 48, 256
"""The most keyframes of each kind. A slider that is dragged while the run plays changes it some thirty times a
second."""
MOST_BYTES = 4 * 2**20
"""The most bytes of a timeline: a large network has few keyframes."""
OBJECT_BYTES = 2_000
"""Bytes of a keyframe besides its arrays: generators, counters, Python's objects."""


class Keyframe(NamedTuple):
    """A state of a run before some of its steps."""

    checkpoint: Checkpoint
    described: bytes
    """The experiment, as JSON: it takes a tenth of the memory. Keyframes between two changes share it."""
    is_of_change: bool
    """Whether it follows a change, and not from the keyframe before it."""
    kept: NDArray[np.uint8] | None
    """See `engine.run.Run.kept`."""
    size: int
    """Bytes."""

    @classmethod
    def of(
        cls, checkpoint: Checkpoint, described: bytes, kept: NDArray[np.uint8] | None, *, is_of_change: bool
    ) -> "Keyframe":
        size = OBJECT_BYTES + is_of_change * len(described) + checkpoint.size
        return cls(checkpoint, described, is_of_change, kept, size)

    @property
    def step(self) -> int:
        return self.checkpoint.step

    @property
    def experiment(self) -> Experiment:
        return experiment_of(self.described)

    def run(self, origin: Origin) -> Run:
        """A run in this state, without a history."""
        run = Run(self.experiment, origin=origin)
        run.restore(self.checkpoint)
        run.kept = self.kept
        return run


@lru_cache(maxsize=64)
def experiment_of(described: bytes) -> Experiment:
    return Experiment.model_validate_json(described)


@dataclass
class Timeline:
    """The keyframes of one run, in the order of their steps."""

    keyframes: tuple[Keyframe, ...] = ()
    stride: int = 1
    """The least distance of a regular keyframe from the one before it, in steps."""
    due: int = 0
    """The step from which on the next keyframe is due."""
    is_changed: bool = True
    """Whether the run was changed since its latest step."""
    size: int = 0
    """Bytes."""
    experiment: Experiment | None = None
    """That of the latest keyframe."""

    @classmethod
    def of(cls, keyframes: Sequence[Keyframe], stride: int) -> "Timeline":
        """A timeline with these keyframes, of a run that has just come from elsewhere."""
        timeline = cls()
        timeline._take(tuple(keyframes), stride)
        return timeline

    @property
    def first(self) -> int | None:
        """The first step to which it leads."""
        return self.keyframes[0].step if self.keyframes else None

    def changed(self, experiment: Experiment) -> "Timeline":
        """That of the run after a change. Where it learns from another file of its visitor's, a new one begins: the
        former file may be deleted."""
        files = {(self.experiment or each.experiment).data.lent_id for each in self.keyframes[-1:]}
        return replace(self, is_changed=True) if files <= {experiment.data.lent_id} else Timeline()

    def note(self, run: Run, checkpoint: Checkpoint) -> None:
        """Take a keyframe of a run that stands at this checkpoint and is about to take steps, if one is due."""
        if not self.is_changed and checkpoint.step < self.due:
            return
        if self.keyframes and self.experiment is run.experiment:
            described = self.keyframes[-1].described
        else:
            described = run.experiment.model_dump_json().encode()
        kept = None if run.kept is None else run.kept.copy()
        keyframe = Keyframe.of(checkpoint, described, kept, is_of_change=self.is_changed)
        # Of several changes after one step, the last one counts.
        while self.keyframes and self.keyframes[-1].step >= keyframe.step:
            self._take(self.keyframes[:-1], self.stride)
        self.keyframes += (keyframe,)
        self.size += keyframe.size
        self.due = keyframe.step + self.stride
        self.is_changed, self.experiment = False, run.experiment
        if len(self.keyframes) > MOST_REGULAR or self.size > MOST_BYTES:
            self.thin(MOST_BYTES)

    def before(self, step: int) -> Keyframe:
        """The keyframe from which this step, which is not before the `first`, is computed."""
        later = bisect_right(self.keyframes, step, key=lambda keyframe: keyframe.step)
        return self.keyframes[later - 1]

    def until(self, step: int) -> "Timeline":
        """The part up to a step, of a run that goes on from there in its own way."""
        part = replace(self, experiment=None, is_changed=True)
        part._take(tuple(each for each in self.keyframes if each.step <= step), self.stride)
        return part

    def epoch_begins(self, epoch: int) -> int:
        """The step after which so many epochs were complete, as far as the keyframes tell."""
        step = 0
        for keyframe, later in pairwise((*self.keyframes, None)):
            assert keyframe is not None
            experiment, seen = keyframe.experiment, keyframe.checkpoint.samples_seen
            samples = max(0, epoch * experiment.data.n_train - seen)
            step = keyframe.step + -(-samples // experiment.batch_size)
            if later is None or step < later.step:
                break
            pause()  # An experiment is read for each change.
        return step

    def thin(self, most_bytes: int) -> None:
        """Remove keyframes, until there are no more than allowed: every second regular one, then the oldest."""
        keyframes, stride, size = self.keyframes, self.stride, self.size
        of_changes = sum(each.is_of_change for each in keyframes)
        while len(keyframes) - of_changes > (1 if size > most_bytes else MOST_REGULAR):
            stride *= 2
            keyframes = spaced(keyframes, stride)
            size = sum(each.size for each in keyframes)
        gone = 0
        while gone < len(keyframes) and (of_changes > MOST_OF_CHANGES or size > most_bytes):
            size -= keyframes[gone].size
            of_changes -= keyframes[gone].is_of_change
            gone += 1
        if gone or stride != self.stride:
            self._take(keyframes[gone:], stride)

    def _take(self, keyframes: tuple[Keyframe, ...], stride: int) -> None:
        self.keyframes, self.stride = keyframes, stride
        self.size = sum(each.size for each in keyframes)
        self.due = keyframes[-1].step + stride if keyframes else 0


def spaced(keyframes: tuple[Keyframe, ...], stride: int) -> tuple[Keyframe, ...]:
    """Those of changes, and regular ones that lie so many steps behind the one before them; the first one stays."""
    found: list[Keyframe] = []
    free = 0
    for keyframe in keyframes:
        step = keyframe.checkpoint.step
        if keyframe.is_of_change or not found or step >= free:
            found.append(keyframe)
            free = step + stride
    return tuple(found)


def thin(timelines: Iterable[Timeline], most_bytes: int) -> None:
    """Thin the largest of the timelines, until all together have no more than so many bytes."""
    sizes = [(each.size, each) for each in timelines]
    while sum(size for size, _ in sizes) > most_bytes:
        largest = max(range(len(sizes)), key=lambda place: sizes[place][0])
        timeline = sizes[largest][1]
        timeline.thin(timeline.size // 2)
        sizes[largest] = timeline.size, timeline
