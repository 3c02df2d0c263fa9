"""A look is something that can be watched in runs: a module of this room, and a line in `app.frames.looks`.

It says what a watcher may ask, takes what it shows from all runs of a cohort at once, and describes each array.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from app.frames.views import Asked, Views
from engine.array import Array
from engine.cohort import Cohort
from engine.evaluation import Evaluation
from engine.run import Run
from engine.shape import Shape


class Entry(NamedTuple):
    """An array of a frame; or, without a dtype and a shape, a field of its header."""

    name: str
    text: str
    """What it is, for the table at /docs."""
    dtype: str = ""
    shape: str = ""
    """In letters. Within a look, a letter stands for one number; `res` and `small` count points along a side."""
    when: str = ""
    """Where it is there; empty: wherever its look is shown."""
    is_full: bool = False
    """Whether only full frames carry it: it is of no step, or says of which steps it is."""


class Standing(NamedTuple):
    """What the host of a run knows of it."""

    state: str
    diverged_at: int | None
    speed: float | None
    pace: float
    evaluation: Evaluation
    undo: int
    redo: int
    place: int


Keys = tuple[tuple[type["Look"], Hashable], ...]
"""The looks that watchers see, each with what they have in common in it (see `Look.alike`)."""


class Sight(NamedTuple):
    """What watchers are shown together: how finely, and which looks."""

    resolution: int
    stride: int
    looks: Keys


class Watched(NamedTuple):
    """One run of a cohort, as one watcher is shown it."""

    replica: int
    """Its number in the cohort."""
    run: Run
    standing: Standing
    views: Views
    is_full: bool
    losses: Sequence[Array]
    """The batch losses since the watcher's last frame, in parts."""
    resting: Collection[type["Look"]] = ()
    """The looks that are not due (see `Look.seconds`)."""


class Look:
    """What was taken of a cohort for watchers who look alike."""

    asks: ClassVar[type[Asked] | None] = None
    """The fields of the views that belong to it."""
    entries: ClassVar[tuple[Entry, ...]] = ()
    when: ClassVar[str] = ""
    """Where it is shown; empty: everywhere."""
    seconds: ClassVar[float] = 0.0
    """How long it rests after each time while a run plays."""
    is_for_full: ClassVar[bool] = False
    """Whether all of its entries are for full frames: others do without it."""
    is_plain: ClassVar[bool] = False
    """Whether it has no arrays."""

    def __init_subclass__(cls) -> None:
        cls.is_for_full = all(entry.is_full for entry in cls.entries)
        cls.is_plain = not any(entry.dtype for entry in cls.entries)

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        """What watchers of runs of this shape must have in common to be served at once; None: they do not see it.

        A watcher in whose views this changes is sent a full frame, if the look has something for that alone.
        """
        return ()

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        """Take it of all runs of the cohort."""
        self.sight = sight

    def of(self, watched: Watched) -> Mapping[str, Any]:
        """The entries for one watcher, by name: NumPy's arrays, and plain values for the header."""
        raise NotImplementedError
