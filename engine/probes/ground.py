"""The ground of a run: what is kept of its loss surface and of its path while someone looks at them.

It costs nothing where nobody looks: the path is that of the states that were shown.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeVar

import numpy as np

from engine.array import Array
from engine.fault import Fault
from engine.probes.next_steps import next_steps
from engine.probes.plane import Plane, Weight, first_weights, plane_of_weights, principal_plane, random_plane
from engine.probes.slope import NUDGE, Descents, Minimum, downhill, slope_at
from engine.probes.surface import Surface, Window, losses_at, samples_of, work_of
from engine.probes.trail import Trail, most_states
from engine.run import Run

Key = TypeVar("Key")
Kept = TypeVar("Kept")

MOST_KEPT = 4
"""The most planes, and the most surfaces, of a run that are kept: those that were looked at last."""
WORK = 5 * 2**25
"""The work on a surface for one frame, in multiplications: some 20 ms, enough for all points of the default network; of
a large one as much as it takes to evaluate the training set once."""
EDGE = 0.85
"""The share of the window in which the run must lie, or the window moves after it."""
REACH = {"weights": 4.0, "random": 1.0}
"""Half of the side of a window without zoom: in weights, and in lengths of all weights."""
MARGIN = 1.3
"""The room around a path."""


class Choice(NamedTuple):
    """Which plane is looked at. Those that are pinned go through the parameters that the run had when they were chosen;
    another number `pin` pins anew."""

    kind: Literal["weights", "random", "path"]
    across: Weight | None = None
    up: Weight | None = None
    """The weights of the axes, of the kind "weights"; None: the first ones."""
    pin: int = 0
    """Of random directions, it draws others, too."""


class Seen(NamedTuple):
    """What a frame shows of the ground."""

    surface: Surface | None
    """The latest one of which enough is known; None: none is yet."""
    plane: Plane
    """The plane of the present state."""
    at: Array
    """Where the run is in it, (2,)."""
    distance: float
    """How far the run is off it."""
    loss: float
    """The loss of the run over the samples of the surface."""
    samples: int
    slope: Array
    """The negative gradient in the plane, (2,)."""
    steps: list[tuple[str, bool, Array, float]]
    """The next step with each optimiser: its name, whether it is the run's own, the change of the place (2,), and the
    loss after it."""
    coast: Array | None
    """The part of the own step that is carried on from the steps before, (2,)."""
    path: Array
    """The places that the run has passed, (k, 2), and the piece of the path that each belongs to."""
    pieces: list[int]
    minima: list[Minimum] | None
    """The minima of the surface; None: they are not known, or not asked for."""
    goes_on: bool
    """Whether more of the same will be known."""


class Ground:
    """The ground of one run, which keeps it as `Run.ground`."""

    def __init__(self, run: Run) -> None:
        self.form = form_of(run)
        self.trail = Trail(max(1, most_states(len(run.theta))))
        self.pins: dict[Choice, Pin] = {}
        self.views: dict[tuple[Choice, int], View] = {}
        """Who looks from another height has another surface: else each would begin the other's anew."""

    @classmethod
    def of(cls, run: Run) -> "Ground":
        """That of a run; a new one where the run has another network now."""
        if not isinstance(run.ground, cls) or run.ground.form != form_of(run):
            run.ground = cls(run)
        return run.ground

    def view(self, run: Run, choice: Choice, zoom: int = 0) -> "View":
        """What is kept of a choice. Each `zoom` halves the area of the window, negative ones double it. Fault: there is
        no such plane."""
        pin = latest(self.pins, choice, lambda: Pin(run, choice, self.trail))
        return latest(self.views, (choice, zoom), lambda: View(pin, zoom))


def latest(kept: dict[Key, Kept], key: Key, make: Callable[[], Kept]) -> Kept:
    """What is kept by a key, or made; it is now the last that is forgotten."""
    found = kept.pop(key) if key in kept else make()
    kept[key] = found
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
    return found


def form_of(run: Run) -> object:
    """What the parameters of a run are."""
    return run.shape.shapes, run.shape.layers


