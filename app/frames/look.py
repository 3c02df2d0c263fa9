"""A look is something that can be watched in runs: a module of this room, and a line in `app.frames.looks`.

It declares its view, computes its data for all runs of a cohort at once, and describes each array.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from app.frames.views import LookView, Views
from engine.cohort import Cohort
from engine.evaluation import Evaluation
from engine.left import Left
from engine.run import Run
from engine.shape import Shape


class Entry(NamedTuple):
    """An array of a frame; or, without dtype and shape, a field of its header."""

    name: str
    text: str
    """Its description in the table at /docs."""
    dtype: str = ""
    shape: str = ""
    """The shape in letters. Within a look, a letter stands for one number; `res` and `small` count points along a
    side; [, 3] are red, green and blue, of pictures in colour."""
    when: str = ""
    """The condition for its presence; empty: it is present wherever its look is."""
    is_full: bool = False
    """Whether only full frames contain it: it does not depend on the step."""


class Moment(NamedTuple):
    """The place of a run in its past, in steps."""

    first: int | None
    """The first step to which it can return; None: no step is kept."""
    present: int | None = None
    """The step at which it left the present; None: it is there."""
    goal: int | None = None
    """The step on its way to which it is, or at which it stands; None: it is in the present."""


class Standing(NamedTuple):
    """The host's data on a run."""

    state: str
    diverged_at: int | None
    speed: float | None
    pace: float
    evaluation: Evaluation
    evaluated_at: int
    """The step of the evaluation."""
    undo: int
    redo: int
    place: int
    moment: Moment
    traced: Run
    """The run whose histories its curve shows: at a moment of the past, the whole ones."""
    left: Left | None


MadeLooks = dict[tuple[type["Look"], Hashable], "Look"]
"""Looks that have been computed, by class and key."""
Keys = tuple[tuple[type["Look"], Hashable], ...]
"""The looks that watchers see, each with its key (see `Look.alike`)."""


class Sight(NamedTuple):
    """The common part of watchers that are served together: the resolution, and the looks."""

    resolution: int
    stride: int
    looks: Keys


class Watched(NamedTuple):
    """One run of a cohort, for watchers with equal views."""

    replica: int
    """Its index in the cohort."""
    run: Run
    standing: Standing
    views: Views
    is_full: bool
    resting: Collection[type["Look"]] = ()
    """The looks that are not due (see `Look.seconds`)."""


class Look:
    """The data of a cohort for watchers with equal keys."""

    view: ClassVar[type[LookView] | None] = None
    """Its own fields of the views."""
    entries: ClassVar[tuple[Entry, ...]] = ()
    when: ClassVar[str] = ""
    """The condition under which it is shown; empty: always."""
    seconds: ClassVar[float] = 0.0
    """The pause between two computations while a run plays."""
    rests_in_full: ClassVar[bool] = True
    """Whether it may pause in full frames, too: not where it must be computed for what they alone have."""
    is_of_sets: ClassVar[bool] = False
    """Whether it is computed from many samples, as the evaluation is: of a heavy run it is shown as it was then."""
    is_on_tiles: ClassVar[bool] = False
    """Whether it is sent to who asks for tiles, which have nothing else."""
    is_for_full: ClassVar[bool] = False
    """Whether all of its entries are for full frames; other frames skip it."""
    is_plain: ClassVar[bool] = False
    """Whether it has no arrays."""

    def __init_subclass__(cls) -> None:
        cls.is_for_full = all(entry.is_full for entry in cls.entries)
        cls.is_plain = not any(entry.dtype for entry in cls.entries)
        cls.rests_in_full = "lasting" in vars(cls) or not any(entry.is_full for entry in cls.entries)

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        """The key of watchers that are served together, for runs of this shape; None: they do not see the look.

        A watcher whose views change the key is sent a full frame, if the look has entries for full frames.
        """
        return ()

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        """Compute the look for all runs of the cohort."""
        self.sight = sight

    def of(self, watched: Watched) -> Mapping[str, Any]:
        """The entries for watchers with equal views, by name: NumPy's arrays, and plain values for the header."""
        raise NotImplementedError

    @classmethod
    def lasting(cls, watched: Watched) -> Mapping[str, Any]:
        """What full frames alone have of a look that may rest in them: a full frame has it all the same."""
        return {}

    def goes_on(self, watched: Watched) -> bool:
        """Whether the next frame will have more of it, although the run stands still: it is computed bit by bit."""
        return False