class Pin:
    """A plane as it was chosen, and the window that was first seen of it."""

    def __init__(self, run: Run, choice: Choice, trail: Trail) -> None:
        self.choice = choice
        self.pinned = self._pin(run, trail)
        self.first = self._begin(run, trail)
        self.middle = self.first.a, self.first.b
        """That of the window that was seen last."""
        self.shown: Surface | None = None
        """The surface that was shown last, of any window."""

    def _pin(self, run: Run, trail: Trail) -> Plane:
        match self.choice:
            case Choice("weights", across, up):
                first, second = first_weights(run)
                return plane_of_weights(run, across or first, up or second)
            case Choice("random", pin=pin):
                return random_plane(run, pin)
        return principal_plane(run, [*trail.states, run.theta])

    def _begin(self, run: Run, trail: Trail) -> Window:
        """The first window."""
        [at] = self.pinned.places_of(run.theta[np.newaxis])
        reach = REACH.get(self.choice.kind, 1.0)
        if self.choice.kind == "path":
            places = self.pinned.places_of(np.stack([*trail.states, run.theta]))
            low, high = places.min(axis=0), places.max(axis=0)
            at, reach = (low + high) / 2, MARGIN * float((high - low).max()) / 2
        return Window(float(at[0]), float(at[1]), reach)

    def plane(self, run: Run) -> Plane:
        """The plane: that of two weights goes through the present parameters."""
        if self.choice.kind != "weights":
            return self.pinned
        origin = run.theta.astype(self.pinned.origin.dtype)
        origin[self.pinned.directions.any(axis=0)] = 0
        return self.pinned._replace(origin=origin)


class View:
    """A window of a plane, and its surface."""

    def __init__(self, pin: Pin, zoom: int) -> None:
        self.pin = pin
        a, b = pin.middle
        self.window = Window(a, b, pin.first.half * 2 ** (-zoom / 2))
        self.surface: Surface | None = None
        self.shown = pin.shown
        self.descents: Descents | None = None
        self.of: object = None
        """What the loss depends on besides the parameters, as far as it may change."""

    def look(self, run: Run, trail: Trail, *, plays: bool, minima: bool, is_past: bool = False) -> Seen:
        """Let it become finer, and tell what is known of it. A run that stands at a moment of its past leaves no trail
        there."""
        if not is_past or not trail.states:
            trail.note(run)
        plane = self.pin.plane(run)
        [at] = plane.places_of(run.theta[np.newaxis])
        if not self.window.holds(at, EDGE) and np.isfinite(at).all():
            self.window = self.window._replace(a=float(at[0]), b=float(at[1]))
        self.pin.middle = self.window.a, self.window.b
        self._renew(run, plane)
        surface = self.surface
        assert surface is not None
        work = max(WORK, work_of(run) * run.shape.n_train)
        surface.go_on(run, work, whole=plays and self.pin.choice.kind == "weights")
        if surface.stride is not None and surface is not self.shown:
            self.shown, self.descents = surface, None
        self.pin.shown = self.shown
        self._descend(run, wanted=minima)
        path = trail.until(run, is_past=is_past)
        return self._seen(run, path, plane, at, minima=minima)

    def _renew(self, run: Run, plane: Plane) -> None:
        """Begin another surface where the present one is out of date and was shown."""
        before, of = self.surface, (run.dataset, run.experiment.objective, run.dtype)
        is_old = before is None or before.window != self.window or self.of != of
        is_old = is_old or (before is not None and not np.array_equal(before.plane.origin, plane.origin))
        if before is None or (is_old and before.stride is not None) or self.of != of:
            self.of = of
            self.surface = Surface(run, plane, self.window)

    def _descend(self, run: Run, *, wanted: bool) -> None:
        if not wanted or self.shown is None or not self.shown.is_complete:
            return
        if self.descents is None:
            self.descents = Descents(self.shown)
        if not self.descents.is_over:
            self.descents.go_on(run)

    def _seen(
        self, run: Run, path: tuple[list[Array], list[int]], plane: Plane, at: Array, *, minima: bool
    ) -> Seen:
        samples = samples_of(run)
        nudge = NUDGE * self.window.half
        coming = next_steps(run)
        thetas = np.stack([run.theta, *(run.theta + each.step for each in coming.steps)])
        loss, *after = losses_at(run, thetas, samples).tolist()
        moves = plane.along(thetas - run.theta)[1:]
        descents = self.descents
        is_over = descents is not None and descents.is_over
        assert self.surface is not None
        return Seen(
            surface=self.shown,
            plane=plane,
            at=at,
            distance=plane.distance(run.theta),
            loss=loss,
            samples=samples,
            slope=downhill(plane, slope_at(run, plane, nudge, samples)),
            steps=[
                (each.method, each.is_own, *both)
                for each, *both in zip(coming.steps, moves, after, strict=True)
            ],
            coast=None if coming.coast is None else plane.along(coming.coast[np.newaxis])[0],
            path=plane.places_of(np.stack(path[0])),
            pieces=path[1],
            minima=descents.minima() if descents is not None and is_over else None,
            goes_on=not self.surface.is_complete or (minima and not is_over),
        )


def theta_at(run: Run, choice: Choice, point: tuple[float, float]) -> Array:
    """theta (P,) in float64 at a point of a plane that someone looks at. Fault: nobody does any more."""
    ground = Ground.of(run)
    if choice not in ground.pins and choice.kind != "weights":
        raise Fault("This surface is not shown any more: choose it again.")
    pin = ground.pins.get(choice) or Pin(run, choice, ground.trail)
    [theta] = pin.plane(run).theta_at(np.array([point]))
    found: Array = theta
    return found
